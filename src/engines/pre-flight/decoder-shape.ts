/** @file The sizes of a decoder, from the config.json of any checkpoint of the Llama family (Llama, Mistral, Qwen2, Qwen3). */

/** What decides how much memory a decoder takes. */
export interface DecoderShape {
  readonly vocabularySize: number
  readonly hiddenSize: number
  readonly intermediateSize: number
  readonly numBlocks: number
  readonly numHeads: number
  readonly numKvHeads: number
  readonly headDim: number
  readonly tied: boolean
  /** Parameters of a block beside its matrices and its two norms: biases of q, k and v, norms of heads. */
  readonly extras: number
}

/** The sizes, or null for a config.json that does not state them (another family, a mixture of experts). */
export function decoderShape(config: Readonly<Record<string, unknown>>): DecoderShape | null {
  const size = (key: string, otherwise: number | null = null): number | null => {
    const value = config[key]
    return Number.isInteger(value) && (value as number) > 0 ? (value as number) : otherwise
  }
  const [vocabularySize, hiddenSize, intermediateSize] = [
    size('vocab_size'),
    size('hidden_size'),
    size('intermediate_size'),
  ]
  const [numBlocks, numHeads] = [size('num_hidden_layers'), size('num_attention_heads')]
  if (!vocabularySize || !hiddenSize || !intermediateSize || !numBlocks || !numHeads) return null
  if (['num_experts', 'num_local_experts', 'n_routed_experts'].some(key => size(key) !== null)) return null
  const numKvHeads = size('num_key_value_heads', numHeads)!
  const headDim = size('head_dim', Math.floor(hiddenSize / numHeads))!
  const type = config['model_type']
  const hasBiases = type === 'qwen2' || config['attention_bias'] === true
  return {
    vocabularySize,
    hiddenSize,
    intermediateSize,
    numBlocks,
    numHeads,
    numKvHeads,
    headDim,
    tied: config['tie_word_embeddings'] === true,
    extras: (hasBiases ? (numHeads + 2 * numKvHeads) * headDim : 0) + (type === 'qwen3' ? 2 * headDim : 0),
  }
}

/** Inputs and outputs of the linear layers of a block, by the last part of their names. */
function linearLayers(shape: DecoderShape): Readonly<Record<string, readonly [inputs: number, outputs: number]>> {
  const { hiddenSize, intermediateSize, numHeads, numKvHeads, headDim } = shape
  return {
    q_proj: [hiddenSize, numHeads * headDim],
    k_proj: [hiddenSize, numKvHeads * headDim],
    v_proj: [hiddenSize, numKvHeads * headDim],
    o_proj: [numHeads * headDim, hiddenSize],
    gate_proj: [hiddenSize, intermediateSize],
    up_proj: [hiddenSize, intermediateSize],
    down_proj: [intermediateSize, hiddenSize],
  }
}

/** How many numbers the model is made of; tied embeddings count once. */
export function shapeParameters(shape: DecoderShape): number {
  const { vocabularySize, hiddenSize, numBlocks, tied, extras } = shape
  const matrices = Object.values(linearLayers(shape)).reduce((sum, [inputs, outputs]) => sum + inputs * outputs, 0)
  return vocabularySize * hiddenSize * (tied ? 1 : 2) + numBlocks * (matrices + 2 * hiddenSize + extras) + hiddenSize
}

/** How many numbers an adapter of a rank on these layers is made of; a layer that the model has not counts nothing. */
export function loraParameters(shape: DecoderShape, rank: number, targets: readonly string[]): number {
  const layers = linearLayers(shape)
  const block = targets.reduce((sum, name) => sum + (layers[name] ?? [0, 0]).reduce((a, b) => a + b) * rank, 0)
  return shape.numBlocks * block
}
