/** @file How the generator draws: chances, weighted choices, counts and rounded quantities from one stream. */
import type { RandomStream } from '../../support/index.ts'

/** True with probability `share`; a share of 0 or less never holds. */
export function chance(random: RandomStream, share: number): boolean {
  return random.uniform() < share
}

/** One of weighted choices; weights need no sum of 1. The last choice when all weights are 0. */
export function weighted<T>(random: RandomStream, choices: readonly (readonly [T, number])[]): T {
  let total = 0
  for (const choice of choices) total += choice[1]
  let left = random.uniform() * total
  for (const choice of choices) {
    left -= choice[1]
    if (left < 0) return choice[0]
  }
  return choices[choices.length - 1][0]
}

/** The value, or the nearer bound when it lies outside. */
export function clamp(value: number, low: number, high: number): number {
  return value < low ? low : value > high ? high : value
}

/** Rounds to 0, 1 or 2 decimals without binary tails. */
export function round(value: number, decimals: 0 | 1 | 2 = 0): number {
  const scale = decimals === 0 ? 1 : decimals === 1 ? 10 : 100
  return Math.round(value * scale) / scale
}

/** A log-normal quantity of a median and sd of ln, within bounds, rounded. */
export function logNormal(
  random: RandomStream,
  median: number,
  sd: number,
  bounds: readonly [number, number],
  decimals: 0 | 1 | 2 = 0,
): number {
  return round(clamp(median * Math.exp(sd * random.normal()), bounds[0], bounds[1]), decimals)
}

/** How many of `trials` succeed, each with probability `share`. */
export function binomial(random: RandomStream, trials: number, share: number): number {
  let successes = 0
  for (let i = 0; i < trials; i++) if (random.uniform() < share) successes++
  return successes
}
