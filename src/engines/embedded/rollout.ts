/** @file Sampling from the policy of the moment, and asking the reward functions what the samples are worth. */
import {
  BrokenPolicyError,
  type GenerationGraphs,
  generateTokens,
  type ModelConfig,
  type Tokenizer,
  type Weights,
} from '../../model/index.ts'
import { InterruptedError, randomStream } from '../../support/index.ts'
import type { Reward, RolloutSettings, Sample } from '../engine.ts'
import { scoreSample } from '../sample-scores.ts'
import { totalReward } from './advantages.ts'
import { type EncodedGroup, shortList } from './encoding.ts'

/** A prompt as tokens. */
export interface EncodedPrompt {
  readonly id: string
  readonly ids: readonly number[]
}

/** A prompt with the completions drawn for it and their rewards. */
export interface RolloutGroup extends EncodedGroup {
  readonly samples: readonly Sample[]
  /** [sample][function]; null where a function does not apply. */
  readonly rewards: readonly (readonly (number | null)[])[]
  /** The weighted sum per sample. */
  readonly totals: readonly (number | null)[]
}

/** What a rollout draws with. */
export interface RolloutSource {
  readonly config: ModelConfig
  readonly tokenizer: Tokenizer
  readonly rollout: RolloutSettings
  readonly rewards: readonly Reward[]
  readonly threads: number
  /** Compiled once for all rollouts of a run. */
  readonly graphs: GenerationGraphs
  readonly signal: AbortSignal
}

/**
 * Draws `rollout.generations` completions for each prompt and scores them. `name` names the random streams, with the
 * prompt's id and the sample's number. The end token is part of a completion, as in TRL; a cut one has none.
 */
export async function drawRollouts(
  { config, tokenizer, rollout, rewards, threads, graphs, signal }: RolloutSource,
  weights: Weights,
  prompts: readonly EncodedPrompt[],
  { seed, name }: { readonly seed: number; readonly name: readonly (string | number)[] },
): Promise<RolloutGroup[]> {
  const { generations, maxNewTokens, temperature } = rollout
  const requests = prompts.map(({ id, ids }, place) => ({
    ids,
    // With its place: a prompt that is met twice in a step is answered differently.
    random: Array.from({ length: generations }, (_, sample) => randomStream(seed, ...name, place, id, sample)),
  }))
  const drawn = prompts.map(() => new Array<{ ids: readonly number[]; sample: Sample }>(generations))
  const options = { maxNewTokens, temperature, topP: 1, threads, together: true, graphs, signal }
  try {
    for await (const { prompt, sample, ids, finish, endToken } of generateTokens(config, weights, requests, options)) {
      drawn[prompt][sample] = {
        ids: endToken === null ? ids : [...ids, endToken],
        sample: { id: prompts[prompt].id, text: tokenizer.decode(ids), completionTokens: ids.length, finish },
      }
    }
  } catch (error) {
    if (!(error instanceof BrokenPolicyError)) throw error
    throw new BrokenPolicyError(`${error.message} (on records ${shortList(prompts.map(({ id }) => id))})`)
  }
  const groups: RolloutGroup[] = []
  for (const [i, { id, ids }] of prompts.entries()) {
    const samples = drawn[i].map(({ sample }) => sample)
    const scores: (number | null)[][] = []
    for (const sample of samples) {
      if (signal.aborted) throw new InterruptedError('rewarding was interrupted')
      scores.push(await scoreSample(rewards, sample))
    }
    const factors = rewards.map(({ weight }) => weight)
    groups.push({
      id,
      prompt: ids,
      completions: drawn[i].map(({ ids: completion }) => completion),
      samples,
      rewards: scores,
      totals: scores.map(row => totalReward(row, factors)),
    })
  }
  return groups
}
