import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { InterruptedError } from '../../support/index.ts'
import type { Completion, Example, SupervisedRequest, TrainSettings } from '../engine.ts'
import { countTokens } from '../token-counts.ts'
import { embeddedEngine } from './embedded-engine.ts'
import { type TinyRuns, tinyExamples, tinyRuns, tinySettings } from './fixtures/tiny-run.ts'

const engine = embeddedEngine(2)
const never = new AbortController().signal
const examples = tinyExamples
const settings: TrainSettings = {
  ...tinySettings,
  epochs: 2,
  learningRate: 3e-3,
  warmup: 0.1,
  evaluateEvery: 3,
}

let runs: TinyRuns
let root = ''
let base = ''
beforeAll(async () => {
  runs = await tinyRuns()
  base = runs.policy
  root = dirname(base)
})

const request = (name: string, change: Partial<SupervisedRequest> = {}) => runs.sft(name, { settings, ...change })
const weightsOf = (name: string) => runs.weightsOf(name)
const eventsOf = (name: string) => readFileSync(join(root, name, 'events.jsonl'), 'utf8')
const lossesOf = (name: string) => runs.lossesOf(name)

test('train(sft) lowers the loss and writes one event a step', async () => {
  const summary = await engine.train(request('straight'))
  const losses = lossesOf('straight')
  // 48 examples / 8 a step x 2 epochs = 12 steps.
  expect(summary.steps).toBe(12)
  expect(losses).toHaveLength(12)
  expect(losses[11]).toBeLessThan(losses[0] * 0.9)
})

test('train interrupted at several steps and continued ends with the same bits as a straight run', async () => {
  for (let attempt = 0, interruptions = 0; ; attempt++) {
    expect(attempt).toBeLessThan(10)
    const controller = new AbortController()
    let begun = -1
    const progress = {
      say: () => {},
      begin: () => ({
        // Stops two steps after each start: at steps off and on the checkpoint rhythm.
        update: (done: number) => {
          if (begun < 0) begun = done
          if (done >= begun + 2) controller.abort()
        },
        finish: () => {},
      }),
    }
    try {
      await engine.train(request('resumed', { progress, signal: controller.signal }))
      expect(interruptions).toBeGreaterThan(2)
      break
    } catch (error) {
      expect(error).toBeInstanceOf(InterruptedError)
      interruptions++
    }
  }
  expect(weightsOf('resumed').equals(weightsOf('straight'))).toBe(true)
  expect(eventsOf('resumed')).toBe(eventsOf('straight'))
})

test('train again on a finished folder does nothing and returns the same summary', async () => {
  const before = weightsOf('straight')
  const summary = await engine.train(request('straight', { seed: 99 }))
  expect(summary.steps).toBe(12)
  expect(weightsOf('straight').equals(before)).toBe(true)
})

test('train with batch 8 x 1, 4 x 2 and 1 x 8 has one loss curve', async () => {
  for (const [batchSize, gradientAccumulation] of [
    [4, 2],
    [1, 8],
  ]) {
    const name = `accumulated-${batchSize}`
    await engine.train(request(name, { settings: { ...settings, batchSize, gradientAccumulation } }))
    lossesOf(name).forEach((loss, i) => {
      // Same mathematics, another order of float32 sums: 1e-6 a step, growing over 12 steps.
      expect(Math.abs(loss - lossesOf('straight')[i])).toBeLessThan(2e-4)
    })
  }
})

test('train with another seed meets the cases in another order', async () => {
  await engine.train(request('other-seed', { seed: 6, settings: { ...settings, epochs: 1 } }))
  await engine.train(request('same-seed', { settings: { ...settings, epochs: 1, schedule: 'constant', warmup: 0 } }))
  // The first window already differs by seed, and is the same for the same seed whatever the schedule.
  expect(lossesOf('other-seed')[0]).not.toBe(lossesOf('straight')[0])
  expect(lossesOf('same-seed')[0]).toBe(lossesOf('straight')[0])
})

