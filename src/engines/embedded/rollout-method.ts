/**
 * @file Group relative policy optimisation: completions drawn from the policy of the moment, compared within their group.
 * Differences from TRL's trainer: a step is whole (micro-batches never change a normaliser), prompts go on in a new order
 * after each pass instead of dropping an incomplete last chunk, and completions are drawn anew every `iterations` steps.
 */
import {
  generationGraphs,
  loadCheckpoint,
  mergeAdapter,
  type ModelConfig,
  type Tokenizer,
  type Weights,
} from '../../model/index.ts'
import { InputError } from '../../support/index.ts'
import type { Moments, RolloutMetrics, RolloutRequest } from '../engine.ts'
import { groupAdvantages, momentsOf } from './advantages.ts'
import { scoreCompletions } from './completion-scores.ts'
import { type Encoding, encodePrompts } from './encoding.ts'
import { graphCache } from './graph-cache.ts'
import { drawRollouts, type EncodedPrompt, type RolloutGroup, type RolloutSource } from './rollout.ts'
import { rolloutPass, type ScoredRollouts } from './rollout-pass.ts'
import type { TrainingMethod } from './training-method.ts'
import { epochOrder } from './training-order.ts'

const LOSS_NEAR_ZERO =
  '  note: a GRPO loss near 0 is normal (the advantages of a group sum to 0 and the ratio starts at 1); its gradient ' +
  'is 0 only when all rewards of a group are equal. Watch the reward.'

/** What is logged of rollouts whatever the loss. */
function rolloutMetrics(
  groups: readonly RolloutGroup[],
  names: readonly string[],
): Pick<RolloutMetrics, 'reward' | 'rewards' | 'completionTokens' | 'truncated'> {
  const rows = groups.flatMap(({ rewards }) => rewards)
  const samples = groups.flatMap(group => group.samples)
  const lengths = samples.map(({ completionTokens }) => completionTokens)
  const perFunction = names.map((name, i): [string, Moments] => [name, momentsOf(rows.map(row => row[i]))])
  return {
    reward: momentsOf(groups.flatMap(({ totals }) => totals)),
    rewards: Object.fromEntries(perFunction),
    completionTokens: {
      mean: lengths.reduce((sum, length) => sum + length, 0) / lengths.length,
      min: lengths.reduce((least, length) => Math.min(least, length), lengths[0]),
      max: lengths.reduce((most, length) => Math.max(most, length), lengths[0]),
    },
    truncated: samples.filter(({ finish }) => finish === 'length').length / samples.length,
  }
}

/** The prompts of every rollout of a run: passes over all prompts, one after another, in chunks of equal size. */
function promptOrder(
  prompts: readonly EncodedPrompt[],
  chunk: number,
  { seed, settings: { sampling, epochs } }: RolloutRequest,
) {
  const order = (epoch: number) => epochOrder(prompts, epoch, { seed, sampling })
  const rollouts = Math.max(1, Math.floor((epochs * prompts.length) / chunk + 1e-9))
  return {
    rollouts,
    /** The chunk of rollout 0..rollouts-1, and the pass that it begins in. */
    chunkOf(rollout: number): { epoch: number; prompts: EncodedPrompt[] } {
      const start = rollout * chunk
      const epoch = Math.floor(start / prompts.length)
      const chosen = Array.from({ length: chunk }, (_, i) => {
        const place = start + i
        return { pass: Math.floor(place / prompts.length), index: place % prompts.length }
      })
      const passes = new Map([...new Set(chosen.map(({ pass }) => pass))].map(pass => [pass, order(pass)]))
      return { epoch, prompts: chosen.map(({ pass, index }) => passes.get(pass)![index]) }
    },
  }
}

