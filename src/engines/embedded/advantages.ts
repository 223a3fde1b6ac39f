/** @file Rewards of groups of completions and their advantages (Shao et al. 2024; as in TRL 1.13's GRPOTrainer). */
import type { Moments } from '../engine.ts'

/** Added to the standard deviation, as in TRL; other libraries use 1e-6 or 1e-9. */
const EPSILON = 1e-4

/** Mean and sample standard deviation (n - 1) of the numbers among the values; std is null for fewer than two. */
export function momentsOf(values: readonly (number | null)[]): Moments {
  const numbers = values.filter((value): value is number => value !== null)
  if (numbers.length === 0) return { mean: null, std: null }
  const mean = numbers.reduce((sum, value) => sum + value, 0) / numbers.length
  if (numbers.length === 1) return { mean, std: null }
  const squares = numbers.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return { mean, std: Math.sqrt(squares / (numbers.length - 1)) }
}

/** The weighted sum of a completion's rewards; a null reward counts nothing, and all null gives null. */
export function totalReward(rewards: readonly (number | null)[], weights: readonly number[]): number | null {
  if (rewards.every(reward => reward === null)) return null
  return rewards.reduce<number>((sum, reward, i) => sum + (reward ?? 0) * weights[i], 0)
}

/** What a step learns from rewards. */
export interface Advantages {
  /** Per completion, in the order of the rewards: 0 for one without a reward. */
  readonly values: readonly number[]
  /** Share of groups whose rewards do not differ; with scale `batch`, 1 when no reward of the batch differs, else 0. */
  readonly zeroVariance: number
}

/**
 * (reward - mean of its group) / (std + 1e-4), where std is that of the group or of the whole batch, or there is no
 * division; rewards come in runs of `samples` completions of one prompt. Equal rewards give 0.
 */
export function groupAdvantages(
  rewards: readonly (number | null)[],
  samples: number,
  scale: 'group' | 'batch' | 'none',
): Advantages {
  const batch = momentsOf(rewards)
  const values: number[] = []
  let constant = 0
  for (let start = 0; start < rewards.length; start += samples) {
    const group = rewards.slice(start, start + samples)
    const own = momentsOf(group)
    const std = scale === 'batch' ? batch.std : own.std
    // torch.isclose(std, 0): an absolute tolerance of 1e-8. A group with fewer than two rewards has no deviation.
    if (std !== null && std <= 1e-8) constant++
    for (const reward of group) {
      const distance = reward === null ? 0 : reward - (own.mean ?? 0)
      values.push(scale === 'none' ? distance : distance / ((std ?? 0) + EPSILON))
    }
  }
  return { values, zeroVariance: constant / (rewards.length / samples) }
}