test('train(sft) does not learn from prompt tokens', async () => {
  // Loss tokens of a step are the completion tokens alone: far fewer than all tokens.
  await engine.train(request('masked', { settings: { ...settings, epochs: 0.2 } }))
  const event = JSON.parse(eventsOf('masked').split('\n')[0]) as { lossTokens: number; tokens: number }
  const { tokens } = await countTokens(base, examples)
  const sum = (values: number[]) => values.reduce((a, b) => a + b)
  const completionShare = 1 - sum(tokens.map(({ prompt }) => prompt)) / sum(tokens.map(({ whole }) => whole))
  expect(event.lossTokens / event.tokens).toBeGreaterThan(completionShare - 0.15)
  expect(event.lossTokens / event.tokens).toBeLessThan(completionShare + 0.15)
})

test('train(lm) packs whole cases and learns from every token but the first of a row', async () => {
  await engine.train(request('lm', { method: 'lm', settings: { ...settings, epochs: 1, batchSize: 2 } }))
  const event = JSON.parse(eventsOf('lm').split('\n')[0]) as { lossTokens: number; tokens: number }
  expect(event.tokens - event.lossTokens).toBe(2)
})

async function generate(ids: readonly number[], temperature: number): Promise<Map<string, Completion>> {
  const prompts = ids.map(i => ({
    id: examples[i % 48].id + (i >= 48 ? `-again-${i}` : ''),
    messages: examples[i % 48].prompt,
  }))
  const found = new Map<string, Completion>()
  const request = {
    policy: join(root, 'straight'),
    prompts,
    settings: { maxNewTokens: 24, temperature, topP: 1, seed: 3 },
    signal: never,
  }
  for await (const completion of engine.generate(request)) found.set(completion.id, completion)
  return found
}

test.each([0, 1])(
  'generate at temperature %d says the same alone, in company and in another order',
  async temperature => {
    const everyone = Array.from({ length: 90 }, (_, i) => i)
    const together = await generate(everyone, temperature)
    const reversed = await generate([...everyone].reverse(), temperature)
    expect(together.size).toBe(90)
    for (const id of together.keys()) expect(reversed.get(id)?.text).toBe(together.get(id)?.text)
    for (const i of [0, 17, 47]) {
      const alone = await generate([i], temperature)
      expect(alone.get(examples[i].id)?.text).toBe(together.get(examples[i].id)?.text)
    }
  },
)

test('generate at temperature 1 draws differently for different ids, and ends at the end token or the limit', async () => {
  // Cases 3 and 51 share a prompt; their streams differ by id.
  const found = await generate([3, 51, 99, 147, 195], 1)
  expect(new Set([...found.values()].map(completion => completion.text)).size).toBeGreaterThan(1)
  for (const { finish, completionTokens } of found.values()) {
    expect(completionTokens).toBeLessThanOrEqual(24)
    if (completionTokens < 24) expect(finish).toBe('end')
  }
})

test('train(case longer than the context) is refused by its id, never cut', async () => {
  const long: Example = { ...examples[0], id: 'too-long', prompt: [{ role: 'user', content: 'much '.repeat(300) }] }
  await expect(engine.train(request('long', { examples: [...examples, long] }))).rejects.toThrow(
    /id too-long: expected at most 192 tokens, got \d+/,
  )
})

test('train(killed between its summary and the removal of its state) leaves no state behind', async () => {
  mkdirSync(join(root, 'straight', 'training'))
  writeFileSync(join(root, 'straight', 'training', 'state.safetensors'), 'left over')
  await engine.train(request('straight'))
  expect(existsSync(join(root, 'straight', 'training'))).toBe(false)
})

test('generate from a policy whose weights are not numbers is an error, not fluent nonsense', async () => {
  cpSync(join(root, 'straight'), join(root, 'broken'), { recursive: true })
  const file = join(root, 'broken', 'model.safetensors')
  const bytes = readFileSync(file)
  // The last tensor's last value becomes NaN (little-endian float32 7fc00000).
  bytes.writeUInt32LE(0x7fc00000, bytes.length - 4)
  writeFileSync(file, bytes)
  for (const temperature of [0, 1]) {
    const settings = { maxNewTokens: 4, temperature, topP: 1, seed: 1 }
    const prompts = [{ id: 'a', messages: examples[0].prompt }]
    const completions = engine.generate({ policy: join(root, 'broken'), prompts, settings, signal: never })
    await expect(completions[Symbol.asyncIterator]().next()).rejects.toThrow('values that are not numbers')
  }
})
