import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import {
  initialAdapter,
  LINEAR_LAYERS,
  loadAdapter,
  loadCheckpoint,
  mergeAdapter,
  type Weights,
} from '../../model/index.ts'
import { InterruptedError, randomStream, silentProgress } from '../../support/index.ts'
import type { LoraSettings } from '../engine.ts'
import { completionPass } from './completion-pass.ts'
import { embeddedEngine } from './embedded-engine.ts'
import { asGroup, encodeExamples, encodePairs } from './encoding.ts'
import { smallLetters, type TinyRuns, tinyExamples, tinyRollout, tinyRuns, tinySettings } from './fixtures/tiny-run.ts'
import { graphCache } from './graph-cache.ts'
import { groupLimits } from './group-batch.ts'
import { preferencePass } from './preference-method.ts'
import { rolloutPass } from './rollout-pass.ts'
import { sequencePass } from './sequence-pass.ts'
import { packSequences } from './sequences.ts'
import { loadState } from './training-state.ts'

const engine = embeddedEngine(2)
const lora: LoraSettings = { rank: 4, alpha: 8, dropout: 0, targets: LINEAR_LAYERS }
const scale = lora.alpha / lora.rank
const settings = { ...tinySettings, learningRate: 5e-2, lora }

let runs: TinyRuns
beforeAll(async () => {
  runs = await tinyRuns()
})

/**
 * With W' = W + scale B A: dL/dA = scale B' dL/dW' and dL/dB = scale dL/dW' A'. The gradients of all weights are held
 * against TRL elsewhere; those of an adapter follow from them.
 */
function expectedGradient(name: string, whole: Weights, merged: ReadonlyMap<string, Float32Array>): number[] {
  const layer = name.replace(/\.lora_[AB]\.weight$/, '')
  const [a, b] = ['A', 'B'].map(part => whole.get(`${layer}.lora_${part}.weight`)!)
  const gradient = merged.get(`${layer}.weight`)!
  const [rank, inner] = a.shape
  const [out] = b.shape
  const sum = (count: number, term: (i: number) => number) => {
    let total = 0
    for (let i = 0; i < count; i++) total += term(i)
    return scale * total
  }
  return name.includes('lora_A')
    ? Array.from({ length: rank * inner }, (_, at) => {
        const [r, i] = [Math.floor(at / inner), at % inner]
        return sum(out, o => b.data[o * rank + r] * gradient[o * inner + i])
      })
    : Array.from({ length: out * rank }, (_, at) => {
        const [o, r] = [Math.floor(at / rank), at % rank]
        return sum(inner, i => gradient[o * inner + i] * a.data[r * inner + i])
      })
}

describe('gradients of an adapter are those of the merged weights by the chain rule', () => {
  type Pass = { readonly loss: number; readonly gradients: ReadonlyMap<string, Float32Array> }
  async function compare(
    targets: readonly string[],
    run: (policy: ReturnType<typeof loadCheckpoint>, graphs: ReturnType<typeof graphCache>) => Promise<Pass>,
  ) {
    const policy = loadCheckpoint(runs.policy)
    const config = { ...policy.config, adapter: { ...lora, targets } }
    const adapter = initialAdapter(config, 1)
    for (const [name, { data }] of adapter) {
      const random = randomStream(1, name)
      for (let i = 0; i < data.length; i++) data[i] += 0.1 * random.normal()
    }
    const whole: Weights = new Map([...policy.weights, ...adapter])
    const caches = [graphCache(2), graphCache(2)]
    const ours = await run({ ...policy, config, weights: whole }, caches[0])
    const full = await run({ ...policy, weights: mergeAdapter(whole, scale) }, caches[1])
    for (const graphs of caches) await graphs.release()
    expect(ours.loss).toBeCloseTo(full.loss, 5)
    // Only what is trained has a gradient: nothing is computed or copied for the weights beneath.
    expect([...ours.gradients.keys()].sort()).toEqual([...adapter.keys()].sort())
    for (const [name, values] of ours.gradients) {
      const expected = expectedGradient(name, whole, full.gradients)
      const norm = Math.hypot(...expected)
      expect(norm, name).toBeGreaterThan(0)
      expect(Math.hypot(...expected.map((value, i) => value - values[i])) / norm, name).toBeLessThan(1e-4)
    }
  }
  const encodingOf = ({ config, tokenizer }: ReturnType<typeof loadCheckpoint>) => ({
    tokenizer,
    contextLength: config.contextLength,
    progress: silentProgress,
    signal: new AbortController().signal,
  })

  test('lm', () =>
    compare(LINEAR_LAYERS, async (policy, graphs) => {
      const cases = await encodeExamples(tinyExamples.slice(0, 6), encodingOf(policy))
      const rows = packSequences(cases, policy.config.contextLength)
      return sequencePass(policy.config, policy.weights, graphs, rows, { batchSize: 2, gradients: true })
    }))

  test.each([[LINEAR_LAYERS], [['q_proj', 'v_proj']]])('sft, targets %j', targets =>
    compare(targets, async (policy, graphs) => {
      const window = (await encodeExamples(tinyExamples.slice(0, 5), encodingOf(policy))).map(asGroup)
      const options = { batchSize: 2, limits: groupLimits(window), gradients: true }
      return completionPass(policy.config, policy.weights, graphs, window, options)
    }),
  )

  test('dpo', () =>
    compare(LINEAR_LAYERS, async (policy, graphs) => {
      const { pairs } = await runs.dpo('unused')
      const groups = await encodePairs(pairs.slice(0, 4), encodingOf(policy))
      const window = groups.map((group, i) => ({ ...group, referenceLogps: pairs[i].referenceLogps }))
      const preference = { lossType: 'sigmoid', beta: 0.1, labelSmoothing: 0 } as const
      const options = { batchSize: 2, limits: groupLimits(window), gradients: true }
      return preferencePass(policy.config, policy.weights, graphs, window, preference, options)
    }))

  test('grpo', () =>
    compare(LINEAR_LAYERS, async (policy, graphs) => {
      const cases = (await encodeExamples(tinyExamples.slice(0, 3), encodingOf(policy))).map(asGroup)
      const groups = cases.map(({ completions: [completion], ...group }) => ({
        ...group,
        completions: [completion, completion.toReversed()],
      }))
      const perToken = groups.map(({ completions }) =>
        completions.map(({ length }) => new Float32Array(length).fill(-5)),
      )
      const scored = {
        groups,
        advantages: [1, -1, 0.5, -0.5, -1, 1],
        counts: [true, true, true, true, true, true],
        oldLogps: null,
        referenceLogps: perToken,
      }
      const pass = { prompts: 2, limits: groupLimits(groups) }
      return rolloutPass(policy.config, policy.weights, graphs, scored, { ...tinyRollout, generations: 2 }, pass)
    }))
})

