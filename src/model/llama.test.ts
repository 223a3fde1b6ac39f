import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { compileGraph } from '../onnx/index.ts'
import { randomStream } from '../support/index.ts'
import { input } from '../tensor/index.ts'
import { loadCheckpoint } from './checkpoint.ts'
import type { ModelConfig } from './config.ts'
import { generateTokens } from './generate.ts'
import { decoderPass, parameterInputs, vocabularyLogits } from './llama.ts'
import { readSafetensors, type Weights } from './safetensors.ts'

const fixtures = join(dirname(fileURLToPath(import.meta.url)), 'fixtures')

/** Logits [batch x length x vocabulary] of whole sequences, without a cache. */
async function logitsOf(config: ModelConfig, weights: Weights, sequences: readonly (readonly number[])[]) {
  const [batch, length] = [sequences.length, sequences[0].length]
  const parameters = parameterInputs(config)
  const ids = input('ids', [batch, length], 'int32')
  const positions = input('positions', [batch, length], 'int32')
  const { hidden } = decoderPass(config, parameters, ids, positions)
  const graph = await compileGraph({ logits: vocabularyLogits(config, parameters, hidden) }, { threads: 2 })
  const feeds: Record<string, Float32Array | Int32Array> = {
    ids: Int32Array.from(sequences.flat()),
    positions: Int32Array.from({ length: batch * length }, (_, flat) => flat % length),
  }
  for (const [name, { data }] of weights) feeds[name] = data
  const { logits } = await graph.run(feeds)
  await graph.release()
  return logits
}

test.each(['transformers-llama', 'bedside-llama'])(
  'decoderPass on %s gives the logits that Transformers gives, within 1e-4',
  async name => {
    const { config, weights } = loadCheckpoint(join(fixtures, name))
    const { inputIds } = JSON.parse(readFileSync(join(fixtures, name, 'expected.json'), 'utf8')) as {
      inputIds: number[][]
    }
    const expected = readSafetensors(join(fixtures, name, 'logits.safetensors')).get('logits')!
    const logits = await logitsOf(config, weights, inputIds)
    expect(logits.length).toBe(expected.data.length)
    const difference = expected.data.reduce((most, value, i) => Math.max(most, Math.abs(value - logits[i])), 0)
    expect(difference).toBeLessThan(1e-4)
  },
)

test('decoderPass over a length of several query blocks equals the pass over its beginning', async () => {
  // Causality: logits of the first tokens do not depend on what follows, also across the blocks of attention.
  const { config, weights } = loadCheckpoint(join(fixtures, 'transformers-llama'))
  const long = { ...config, contextLength: 320 }
  const sequence = Array.from({ length: 300 }, (_, i) => 5 + ((i * 37) % 300))
  const whole = await logitsOf(long, weights, [sequence])
  const start = await logitsOf(long, weights, [sequence.slice(0, 150)])
  const difference = start.reduce((most, value, i) => Math.max(most, Math.abs(value - whole[i])), 0)
  expect(difference).toBeLessThan(1e-5)
})

test('generateTokens(greedy) with its cache chooses what whole passes without a cache choose', async () => {
  const { config, weights } = loadCheckpoint(join(fixtures, 'transformers-llama'))
  const endless = { ...config, endTokenIds: [], contextLength: 200 }
  const prompts = [[7, 20, 33, 41], Array.from({ length: 70 }, (_, i) => 5 + ((i * 11) % 300))]
  const requests = prompts.map((ids, i) => ({ ids, random: [randomStream(1, i)] }))
  const options = { maxNewTokens: 12, temperature: 0, topP: 1, threads: 2 }
  let seen = 0
  for await (const { prompt, ids } of generateTokens(endless, weights, requests, options)) {
    const sequence = [...prompts[prompt]]
    for (let i = 0; i < 12; i++) {
      const logits = await logitsOf(endless, weights, [sequence])
      const last = logits.subarray(logits.length - endless.vocabularySize)
      sequence.push(last.indexOf(Math.max(...last)))
    }
    expect(ids).toEqual(sequence.slice(prompts[prompt].length))
    seen++
  }
  expect(seen).toBe(2)
})

test('generateTokens(several samples a prompt, greedy) says for each what a prompt of its own is answered', async () => {
  const { config, weights } = loadCheckpoint(join(fixtures, 'transformers-llama'))
  const endless = { ...config, endTokenIds: [], contextLength: 200 }
  const promptIds = [[7, 20, 33, 41], Array.from({ length: 70 }, (_, i) => 5 + ((i * 11) % 300)), [9, 8]]
  const options = { maxNewTokens: 12, temperature: 0, topP: 1, threads: 2 }
  const complete = async (samples: number) => {
    const requests = promptIds.map(ids => ({
      ids,
      random: Array.from({ length: samples }, (_, i) => randomStream(1, i)),
    }))
    const found: { prompt: number; sample: number; ids: readonly number[] }[] = []
    for await (const { prompt, sample, ids } of generateTokens(endless, weights, requests, options)) {
      found.push({ prompt, sample, ids })
    }
    return found
  }
  const alone = new Map((await complete(1)).map(({ prompt, ids }) => [prompt, ids]))
  const together = await complete(3)
  expect(together.map(({ prompt, sample }) => `${prompt} ${sample}`).sort()).toEqual([
    '0 0',
    '0 1',
    '0 2',
    '1 0',
    '1 1',
    '1 2',
    '2 0',
    '2 1',
    '2 2',
  ])
  for (const { prompt, ids } of together) expect(ids).toEqual(alone.get(prompt))
})

test('generateTokens stops at the end token, at the limit and at the end of the context', async () => {
  const { config, weights } = loadCheckpoint(join(fixtures, 'transformers-llama'))
  const greedy = { maxNewTokens: 6, temperature: 0, topP: 1, threads: 2 }
  const complete = async (change: Partial<ModelConfig>, length: number) => {
    const prompts = [{ ids: Array.from({ length }, (_, i) => 10 + i), random: [randomStream(1)] }]
    for await (const completion of generateTokens({ ...config, ...change }, weights, prompts, greedy)) return completion
    return undefined
  }
  const free = await complete({ endTokenIds: [] }, 5)
  expect(free).toMatchObject({ finish: 'length' })
  expect(free?.ids).toHaveLength(6)
  // The token that came third is now the end: two tokens remain, and it is not among them.
  const firstOfIts = free!.ids.indexOf(free!.ids[2])
  const ended = await complete({ endTokenIds: [free!.ids[2]] }, 5)
  expect(ended).toMatchObject({ finish: 'end', ids: free!.ids.slice(0, firstOfIts) })
  expect((await complete({ endTokenIds: [], contextLength: 8 }, 5))?.ids).toHaveLength(3)
  expect(await complete({ contextLength: 5 }, 5)).toMatchObject({ finish: 'length', ids: [] })
})
