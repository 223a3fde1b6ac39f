import { expect, test } from 'vitest'
import { InputError } from '../support/index.ts'
import { formatGenerationConfig, formatModelConfig, type ModelConfig, parseModelConfig } from './config.ts'

const CONFIG: ModelConfig = {
  vocabularySize: 300,
  hiddenSize: 24,
  intermediateSize: 40,
  numBlocks: 2,
  numHeads: 4,
  numKvHeads: 2,
  headDim: 10,
  ropeTheta: 500000,
  rmsNormEps: 1e-5,
  contextLength: 64,
  tieWordEmbeddings: true,
  endTokenIds: [4],
  padTokenId: 0,
  beginTokenId: null,
}
const parse = (change: Record<string, unknown> = {}) =>
  parseModelConfig({ ...formatModelConfig(CONFIG), ...change }, 'm/config.json')

test('parseModelConfig(formatModelConfig(config)) is the config', () => {
  expect(parse()).toEqual(CONFIG)
  const other = { ...CONFIG, endTokenIds: [4, 5], beginTokenId: 1, tieWordEmbeddings: false }
  expect(parseModelConfig(formatModelConfig(other), 'm/config.json')).toEqual(other)
})

test('formatModelConfig writes both rope keys, both dtype keys and an explicit null begin token', () => {
  expect(formatModelConfig(CONFIG)).toMatchObject({
    rope_theta: 500000,
    rope_parameters: { rope_theta: 500000, rope_type: 'default' },
    torch_dtype: 'float32',
    dtype: 'float32',
    bos_token_id: null,
    eos_token_id: 4,
  })
})

test('formatGenerationConfig states the same token ids as config.json', () => {
  const generation = formatGenerationConfig(CONFIG)
  const model = formatModelConfig(CONFIG)
  for (const key of ['bos_token_id', 'eos_token_id', 'pad_token_id']) expect(generation[key]).toEqual(model[key])
})

test('parseModelConfig takes rope_parameters before rope_theta, as Transformers does', () => {
  expect(parse({ rope_parameters: { rope_theta: 1000, rope_type: 'default' } }).ropeTheta).toBe(1000)
  expect(parse({ rope_parameters: undefined }).ropeTheta).toBe(500000)
})

test("parseModelConfig(absent keys) takes the defaults of Transformers' LlamaConfig", () => {
  const {
    vocab_size,
    hidden_size,
    intermediate_size,
    num_hidden_layers,
    num_attention_heads,
    max_position_embeddings,
  } = formatModelConfig(CONFIG)
  const least = {
    model_type: 'llama',
    vocab_size,
    hidden_size,
    intermediate_size,
    num_hidden_layers,
    num_attention_heads,
    max_position_embeddings,
  }
  // head size 24 / 4 = 6
  expect(parseModelConfig(least, 'config.json')).toMatchObject({
    numKvHeads: 4,
    headDim: 6,
    ropeTheta: 10000,
    rmsNormEps: 1e-6,
    tieWordEmbeddings: false,
    beginTokenId: null,
  })
})

test.each([
  ['model_type', { model_type: 'qwen2' }],
  ['architectures.0', { architectures: ['LlamaForSequenceClassification'] }],
  ['rope_scaling.rope_type', { rope_scaling: { rope_type: 'llama3', factor: 8 } }],
  ['rope_parameters.rope_type', { rope_parameters: { rope_type: 'yarn' } }],
  ['rope_parameters.partial_rotary_factor', { rope_parameters: { rope_type: 'default', partial_rotary_factor: 0.5 } }],
  ['attention_bias', { attention_bias: true }],
  ['mlp_bias', { mlp_bias: true }],
  ['hidden_act', { hidden_act: 'gelu' }],
  ['quantization_config', { quantization_config: { bits: 4 } }],
  ['hidden_size', { hidden_size: undefined }],
  ['vocab_size', { vocab_size: 2.5 }],
  ['num_key_value_heads', { num_key_value_heads: 3 }],
  ['head_dim', { head_dim: 5 }],
  ['eos_token_id, pad_token_id, bos_token_id', { eos_token_id: 300 }],
])('parseModelConfig(unfit %s) is an InputError naming file and field', (field, change) => {
  expect(() => parse(change)).toThrow(InputError)
  expect(() => parse(change)).toThrow(`m/config.json, field "${field}"`)
})
