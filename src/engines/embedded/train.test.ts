import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { loadCheckpoint } from '../../model/index.ts'
import { type Progress, silentProgress } from '../../support/index.ts'
import type { HeldOutChange, Reward } from '../engine.ts'
import { embeddedEngine } from './embedded-engine.ts'
import { smallLetters, type TinyRuns, tinyExamples, tinyRollout, tinyRuns, tinySettings } from './fixtures/tiny-run.ts'
import { loadState } from './training-state.ts'

const engine = embeddedEngine(2)
let runs: TinyRuns
beforeAll(async () => {
  runs = await tinyRuns()
})

const heldOutOf = (name: string) =>
  readFileSync(join(runs.outputOf(name), 'held-out.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as HeldOutChange)

describe('train(dpo)', () => {
  test('starts at ln 2 with equal rewards, and widens the margin of held-out pairs', async () => {
    const request = await runs.dpo('dpo', { settings: { ...tinySettings, epochs: 4, evaluateEvery: 5 } })
    const summary = await engine.train(request)
    const [start, first] = runs.eventsOf('dpo')
    expect(start).toMatchObject({ type: 'evaluation', step: 0 })
    expect(start.margin).toBeCloseTo(0, 5)
    expect(first.loss).toBeCloseTo(Math.LN2, 4)
    // 48 pairs / 8 x 4 passes = 24 steps, and a look at the held-out pairs at 0, 5, 10, 15, 20 and 24.
    expect(runs.eventsOf('dpo')).toHaveLength(24 + 6)
    expect(summary.heldOut?.cases).toBe(5)
    expect(summary.heldOut!.end).toBeGreaterThan(summary.heldOut!.start + 0.5)
    // The file holds log-probabilities of chosen minus rejected: at the start those of the reference.
    heldOutOf('dpo').forEach(({ id, start: before }, i) => {
      const { referenceLogps } = request.validation[i]
      expect(id).toBe(request.validation[i].id)
      expect(before).toBeCloseTo(referenceLogps.chosen - referenceLogps.rejected, 3)
    })
  })

  test('with a reference of other weights stops at the first loss', async () => {
    const request = await runs.dpo('dpo-gate')
    const pairs = request.pairs.map(pair => ({
      ...pair,
      referenceLogps: { ...pair.referenceLogps, chosen: pair.referenceLogps.chosen - 1 },
    }))
    await expect(engine.train({ ...request, pairs })).rejects.toThrow(
      /^training dpo, step 1: expected the reference's log-probability of the chosen completion of case-\d+ to be the policy's own, -[\d.]+, got -[\d.]+; the reference/,
    )
  })

  test('with the same completion twice is refused by its id', async () => {
    const request = await runs.dpo('dpo-same')
    const pairs = request.pairs.map((pair, i) => (i === 7 ? { ...pair, rejected: pair.chosen } : pair))
    await expect(engine.train({ ...request, pairs })).rejects.toThrow(/id case-7: expected a rejected completion other/)
  })
})

describe('train(grpo)', () => {
  test('raises the reward, logs what it did, and says why a loss near 0 is normal', async () => {
    const said: string[] = []
    const progress: Progress = { ...silentProgress, say: line => said.push(line) }
    const rollout = { ...tinyRollout, iterations: 1, beta: 0.01 }
    const settings = { ...tinySettings, batchSize: 32, epochs: 5, learningRate: 1e-2 }
    const summary = await engine.train(runs.grpo('grpo', { rollout, settings, progress }))
    // 48 prompts x 5 passes / (32 / 4 prompts a step) = 30 steps.
    const steps = runs.eventsOf('grpo').filter(event => event.type === 'step')
    expect(steps).toHaveLength(30)
    expect(said.join('\n')).toContain('a GRPO loss near 0 is normal')
    // On policy the ratio is 1 and advantages sum to 0 within a group: the loss is that of the KL term alone.
    const [first] = steps
    expect(Math.abs(first.loss)).toBeLessThan(0.05)
    expect(first.kl).toBeCloseTo(0, 4)
    expect(first.clipped).toBe(0)
    expect(first.entropy).toBeGreaterThan(1)
    expect(first.rewards?.['small-letters']).toEqual(first.reward)
    expect(first.completionTokens?.max).toBeLessThanOrEqual(12)
    expect(first.zeroVariance).toBeGreaterThanOrEqual(0)
    expect(summary.heldOut!.end).toBeGreaterThan(summary.heldOut!.start + 0.1)
    expect(heldOutOf('grpo').map(({ id }) => id)).toEqual(tinyExamples.slice(0, 5).map(({ id }) => id))
  })

  test('sums weighted rewards and leaves out a null', async () => {
    const rewards: Reward[] = [
      { name: 'two', weight: 0.5, score: () => 2 },
      { name: 'sometimes', weight: 1, score: ({ id }) => (id.endsWith('1') ? 1 : null) },
    ]
    const settings = { ...tinySettings, batchSize: 16, epochs: 0.2 }
    await engine.train(runs.grpo('grpo-null', { rewards, settings, validation: [] }))
    for (const event of runs.eventsOf('grpo-null')) {
      if (event.type !== 'step') continue
      expect(event.rewards?.['two']).toEqual({ mean: 2, std: 0 })
      // 0.5 x 2 where the other does not apply, 1 more where it does.
      expect(event.reward?.mean).toBeGreaterThanOrEqual(1)
      // All rewards of a group are equal: nothing to learn, and no gradient but that of the KL term.
      expect(event.zeroVariance).toBe(1)
    }
  })

  test.each<[string, Reward['score'], RegExp]>([
    [
      'throws',
      () => {
        throw new TypeError('what a patient said')
      },
      /^training grpo, step 1: reward "mine": expected a number for record case-\d+, got a thrown TypeError; mend it; no state was saved before it$/,
    ],
    [
      'returns NaN',
      () => Number.NaN,
      /step 1: reward "mine": expected a finite number or null for record case-\d+, got NaN; no state/,
    ],
    ['rejects', () => Promise.reject(new Error('no')), /reward "mine": .* record case-\d+, got a thrown Error/],
    ['returns a text', () => 'high' as unknown as number, /reward "mine": .* record case-\d+, got string; no state/],
  ])('with a reward that %s stops with the name and the record', async (kind, score, message) => {
    const request = runs.grpo(`grpo-${kind}`, {
      rewards: [smallLetters, { name: 'mine', weight: 1, score }],
      validation: [],
    })
    await expect(engine.train(request)).rejects.toThrow(message)
  })

  test('with a prompt that leaves no room is refused by its id', async () => {
    const long = { id: 'too-long', messages: [{ role: 'user' as const, content: 'much '.repeat(100) }] }
    const request = runs.grpo('grpo-long')
    await expect(engine.train({ ...request, prompts: [...request.prompts, long] })).rejects.toThrow(
      /id too-long: expected a prompt of at most 180 tokens \(a context of 192 with room for 12 new ones\), got \d+/,
    )
  })

  test('counts a completion that is nothing but its end token', async () => {
    // One token at most: what ends at once has only the end token, which is learnt as in TRL, and so is every other.
    const rollout = { ...tinyRollout, maxNewTokens: 1, iterations: 1 }
    const settings = { ...tinySettings, batchSize: 16, epochs: 0.2 }
    await engine.train(runs.grpo('grpo-short', { rollout, settings, validation: [] }))
    for (const event of runs.eventsOf('grpo-short')) if (event.type === 'step') expect(event.lossTokens).toBe(16)
  })

  test('at a low temperature the divergence from itself is 0, padding or not', async () => {
    // Log-probabilities of padding over 0.01 are far below the range of e^x in float32.
    const rollout = { ...tinyRollout, temperature: 0.01, beta: 0.1, iterations: 1 }
    const settings = { ...tinySettings, batchSize: 16, epochs: 0.1 }
    await engine.train(runs.grpo('grpo-cold', { rollout, settings, validation: [] }))
    const [first] = runs.eventsOf('grpo-cold').filter(event => event.type === 'step')
    expect(first.kl).toBeCloseTo(0, 3)
    expect(Math.abs(first.loss)).toBeLessThan(1e-3)
  })

  test('leaves held-out prompts without any reward out of the held-out figure', async () => {
    const only: Reward = { name: 'only', weight: 1, score: ({ id }) => (id === 'case-1' ? 2 : null) }
    const settings = { ...tinySettings, batchSize: 16, epochs: 0.1 }
    const { heldOut } = await engine.train(runs.grpo('grpo-only', { rewards: [only], settings }))
    expect(heldOut).toEqual({ cases: 1, start: 2, end: 2 })
  })

  test('masks truncated completions out of the loss', async () => {
    const rollout = { ...tinyRollout, maxNewTokens: 3, maskTruncated: true, iterations: 1 }
    const settings = { ...tinySettings, batchSize: 16, epochs: 0.2 }
    await engine.train(runs.grpo('grpo-masked', { rollout, settings, validation: [] }))
    for (const event of runs.eventsOf('grpo-masked')) {
      if (event.type !== 'step') continue
      const ended = Math.round(16 * (1 - event.truncated!))
      // Random weights rarely end within three tokens: at most three tokens and the end for each that did.
      expect(event.lossTokens).toBeLessThanOrEqual(4 * ended)
      if (ended === 0) expect(event.gradNorm).toBe(0)
    }
  })
})

describe('train(a loss that is not a number)', () => {
  /** So large a step that the weights after it give no number. */
  const explosive = { ...tinySettings, learningRate: 1e38, schedule: 'constant' as const, warmup: 0 }

  test('stops with step and records, and says that there is no state to go on from', async () => {
    await expect(engine.train(runs.sft('exploded', { settings: explosive }))).rejects.toThrow(
      /^training sft, step 2: expected a loss, got one that is not a number, on records case-\d+(, case-\d+){7}; lower the learning rate; no state was saved before it$/,
    )
    expect(existsSync(join(runs.outputOf('exploded'), 'model.safetensors'))).toBe(false)
  })

  test('keeps the last state whose weights gave a loss, not the one that gave none', async () => {
    // A rate of 0 at first (warm-up over half of six steps), then one that breaks the weights: states of 1, 2, 3 ...
    const settings = { ...explosive, warmup: 0.5, checkpointEvery: 1 }
    const request = runs.sft('exploded-late', { settings })
    await expect(engine.train(request)).rejects.toThrow(/step 3: .*; the state of step 1 is kept$/)
    const output = runs.outputOf('exploded-late')
    const { step, weights } = loadState(output)!
    expect(step).toBe(1)
    // The first step had a learning rate of 0: these are the weights of the start.
    const start = loadCheckpoint(runs.policy).weights
    for (const [name, { data }] of weights) expect(data).toEqual(start.get(name)!.data)
    // And a run with the same settings goes on from there, to stop at the same step.
    await expect(engine.train(request)).rejects.toThrow(/step 3: .*; the state of step 1 is kept$/)
  })

  test('in a rollout stops with step and records too', async () => {
    const settings = { ...explosive, batchSize: 16 }
    await expect(engine.train(runs.grpo('exploded-grpo', { settings, validation: [] }))).rejects.toThrow(
      /^training grpo, step \d+: .*not (a number|numbers).*on records case-\d+/,
    )
  })
})
