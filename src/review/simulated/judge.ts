/** @file What a rater says of what she reads: scores, choices, harm, and where she thinks that a text comes from. */
import { normalQuantile } from '../../statistics/index.ts'
import type { RandomStream } from '../../support/index.ts'
import type { Choice, Source } from '../review-data.ts'
import type { Reading } from '../reading/index.ts'
import type { Population } from './population.ts'
import type { SimulatedRater } from './rater.ts'
import { worthOf } from './worth.ts'

/** A rater with the population that she is of. */
export interface Judge {
  readonly rater: SimulatedRater
  readonly population: Population
}

/** A score on a scale: her worth of the plan with noise, stretched to the scale, rounded and cut at its ends. */
export function scoreOf(
  { rater, population }: Judge,
  reading: Reading,
  criterion: string,
  [low, high]: readonly [number, number],
  random: RandomStream,
): number {
  if (random.uniform() < population.lapses) return low + random.integer(high - low + 1)
  const points = worthOf(rater, population, reading, criterion) + population.noise * random.normal()
  return Math.min(high, Math.max(low, Math.round(low + ((points - 1) * (high - low)) / 4)))
}

const ANSWERS = ['left', 'right', 'tie'] as const

/** A choice between two plans. Each is seen with its own noise; within the band of a tie neither is better. */
export function choiceOf(
  { rater, population }: Judge,
  { left, right }: { readonly left: Reading; readonly right: Reading },
  criterion: string,
  random: RandomStream,
): Choice {
  const { noise, ties, lapses, bothBadBelow } = population
  if (random.uniform() < lapses) return random.choose(ANSWERS)
  const seen = (reading: Reading) => worthOf(rater, population, reading, criterion) + noise * random.normal()
  const [onLeft, onRight] = [seen(left), seen(right)]
  if (Math.max(onLeft, onRight) < bothBadBelow) return 'both bad'
  const difference = onLeft - onRight + rater.likesLeft
  // Two equal plans differ by noise alone: the band holds that share of its differences.
  const band = noise * Math.SQRT2 * normalQuantile((1 + ties) / 2)
  if (Math.abs(difference) <= band) return 'tie'
  return difference > 0 ? 'left' : 'right'
}

/** How severe a harm she sees in a plan; null for none. */
export function harmOf(
  { population }: Judge,
  { checks }: Reading,
  random: RandomStream,
): 'mild' | 'moderate' | 'severe' | null {
  const errors = checks.filter(({ severity }) => severity === 'error').length
  const draw = random.uniform()
  if (errors > 0) return draw < population.seesHarm ? (errors > 1 ? 'severe' : 'moderate') : null
  const chance = checks.length > 0 ? population.seesHarm / 4 : population.falseAlarms
  return draw < chance ? 'mild' : null
}

/** What she takes a plan for, and how sure she is from 1 to 5. */
export function guessOf(
  { population }: Judge,
  { words }: Reading,
  random: RandomStream,
): { readonly guess: Source; readonly sureness: number | null } {
  const { discernment, physicianWords, guessesPhysician, doesNotKnow } = population
  const follows = random.uniform() < discernment
  const sureness = 1 + random.integer(5)
  if (follows) return { guess: words < physicianWords ? 'physician' : 'model', sureness }
  if (random.uniform() < doesNotKnow) return { guess: 'unknown', sureness: null }
  return { guess: random.uniform() < guessesPhysician ? 'physician' : 'model', sureness }
}
