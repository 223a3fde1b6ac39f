import { expect, test } from 'vitest'
import type { ModelConfig } from './config.ts'
import { initialWeights, parameterCount, weightShapes } from './weights.ts'

const CONFIG: ModelConfig = {
  vocabularySize: 2048,
  hiddenSize: 256,
  intermediateSize: 688,
  numBlocks: 2,
  numHeads: 4,
  numKvHeads: 2,
  headDim: 64,
  ropeTheta: 10000,
  rmsNormEps: 1e-5,
  contextLength: 512,
  tieWordEmbeddings: true,
  endTokenIds: [4],
  padTokenId: 0,
  beginTokenId: null,
}

test('weightShapes(tied) has no lm_head, weightShapes(untied) ends with it', () => {
  expect(weightShapes(CONFIG).has('lm_head.weight')).toBe(false)
  expect([...weightShapes({ ...CONFIG, tieWordEmbeddings: false })].at(-1)).toEqual(['lm_head.weight', [2048, 256]])
})

test('parameterCount adds up embedding, blocks and norms', () => {
  // embedding 2048*256 = 524288; a block: q,o 2*256*256 = 131072, k,v 2*128*256 = 65536, mlp 3*688*256 = 528384,
  // norms 512, in all 725504; final norm 256. 524288 + 2*725504 + 256 = 1975552
  expect(parameterCount(CONFIG)).toBe(1975552)
})

test('initialWeights: norms are 1, matrices have deviation 0.02, residual projections 0.02 / sqrt(4)', () => {
  const weights = initialWeights(CONFIG, 1)
  const deviation = (name: string) => {
    const { data } = weights.get(name)!
    return Math.sqrt(data.reduce((sum, value) => sum + value * value, 0) / data.length)
  }
  expect(new Set(weights.get('model.norm.weight')!.data)).toEqual(new Set([1]))
  // the deviation of n values has a standard error of 1 / sqrt(2n), below 0.3 % here: 1.5 % is five of them
  for (const name of ['model.embed_tokens.weight', 'model.layers.0.self_attn.q_proj.weight']) {
    expect(Math.abs(deviation(name) / 0.02 - 1)).toBeLessThan(0.015)
  }
  for (const name of ['model.layers.1.self_attn.o_proj.weight', 'model.layers.0.mlp.down_proj.weight']) {
    expect(Math.abs(deviation(name) / 0.01 - 1)).toBeLessThan(0.015)
  }
})

test('initialWeights: the seed decides, and a tensor does not depend on the others', () => {
  const name = 'model.layers.0.self_attn.k_proj.weight'
  const weights = initialWeights(CONFIG, 1).get(name)
  expect(initialWeights({ ...CONFIG, numBlocks: 1, vocabularySize: 10 }, 1).get(name)).toEqual(weights)
  expect(initialWeights(CONFIG, 2).get(name)).not.toEqual(weights)
})
