/**
 * @file Loss and every parameter's gradient of SFT, DPO and GRPO, and training curves, against TRL 1.13.0 on the same
 * checkpoint: loss within 1e-5, gradients within 1e-4 (relative L2), curves within 1e-3 a step (with an adapter 1e-4).
 */
import { mkdirSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { groupAdvantages, momentsOf, totalReward } from '../../src/engines/embedded/advantages.ts'
import { asGroup, encodeExamples, encodePairs } from '../../src/engines/embedded/encoding.ts'
import { completionPass } from '../../src/engines/embedded/completion-pass.ts'
import { embeddedEngine } from '../../src/engines/embedded/embedded-engine.ts'
import { graphCache } from '../../src/engines/embedded/graph-cache.ts'
import { preferencePass } from '../../src/engines/embedded/preference-method.ts'
import { type PerToken, rolloutPass } from '../../src/engines/embedded/rollout-pass.ts'
import { saveState } from '../../src/engines/embedded/training-state.ts'
import type { TrainEvent, TrainSettings } from '../../src/engines/index.ts'
import { loadAdapter, loadCheckpoint } from '../../src/model/index.ts'
import { initialMoments } from '../../src/optim/index.ts'
import { silentProgress } from '../../src/support/index.ts'
import { type Curve, readTrlCases, readTrlGradients, relativeDistance, TRL_FIXTURES } from './trl-fixtures.ts'

const cases = readTrlCases()
const expectedGradients = readTrlGradients()
const policy = join(TRL_FIXTURES, 'policy')
const { config, weights, tokenizer } = loadCheckpoint(policy)
const signal = new AbortController().signal
const encoding = { tokenizer, contextLength: config.contextLength, progress: silentProgress, signal }
const graphs = graphCache(2)
const limits = { prompt: config.contextLength, completion: config.contextLength }
afterAll(() => graphs.release())

function expectGradients(name: string, gradients: ReadonlyMap<string, Float32Array>): void {
  const names = [...expectedGradients.keys()].filter(key => key.startsWith(`${name} `))
  expect(names.map(key => key.slice(name.length + 1)).sort()).toEqual([...gradients.keys()].sort())
  for (const key of names) {
    const distance = relativeDistance(gradients.get(key.slice(name.length + 1))!, expectedGradients.get(key)!.data)
    expect(distance, key).toBeLessThan(1e-4)
  }
}

describe('sft', () => {
  const { examples, loss, name } = cases.sft

  test('tokens and completion masks are those of TRL', async () => {
    const encoded = await encodeExamples(examples, encoding)
    encoded.forEach(({ ids, promptLength }, i) => {
      expect(ids).toEqual(examples[i].tokenIds)
      expect(ids.map((_, t) => (t < promptLength ? 0 : 1))).toEqual(examples[i].completionMask)
    })
  })

  test.each([1, 2, 4])('loss and gradients in micro-batches of %d are those of TRL', async batchSize => {
    const window = (await encodeExamples(examples, encoding)).map(asGroup)
    const pass = await completionPass(config, weights, graphs, window, { batchSize, limits, gradients: true })
    expect(Math.abs(pass.loss - loss)).toBeLessThan(1e-5)
    expectGradients(name, pass.gradients)
  })
})

describe('dpo', () => {
  const { pairs } = cases.dpo
  const encode = async () =>
    (await encodePairs(pairs, encoding)).map((group, i) => ({ ...group, referenceLogps: pairs[i].referenceLogps }))

  test.each(cases.dpo.cases)('$name: loss, rewards and gradients are those of TRL', async one => {
    const window = await encode()
    const pass = await preferencePass(config, weights, graphs, window, one, {
      batchSize: 2,
      limits,
      gradients: true,
    })
    expect(Math.abs(pass.loss - one.loss)).toBeLessThan(1e-5 * Math.max(1, Math.abs(one.loss)))
    pass.logps.forEach(([chosen, rejected], i) => {
      // Sums of about -100 in float32 are exact to 1e-5.
      expect(chosen - pairs[i].referenceLogps.chosen).toBeCloseTo(one.chosenRewards[i] / one.beta, 4)
      expect(rejected - pairs[i].referenceLogps.rejected).toBeCloseTo(one.rejectedRewards[i] / one.beta, 4)
    })
    expectGradients(one.name, pass.gradients)
  })

  test('score gives the log-probabilities that TRL gives', async () => {
    const examples = pairs.map(({ id, prompt, chosen }) => ({ id, prompt, completion: chosen }))
    const scored = await embeddedEngine(2).score({ policy, examples, progress: silentProgress, signal })
    scored.forEach(({ id, logp }, i) => {
      expect(id).toBe(pairs[i].id)
      expect(logp).toBeCloseTo(pairs[i].policyLogps.chosen, 4)
    })
  })
})

describe('grpo', () => {
  const { batch, generations, temperature, maxNewTokens, epsilonLow, epsilonHigh } = cases.grpo
  const rows = batch.promptIds.length
  /** Rows of TRL, [prompt x sample], as our [group][sample]. */
  const grouped = <Row>(list: readonly Row[]): Row[][] =>
    Array.from({ length: rows / generations }, (_, g) => list.slice(g * generations, (g + 1) * generations))
  const perToken = (list: readonly number[][]): PerToken => grouped(list.map(row => Float32Array.from(row)))
  const groups = grouped(batch.completionIds).map((completions, g) => ({
    id: `group-${g}`,
    prompt: batch.promptIds[g * generations],
    completions,
  }))

  /** A case as the pass takes it. */
  const setUp = (one: (typeof cases.grpo.cases)[number]) => ({
    settings: {
      ...one,
      generations,
      temperature,
      maxNewTokens,
      epsilonLow,
      epsilonHigh,
      scaleRewards: 'group' as const,
      iterations: 1,
    },
    scored: {
      groups,
      advantages: batch.advantages,
      counts: batch.completionIds.map((_, row) => !(one.maskTruncated && row === rows - 1)),
      oldLogps: one.offPolicy ? perToken(batch.oldLogps) : null,
      referenceLogps: one.beta > 0 ? perToken(batch.referenceLogps) : null,
    },
  })

  test.each(cases.grpo.cases)('$name: loss, metrics and gradients are those of TRL', async one => {
    const { scored, settings } = setUp(one)
    const pass = await rolloutPass(config, weights, graphs, scored, settings, { prompts: 3, limits })
    expect(Math.abs(pass.loss - one.loss)).toBeLessThan(1e-5)
    pass.logps.flat().forEach((logps, row) => {
      expect(relativeDistance(logps, batch.policyLogps[row])).toBeLessThan(1e-5)
    })
    expect(pass.entropy).toBeCloseTo(one.entropy, 4)
    expect(pass.clipped).toBeCloseTo(one.clipped.low + one.clipped.high, 6)
    // TRL logs the KL as it enters the loss, with the ratio when it is corrected; ours is the plain estimate.
    if (one.kl !== null && !(one.biasCorrectedKl && one.offPolicy)) expect(pass.kl).toBeCloseTo(one.kl, 4)
    expectGradients(one.name, pass.gradients)
  })

  test.each(cases.grpo.cases.filter(({ offPolicy, beta }) => offPolicy && beta > 0))(
    '$name: micro-batches of one prompt give the loss and gradients of the whole step',
    async one => {
      const { scored, settings } = setUp(one)
      const pass = await rolloutPass(config, weights, graphs, scored, settings, { prompts: 1, limits })
      expect(Math.abs(pass.loss - one.loss)).toBeLessThan(1e-5)
      expectGradients(one.name, pass.gradients)
    },
  )

  test.each(cases.advantages)('groupAdvantages of $name are those of TRL', one => {
    const totals = one.rewards.map(row => totalReward(row, one.weights))
    const { values, zeroVariance } = groupAdvantages(totals, one.generations, one.scaleRewards)
    // TRL computes in float32: a standard deviation of almost 0 is rounded, so the tolerance is that of float32.
    values.forEach((value, i) => {
      expect(value).toBeCloseTo(one.advantages[i], 3)
    })
    expect(zeroVariance).toBeCloseTo(one.zeroStdShare, 6)
    const moments = momentsOf(totals)
    expect(moments.mean).toBeCloseTo(one.rewardMean, 5)
    expect(moments.std).toBeCloseTo(one.rewardStd, 5)
  })
})

describe('curves', () => {
  const root = mkdtempSync(join(tmpdir(), 'bedside-trl-'))
  const settingsOf = (curve: Curve): TrainSettings => ({
    epochs: 1,
    batchSize: curve.batchSize,
    gradientAccumulation: curve.gradientAccumulation,
    learningRate: curve.learningRate,
    schedule: 'linear',
    warmup: curve.warmupSteps / curve.steps,
    weightDecay: curve.weightDecay,
    maxGradNorm: curve.maxGradNorm,
    evaluateEvery: 0,
    checkpointEvery: 100,
    sampling: 'sequential',
  })
  const run = { policy, seed: 1, progress: silentProgress, signal }
  const expectCurve = (output: string, { curve }: Curve, tolerance: number) => {
    const steps = readFileSync(join(output, 'events.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map(line => JSON.parse(line) as TrainEvent)
      .filter(event => event.type === 'step')
    expect(steps).toHaveLength(curve.length)
    steps.forEach((event, i) => {
      expect(Math.abs(event.loss - curve[i].loss), `loss of step ${i + 1}`).toBeLessThan(tolerance)
      expect(event.learningRate).toBeCloseTo(curve[i].learningRate, 8)
      expect(Math.abs(event.gradNorm / curve[i].gradNorm - 1), `norm of step ${i + 1}`).toBeLessThan(1e-3)
    })
    // The curves are worth comparing: the loss moves by far more than the tolerance.
    expect(Math.abs(curve.at(-1)!.loss - curve[0].loss)).toBeGreaterThan(50 * tolerance)
  }

  test('sft is that of TRL within 1e-3 a step', async () => {
    const { sft } = cases.curves
    const output = join(root, 'sft')
    const material = { examples: sft.examples, validation: [] }
    await embeddedEngine(2).train({ ...run, method: 'sft', ...material, settings: settingsOf(sft), output })
    expectCurve(output, sft, 1e-3)
  })

  test('dpo is that of TRL within 1e-3 a step', async () => {
    const { dpo } = cases.curves
    const output = join(root, 'dpo')
    const preference = { lossType: 'sigmoid', beta: dpo.beta, labelSmoothing: 0 } as const
    const material = { pairs: dpo.pairs, validation: [], preference }
    await embeddedEngine(2).train({ ...run, method: 'dpo', ...material, settings: settingsOf(dpo), output })
    expectCurve(output, dpo, 1e-3)
  })

  /** A folder with the state before the first step, in which the adapter is the one that PEFT saved. */
  const beginAt = (name: string) => {
    const output = join(root, name)
    const { weights: adapter } = loadAdapter(join(TRL_FIXTURES, 'adapter'), config)
    const moments = new Map([...adapter].map(([key, { data }]) => [key, initialMoments(data.length)]))
    mkdirSync(join(output, 'training'), { recursive: true })
    saveState(output, { step: 0, tokens: 0, weights: adapter, moments })
    return output
  }

  test('sft with an adapter is that of TRL and PEFT within 1e-4 a step', async () => {
    const { sft, adapter: lora } = cases.lora
    const output = beginAt('sft-lora')
    const request = { ...run, method: 'sft', examples: sft.examples, validation: [], output } as const
    await embeddedEngine(2).train({ ...request, settings: { ...settingsOf(sft), lora } })
    expectCurve(output, sft, 1e-4)
  })

  test('dpo with an adapter is that of TRL and PEFT within 1e-4 a step', async () => {
    const { dpo, adapter: lora } = cases.lora
    const output = beginAt('dpo-lora')
    const preference = { lossType: 'sigmoid', beta: dpo.beta, labelSmoothing: 0 } as const
    const request = { ...run, method: 'dpo', pairs: dpo.pairs, validation: [], preference, output } as const
    await embeddedEngine(2).train({ ...request, settings: { ...settingsOf(dpo), lora } })
    expectCurve(output, dpo, 1e-4)
  })
})
