/**
 * @file The Llama decoder as tensor graphs: pre-norm blocks of grouped-query attention with rotary embedding and a
 * SwiGLU feed-forward (Touvron et al. 2023; names and layout as in Hugging Face Transformers).
 */
import {
  add,
  gatherRows,
  input,
  matMul,
  mul,
  reshape,
  rmsNorm,
  rope,
  silu,
  type TensorNode,
  transpose,
} from '../tensor/index.ts'
import {
  attentionOfContinuation,
  attentionOfLastToken,
  attentionOverPast,
  type BlockCache,
  causalAttention,
  continuationMask,
  type Past,
} from './attention.ts'
import type { ModelConfig } from './config.ts'
import { adapterNames, adapterShapes } from './lora.ts'
import { weightShapes } from './weights.ts'

/** The weights of a decoder as graph inputs, under their checkpoint names. */
export type Parameters = ReadonlyMap<string, TensorNode>

/** Makes one graph input per tensor of the checkpoint, and of the adapter where there is one. */
export function parameterInputs(config: ModelConfig): Parameters {
  return new Map([...weightShapes(config), ...adapterShapes(config)].map(([name, shape]) => [name, input(name, shape)]))
}

/** Of the parameters those that training changes: the adapter's where there is one, otherwise all. */
export function trainedParameters(config: ModelConfig, parameters: Parameters): Parameters {
  if (!config.adapter) return parameters
  return new Map([...adapterShapes(config).keys()].map(name => [name, parameters.get(name)!]))
}

/** One token of each sequence, when no other hidden state is wanted. */
export interface LastTokens {
  /** Flat places of the tokens, int32 [batch]. */
  readonly rows: TensorNode
  /** Their positions, int32 [batch, 1]. */
  readonly positions: TensorNode
  /** Which tokens of the pass they see: 0, or MASKED, [batch, 1, 1, length]. */
  readonly mask: TensorNode
}

/** What a pass looks back at, and what is wanted of it. */
export interface PassOptions {
  readonly past?: Past
  /** Only these hidden states: the last block then computes keys and values of all tokens, and the rest for these alone. */
  readonly lastTokens?: LastTokens
}

/** Result of a pass through the decoder. */
export interface DecoderPass {
  /** Hidden states after the last norm, [batch x length, hidden], or [batch, hidden] of the last tokens. */
  readonly hidden: TensorNode
  /** Keys and values that each block made. */
  readonly caches: readonly BlockCache[]
}

/**
 * The decoder over token ids [batch, length] at positions [batch, length] (both int32). Attention is causal within the
 * pass (pad on the right: real tokens never see padding), and looks back at a past where one is given; with a past of
 * each sequence's own, length must be 1.
 */
export function decoderPass(
  config: ModelConfig,
  parameters: Parameters,
  ids: TensorNode,
  positions: TensorNode,
  { past, lastTokens }: PassOptions = {},
): DecoderPass {
  const { hiddenSize, numHeads, numKvHeads, headDim, rmsNormEps, ropeTheta, contextLength } = config
  const [batch, length] = ids.shape
  const weight = (name: string) => parameters.get(name)!
  const linear = (x: TensorNode, name: string) => {
    const product = matMul(x, weight(name), { transposeB: true })
    const names = adapterNames(name)
    const [a, b] = [parameters.get(names.a), parameters.get(names.b)]
    if (!config.adapter || !a || !b) return product
    const scale = config.adapter.alpha / config.adapter.rank
    return add(product, matMul(matMul(x, a, { transposeB: true }), b, { transposeB: true, scale }))
  }
  const heads = (x: TensorNode, count: number) =>
    transpose(reshape(x, [batch, x.shape[0] / batch, count, headDim]), [0, 2, 1, 3])
  const rotate = (x: TensorNode, at: TensorNode) => rope(x, at, { theta: ropeTheta, maxPosition: contextLength })

  const mask = past?.shared && length > 1 ? continuationMask(past.shared, batch, length) : null
  const attend = (q: TensorNode, cache: BlockCache, block: number) => {
    if (past?.shared && mask) return attentionOfContinuation(q, cache, past.shared.blocks[block], mask, config)
    return past ? attentionOverPast(q, cache, past, block, config) : causalAttention(q, cache, config)
  }

  let hidden = reshape(gatherRows(weight('model.embed_tokens.weight'), ids), [batch * length, hiddenSize])
  const caches: BlockCache[] = []
  for (let block = 0; block < config.numBlocks; block++) {
    const prefix = `model.layers.${block}`
    const normed = rmsNorm(hidden, weight(`${prefix}.input_layernorm.weight`), rmsNormEps)
    const cache = {
      keys: rotate(heads(linear(normed, `${prefix}.self_attn.k_proj.weight`), numKvHeads), positions),
      values: heads(linear(normed, `${prefix}.self_attn.v_proj.weight`), numKvHeads),
    }
    caches.push(cache)
    const only = block === config.numBlocks - 1 ? lastTokens : undefined
    const asking = only ? gatherRows(normed, only.rows) : normed
    const q = rotate(
      heads(linear(asking, `${prefix}.self_attn.q_proj.weight`), numHeads),
      only ? only.positions : positions,
    )
    const attended = only ? attentionOfLastToken(q, cache, only.mask, config) : attend(q, cache, block)
    const joined = reshape(transpose(attended, [0, 2, 1, 3]), [asking.shape[0], numHeads * headDim])
    const before = only ? gatherRows(hidden, only.rows) : hidden
    hidden = add(before, linear(joined, `${prefix}.self_attn.o_proj.weight`))
    const normedAgain = rmsNorm(hidden, weight(`${prefix}.post_attention_layernorm.weight`), rmsNormEps)
    const gate = silu(linear(normedAgain, `${prefix}.mlp.gate_proj.weight`))
    const up = linear(normedAgain, `${prefix}.mlp.up_proj.weight`)
    hidden = add(hidden, linear(mul(gate, up), `${prefix}.mlp.down_proj.weight`))
  }
  return { hidden: rmsNorm(hidden, weight('model.norm.weight'), rmsNormEps), caches }
}

/** Logits [n, vocabulary] of hidden states [n, hidden], by the embedding itself when it is tied. */
export function vocabularyLogits(config: ModelConfig, parameters: Parameters, hidden: TensorNode): TensorNode {
  const name = config.tieWordEmbeddings ? 'model.embed_tokens.weight' : 'lm_head.weight'
  return matMul(hidden, parameters.get(name)!, { transposeB: true })
}