/** Binds GRPO to its prompts and rewards. Throws InputError on a prompt without room, or on fewer prompts than a step needs. */
export async function rolloutMethod(
  request: RolloutRequest,
  config: ModelConfig,
  encoding: Encoding & { readonly tokenizer: Tokenizer },
  threads: number,
): Promise<TrainingMethod> {
  const { settings, rollout, rewards, seed, signal } = request
  const { generations, maxNewTokens, iterations, beta, temperature } = rollout
  const prompts = await encodePrompts(request.prompts, encoding, maxNewTokens)
  const validation = await encodePrompts(request.validation, encoding, maxNewTokens)
  const promptsPerPass = settings.batchSize / generations
  const chunk = promptsPerPass * settings.gradientAccumulation
  if (!Number.isInteger(promptsPerPass) || prompts.length < chunk) {
    throw new InputError(
      `expected a batch of whole groups and at least ${Math.ceil(chunk)} prompts a step, got batches of ` +
        `${settings.batchSize}, groups of ${generations} and ${prompts.length} prompts`,
    )
  }
  const order = promptOrder(prompts, chunk, request)
  const names = rewards.map(({ name }) => name)
  // Completions are drawn from the merged weights: decoding then costs what it costs without an adapter.
  const { adapter, ...base } = config
  const merged = (weights: Weights) => (adapter ? mergeAdapter(weights, adapter.alpha / adapter.rank) : weights)
  const decoding = generationGraphs(base, threads)
  const source: RolloutSource = {
    config: base,
    tokenizer: encoding.tokenizer,
    rollout,
    rewards,
    threads,
    graphs: decoding,
    signal,
  }
  // What an adapter stands beside is not trained: it stays the policy that the run started from.
  const start = beta === 0 || adapter ? null : loadCheckpoint(request.policy).weights
  const longest = prompts.reduce((most, { ids }) => Math.max(most, ids.length), 1)
  const limits = { prompt: longest, completion: Math.max(2, maxNewTokens) }
  const graphs = graphCache(threads)
  let held: { epoch: number; groups: RolloutGroup[]; scored: ScoredRollouts; zeroVariance: number } | null = null
  request.progress.say(LOSS_NEAR_ZERO)

  /** Draws the completions of the step that begins a round of iterations. */
  const draw = async (step: number, weights: Weights) => {
    const { epoch, prompts: chosen } = order.chunkOf((step - 1) / iterations)
    const groups = await drawRollouts(source, merged(weights), chosen, { seed, name: ['rollout', step] })
    const { values, zeroVariance } = groupAdvantages(
      groups.flatMap(({ totals }) => totals),
      generations,
      rollout.scaleRewards,
    )
    const samples = groups.flatMap(group => group.samples)
    const reference = beta === 0 ? null : (start ?? weights)
    return {
      epoch,
      groups,
      zeroVariance,
      scored: {
        groups,
        advantages: values,
        counts: samples.map(({ finish }) => !(rollout.maskTruncated && finish === 'length')),
        oldLogps: null,
        referenceLogps:
          reference &&
          (await scoreCompletions(base, reference, graphs, groups, { prompts: promptsPerPass, limits, temperature })),
      },
    }
  }

  return {
    title: 'group relative policy optimisation',
    totalSteps: order.rollouts * iterations,
    heldOutFigure: 'mean reward',
    async step(step, weights) {
      const isFirst = (step - 1) % iterations === 0
      if (isFirst) held = await draw(step, weights)
      if (held === null) throw new Error(`rolloutMethod: step ${step} has no completions to go on with`)
      const { epoch, groups, scored, zeroVariance } = held
      const pass = await rolloutPass(config, weights, graphs, scored, rollout, { prompts: promptsPerPass, limits })
      // Later steps on the same completions compare with the policy that drew them, which is the one of this pass.
      if (isFirst) held = { ...held, scored: { ...scored, oldLogps: pass.logps } }
      const { loss, lossTokens, gradients, entropy, kl, clipped } = pass
      const metrics = { ...rolloutMetrics(groups, names), zeroVariance, entropy, kl, clipped }
      const tokens = groups.reduce(
        (sum, { prompt, completions }) =>
          sum + completions.reduce((inner, { length }) => inner + prompt.length + length, 0),
        0,
      )
      return {
        epoch,
        loss,
        lossTokens,
        tokens,
        gradients,
        records: groups.map(({ id }) => id),
        metrics,
        note: `reward ${metrics.reward.mean?.toFixed(3) ?? 'none'}, ${Math.round(metrics.completionTokens.mean)} tokens`,
      }
    },
    async evaluate(weights) {
      if (validation.length === 0) return null
      const groups: RolloutGroup[] = []
      const policy = merged(weights)
      const task = request.progress.begin('rewards of the validation split', validation.length)
      for (let start = 0; start < validation.length; start += chunk) {
        const part = validation.slice(start, start + chunk)
        groups.push(...(await drawRollouts(source, policy, part, { seed, name: ['held-out'] })))
        task.update(groups.length)
      }
      task.finish()
      // A prompt for which no reward applies has no figure.
      const perCase = new Map(
        groups.flatMap(({ id, totals }) => {
          const { mean } = momentsOf(totals)
          return mean === null ? [] : [[id, mean] as const]
        }),
      )
      return { loss: null, metrics: rolloutMetrics(groups, names), perCase }
    },
    // Completions under way are not part of the state: a run continues where the next step draws new ones.
    isSafePoint: step => step % iterations === 0,
    async release() {
      await graphs.release()
      await decoding.release()
    },
  }
}