/** What the checkpoint of a run is, and what its base with its adapter is. */
function checkMerged(name: string): void {
  const base = loadCheckpoint(runs.policy)
  const { weights } = loadCheckpoint(runs.outputOf(name))
  const adapter = loadAdapter(join(runs.outputOf(name), 'adapter'), base.config)
  expect(adapter.scale).toBe(scale)
  expect([...adapter.weights].some(([key, { data }]) => key.includes('lora_B') && data.some(v => v !== 0))).toBe(true)
  const merged = mergeAdapter(new Map([...base.weights, ...adapter.weights]), adapter.scale)
  for (const [key, { data }] of merged) expect(weights.get(key)!.data, key).toEqual(data)
}

describe('train with an adapter', () => {
  test('sft lowers the loss; its checkpoint is the base with the adapter beside it merged in', async () => {
    const summary = await engine.train(runs.sft('sft', { settings: { ...settings, epochs: 2 } }))
    const losses = runs.lossesOf('sft')
    expect(losses).toHaveLength(12)
    // A tenth of a nat: embedding and norms, which carry most of what random weights can learn, stay as they are.
    expect(losses[11]).toBeLessThan(losses[0] - 0.1)
    expect(summary.validationLoss).toBeLessThan(losses[0])
    checkMerged('sft')
  })

  test('interrupted and continued ends with the same bits; the state holds the adapter alone', async () => {
    for (let interruptions = 0; ; interruptions++) {
      const controller = new AbortController()
      let begun = -1
      const update = (done: number) => {
        if (begun < 0) begun = done
        if (done >= begun + 3) controller.abort()
      }
      const progress = { say: () => {}, begin: () => ({ update, finish: () => {} }) }
      const request = runs.sft('resumed', { settings: { ...settings, epochs: 2 }, progress, signal: controller.signal })
      try {
        await engine.train(request)
        expect(interruptions).toBeGreaterThan(1)
        break
      } catch (error) {
        expect(error).toBeInstanceOf(InterruptedError)
        const names = [...loadState(runs.outputOf('resumed'))!.weights.keys()]
        expect(names).toHaveLength(2 * 7 * 2)
        expect(names.filter(key => !/\.lora_[AB]\.weight$/.test(key))).toEqual([])
      }
    }
    expect(runs.weightsOf('resumed').equals(runs.weightsOf('sft'))).toBe(true)
    expect(runs.eventsOf('resumed')).toEqual(runs.eventsOf('sft'))
  })

  test('dpo starts at ln 2 and widens the margin of held-out pairs', async () => {
    const summary = await engine.train(await runs.dpo('dpo', { settings }))
    expect(runs.lossesOf('dpo')[0]).toBeCloseTo(Math.LN2, 4)
    expect(summary.heldOut!.end).toBeGreaterThan(summary.heldOut!.start + 0.5)
    checkMerged('dpo')
  })

  test('grpo starts at its reference, which is the policy beneath the adapter, and leaves it', async () => {
    const rollout = { ...tinyRollout, beta: 0.01 }
    const change = { rollout, settings: { ...settings, batchSize: 32, epochs: 0.5 }, validation: [] }
    await engine.train(runs.grpo('grpo', { ...change, rewards: [smallLetters] }))
    // 48 prompts x 0.5 / (32 / 4 prompts a rollout) = 3 rollouts, two steps on each.
    const steps = runs.eventsOf('grpo').filter(event => event.type === 'step')
    expect(steps).toHaveLength(6)
    expect(steps[0].kl).toBeCloseTo(0, 5)
    expect(steps[5].kl).toBeGreaterThan(1e-4)
    checkMerged('grpo')
  })

  test('and dropout is refused', async () => {
    const request = runs.sft('dropout', { settings: { ...settings, lora: { ...lora, dropout: 0.05 } } })
    await expect(engine.train(request)).rejects.toThrow(
      /^field "lora.dropout": expected a dropout of 0, the only one that the embedded engine has, got 0.05; set it to 0/,
    )
  })
})
