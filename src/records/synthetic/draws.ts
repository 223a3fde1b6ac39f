/** @file Draws and roundings that the generator uses everywhere. */
import type { RandomStream } from '../../support/index.ts'

/** Whether something of this probability happens. */
export function happens(random: RandomStream, probability: number): boolean {
  return random.uniform() < probability
}

/** A value within inclusive bounds. */
export function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value))
}

/** Rounds to a number of decimals without binary tails. */
export function round(value: number, decimals: number): number {
  const scale = 10 ** decimals
  return Math.round(value * scale) / scale
}

/** One of weighted choices; the last one when all weights are 0. */
export function weighted<T>(random: RandomStream, choices: readonly (readonly [T, number])[]): T {
  let total = 0
  for (const [, weight] of choices) total += weight
  let left = random.uniform() * total
  for (const [value, weight] of choices) {
    left -= weight
    if (left < 0) return value
  }
  return choices[choices.length - 1][0]
}

/** A log-normal value with this median and standard deviation of the logarithm. */
export function logNormal(random: RandomStream, median: number, sd: number): number {
  return median * Math.exp(sd * random.normal())
}

/** How many of `trials` succeed. */
export function binomial(random: RandomStream, trials: number, probability: number): number {
  let count = 0
  for (let i = 0; i < trials; i++) if (random.uniform() < probability) count++
  return count
}
