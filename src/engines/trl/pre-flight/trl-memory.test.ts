import { expect, test } from 'vitest'
import { silentProgress } from '../../../support/index.ts'
import type { PreferenceRequest, SupervisedRequest } from '../../engine.ts'
import type { DecoderShape } from '../../pre-flight/decoder-shape.ts'
import { quantiles } from '../../pre-flight/token-census.ts'
import { memoryRequest } from './trl-memory.ts'

const settings = {
  epochs: 1,
  batchSize: 4,
  gradientAccumulation: 1,
  learningRate: 1e-4,
  schedule: 'constant',
  warmup: 0,
  weightDecay: 0,
  maxGradNorm: 1,
  evaluateEvery: 0,
  checkpointEvery: 1,
} as const
const base = {
  ...{ policy: '/policy', output: '/out', seed: 1, settings, validation: [], progress: silentProgress },
  signal: new AbortController().signal,
}
const sft: SupervisedRequest = { ...base, method: 'sft', examples: [] }
const dpo: PreferenceRequest = {
  ...base,
  method: 'dpo',
  pairs: [],
  preference: { lossType: 'sigmoid', beta: 0.1, labelSmoothing: 0 },
}
const manner = {
  precision: 'float32',
  processes: 1,
  gradientCheckpointing: false,
  sharding: 'none',
  arguments: {},
} as const
const of = (request: SupervisedRequest | PreferenceRequest, tokens: number) => {
  const census = { rows: 1, prompt: quantiles([1]), whole: quantiles([tokens]) }
  return memoryRequest(request, manner, {} as DecoderShape, census)
}

test('memoryRequest: SFT has logits for 256 tokens of a batch at most, DPO for all tokens of both completions', () => {
  // 4 sequences of 1000 tokens: 256 / 4 = 64 each; of 50 tokens: all 200, which is less than 256.
  expect(of(sft, 1000)).toMatchObject({ sequences: 4, tokens: 1000, logitTokens: 64 })
  expect(of(sft, 50)).toMatchObject({ sequences: 4, tokens: 50, logitTokens: 50 })
  expect(of(dpo, 1000)).toMatchObject({ sequences: 8, tokens: 1000, logitTokens: 1000 })
})
