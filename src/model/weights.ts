/** @file The one list of a Llama checkpoint's tensors: names, shapes and initial values. */
import { randomStream } from '../support/index.ts'
import { elementCount } from '../tensor/index.ts'
import type { ModelConfig } from './config.ts'
import type { Weights, WeightTensor } from './safetensors.ts'

/** The weights of one decoder block, by the last part of their name; matrices are [out, in]. */
function blockShapes(config: ModelConfig): Record<string, readonly number[]> {
  const { hiddenSize, intermediateSize, numHeads, numKvHeads, headDim } = config
  return {
    'input_layernorm.weight': [hiddenSize],
    'self_attn.q_proj.weight': [numHeads * headDim, hiddenSize],
    'self_attn.k_proj.weight': [numKvHeads * headDim, hiddenSize],
    'self_attn.v_proj.weight': [numKvHeads * headDim, hiddenSize],
    'self_attn.o_proj.weight': [hiddenSize, numHeads * headDim],
    'post_attention_layernorm.weight': [hiddenSize],
    'mlp.gate_proj.weight': [intermediateSize, hiddenSize],
    'mlp.up_proj.weight': [intermediateSize, hiddenSize],
    'mlp.down_proj.weight': [hiddenSize, intermediateSize],
  }
}

/** Every tensor of a checkpoint with its shape, in the order of the forward pass; no lm_head when it is tied. */
export function weightShapes(config: ModelConfig): Map<string, readonly number[]> {
  const { vocabularySize, hiddenSize } = config
  const shapes = new Map<string, readonly number[]>([['model.embed_tokens.weight', [vocabularySize, hiddenSize]]])
  for (let block = 0; block < config.numBlocks; block++) {
    for (const [name, shape] of Object.entries(blockShapes(config))) shapes.set(`model.layers.${block}.${name}`, shape)
  }
  shapes.set('model.norm.weight', [hiddenSize])
  if (!config.tieWordEmbeddings) shapes.set('lm_head.weight', [vocabularySize, hiddenSize])
  return shapes
}

/** The number of trained parameters; tied embeddings count once. */
export function parameterCount(config: ModelConfig): number {
  let count = 0
  for (const shape of weightShapes(config).values()) count += elementCount(shape)
  return count
}

const STANDARD_DEVIATION = 0.02

/**
 * Weights of an untrained model: norms 1, matrices normal(0, 0.02), and the two projections that write into the
 * residual stream divided by sqrt(2 x blocks), so that its variance does not grow with depth (GPT-2, section 2.3).
 * Each tensor has its own random stream: changing the depth leaves the other tensors as they were.
 */
export function initialWeights(config: ModelConfig, seed: number): Weights {
  const weights = new Map<string, WeightTensor>()
  for (const [name, shape] of weightShapes(config)) {
    const data = new Float32Array(elementCount(shape))
    if (shape.length === 1) data.fill(1)
    else {
      const writesResidual = name.endsWith('o_proj.weight') || name.endsWith('down_proj.weight')
      const deviation = STANDARD_DEVIATION / (writesResidual ? Math.sqrt(2 * config.numBlocks) : 1)
      const random = randomStream(seed, 'initial weights', name)
      for (let i = 0; i < data.length; i++) data[i] = deviation * random.normal()
    }
    weights.set(name, { shape, data })
  }
  return weights
}

/** What is wrong with a set of weights under a configuration: the first tensor at fault and why; null when all fit. */
export function weightsProblem(weights: Weights, config: ModelConfig): { tensor: string; problem: string } | null {
  const shapes = weightShapes(config)
  for (const [tensor, shape] of shapes) {
    const found = weights.get(tensor)
    if (!found) return { tensor, problem: `expected a tensor [${shape.join(', ')}], got none` }
    if (found.shape.length !== shape.length || found.shape.some((size, axis) => size !== shape[axis])) {
      return { tensor, problem: `expected shape [${shape.join(', ')}], got [${found.shape.join(', ')}]` }
    }
  }
  for (const tensor of weights.keys()) {
    if (!shapes.has(tensor)) return { tensor, problem: 'expected no tensor of this name under this config.json' }
  }
  return null
}
