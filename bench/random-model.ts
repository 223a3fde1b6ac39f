/** @file Shapes of Qwen3 and Llama 3 by size, as `config.json`: what the bench on a GPU draws at random. */

/** Families whose shapes are known here. */
export type Family = 'qwen3' | 'llama3'

/** Hidden size, width of the feed-forward part, blocks, heads, key-value heads, size of a head, whether embeddings are tied. */
type Shape = readonly [number, number, number, number, number, number, boolean]

/** By billions of parameters, as published for these sizes; the smallest is ours, to try the bench on a CPU. */
const SHAPES: Readonly<Record<Family, Readonly<Record<string, Shape>>>> = {
  qwen3: {
    '0.01': [64, 192, 2, 4, 2, 16, true],
    '0.6': [1024, 3072, 28, 16, 8, 128, true],
    '1.7': [2048, 6144, 28, 16, 8, 128, true],
    '4': [2560, 9728, 36, 32, 8, 128, true],
    '8': [4096, 12288, 36, 32, 8, 128, false],
  },
  llama3: {
    '0.01': [64, 192, 2, 4, 2, 16, true],
    '1': [2048, 8192, 16, 32, 8, 64, true],
    '3': [3072, 8192, 28, 24, 8, 128, true],
    '8': [4096, 14336, 32, 32, 8, 128, false],
  },
}

/** Sizes of a family, as `--billions` takes them. */
export const sizesOf = (family: Family): readonly string[] => Object.keys(SHAPES[family])

/** `config.json` of a size; the tokens that end and pad are those of the tokenizer that goes with it. Undefined for another size. */
export function randomConfig(family: Family, billions: string, end: number, pad: number, tokens: number) {
  const shape = SHAPES[family][billions]
  if (shape === undefined) return undefined
  const [hiddenSize, intermediateSize, blocks, heads, kvHeads, headDim, isTied] = shape
  const isQwen = family === 'qwen3'
  return {
    model_type: isQwen ? 'qwen3' : 'llama',
    architectures: [isQwen ? 'Qwen3ForCausalLM' : 'LlamaForCausalLM'],
    vocab_size: isQwen ? 151_936 : 128_256,
    hidden_size: hiddenSize,
    intermediate_size: intermediateSize,
    num_hidden_layers: blocks,
    num_attention_heads: heads,
    num_key_value_heads: kvHeads,
    head_dim: headDim,
    hidden_act: 'silu',
    rms_norm_eps: isQwen ? 1e-6 : 1e-5,
    rope_parameters: { rope_type: 'default', rope_theta: isQwen ? 1_000_000 : 500_000 },
    max_position_embeddings: tokens,
    attention_bias: false,
    tie_word_embeddings: isTied,
    eos_token_id: end,
    pad_token_id: pad,
    bos_token_id: null,
  }
}
