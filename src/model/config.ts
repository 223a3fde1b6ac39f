/** @file The sizes and constants of a Llama decoder, to and from a Hugging Face config.json. */
import { z } from 'zod'
import { InputError } from '../support/index.ts'

/** Where the low-rank matrices of a policy stand, and how much they count. */
export interface AdapterShape {
  readonly rank: number
  /** B A is multiplied by alpha / rank. */
  readonly alpha: number
  /** Last parts of the names of linear layers, such as `q_proj`; in every block. */
  readonly targets: readonly string[]
}

/** Everything that decides a Llama decoder's function apart from its weights. */
export interface ModelConfig {
  readonly vocabularySize: number
  readonly hiddenSize: number
  readonly intermediateSize: number
  readonly numBlocks: number
  readonly numHeads: number
  readonly numKvHeads: number
  readonly headDim: number
  readonly ropeTheta: number
  readonly rmsNormEps: number
  /** Longest sequence in tokens. */
  readonly contextLength: number
  /** The output projection is the embedding itself, and no lm_head is stored. */
  readonly tieWordEmbeddings: boolean
  /** Any of these ends a completion. */
  readonly endTokenIds: readonly number[]
  readonly padTokenId: number
  readonly beginTokenId: number | null
  /** Low-rank matrices beside the weights, while they are trained: a checkpoint has none, they are merged into it. */
  readonly adapter?: AdapterShape
}

const size = z.int().positive()
const tokenId = z.int().nonnegative()
const ropeParameters = z.strictObject({ rope_theta: z.number().positive().optional(), rope_type: z.literal('default') })

/** The keys of config.json that decide the function; others (dropout, cache, versions) do not and are ignored. */
const hfConfig = z.looseObject({
  model_type: z.literal('llama'),
  architectures: z.tuple([z.literal('LlamaForCausalLM')]).nullish(),
  vocab_size: size,
  hidden_size: size,
  intermediate_size: size,
  num_hidden_layers: size,
  num_attention_heads: size,
  num_key_value_heads: size.nullish(),
  head_dim: size.nullish(),
  hidden_act: z.literal('silu').default('silu'),
  max_position_embeddings: size,
  // The defaults below are those of Transformers' LlamaConfig for an absent key.
  rms_norm_eps: z.number().positive().default(1e-6),
  rope_theta: z.number().positive().default(10000),
  rope_parameters: ropeParameters.nullish(),
  rope_scaling: ropeParameters.nullish(),
  attention_bias: z.literal(false).default(false),
  mlp_bias: z.literal(false).default(false),
  tie_word_embeddings: z.boolean().default(false),
  quantization_config: z.undefined('expected weights that are not quantised').optional(),
  eos_token_id: z.union([tokenId, z.array(tokenId)]).nullish(),
  pad_token_id: tokenId.nullish(),
  bos_token_id: tokenId.nullish(),
})

const REMEDY = 'use a plain Llama checkpoint (default rotary embedding, no biases, not quantised)'

/**
 * Reads a parsed config.json. Throws InputError with file and field on another architecture, on an option that would
 * change the function (rope scaling, biases, another activation, quantisation) and on sizes that do not fit together.
 * @param file named in errors.
 */
export function parseModelConfig(json: unknown, file: string): ModelConfig {
  const result = hfConfig.safeParse(json)
  if (!result.success) {
    const issue = result.error.issues[0]
    const key = issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0]] : issue.path
    throw new InputError(issue.message, { file, field: key.map(String).join('.') }, REMEDY)
  }
  const hf = result.data
  const numKvHeads = hf.num_key_value_heads ?? hf.num_attention_heads
  const headDim = hf.head_dim ?? hf.hidden_size / hf.num_attention_heads
  if (hf.num_attention_heads % numKvHeads !== 0) {
    throw new InputError(
      `expected a divisor of num_attention_heads ${hf.num_attention_heads}, got ${numKvHeads}`,
      { file, field: 'num_key_value_heads' },
      REMEDY,
    )
  }
  if (headDim % 2 !== 0) {
    throw new InputError(`expected an even head size, got ${headDim}`, { file, field: 'head_dim' }, REMEDY)
  }
  const endTokenIds = [hf.eos_token_id ?? []].flat()
  const config: ModelConfig = {
    vocabularySize: hf.vocab_size,
    hiddenSize: hf.hidden_size,
    intermediateSize: hf.intermediate_size,
    numBlocks: hf.num_hidden_layers,
    numHeads: hf.num_attention_heads,
    numKvHeads,
    headDim,
    ropeTheta: (hf.rope_parameters ?? hf.rope_scaling)?.rope_theta ?? hf.rope_theta,
    rmsNormEps: hf.rms_norm_eps,
    contextLength: hf.max_position_embeddings,
    tieWordEmbeddings: hf.tie_word_embeddings,
    endTokenIds,
    // Padding is masked wherever it occurs, so a model without a padding token may use any id.
    padTokenId: hf.pad_token_id ?? endTokenIds[0] ?? 0,
    beginTokenId: hf.bos_token_id ?? null,
  }
  for (const id of [...endTokenIds, config.padTokenId, config.beginTokenId ?? 0]) {
    if (id >= config.vocabularySize) {
      throw new InputError(
        `expected token ids below vocab_size ${config.vocabularySize}, got ${id}`,
        { file, field: 'eos_token_id, pad_token_id, bos_token_id' },
        'correct the id',
      )
    }
  }
  return config
}

/** The token ids as config.json and generation_config.json both state them; a lone end token is a number. */
function tokenIds(config: ModelConfig): Record<string, number | readonly number[] | null> {
  return {
    // Null is written out: for an absent key Transformers assumes begin = 1.
    bos_token_id: config.beginTokenId,
    eos_token_id: config.endTokenIds.length === 1 ? config.endTokenIds[0] : config.endTokenIds,
    pad_token_id: config.padTokenId,
  }
}

/** The content of config.json: both spellings of the rope and dtype keys, for Transformers 4 and 5 and llama.cpp. */
export function formatModelConfig(config: ModelConfig): Record<string, unknown> {
  return {
    architectures: ['LlamaForCausalLM'],
    attention_bias: false,
    attention_dropout: 0,
    ...tokenIds(config),
    dtype: 'float32',
    head_dim: config.headDim,
    hidden_act: 'silu',
    hidden_size: config.hiddenSize,
    initializer_range: 0.02,
    intermediate_size: config.intermediateSize,
    max_position_embeddings: config.contextLength,
    mlp_bias: false,
    model_type: 'llama',
    num_attention_heads: config.numHeads,
    num_hidden_layers: config.numBlocks,
    num_key_value_heads: config.numKvHeads,
    rms_norm_eps: config.rmsNormEps,
    rope_parameters: { rope_theta: config.ropeTheta, rope_type: 'default' },
    rope_theta: config.ropeTheta,
    tie_word_embeddings: config.tieWordEmbeddings,
    torch_dtype: 'float32',
    use_cache: true,
    vocab_size: config.vocabularySize,
  }
}

/** The content of generation_config.json: greedy, with the token ids of config.json. */
export function formatGenerationConfig(config: ModelConfig): Record<string, unknown> {
  return { ...tokenIds(config), do_sample: false }
}
