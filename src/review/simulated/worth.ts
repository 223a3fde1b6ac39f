/** @file What a plan is worth to a rater, in points of a scale from 1 to 5 and before any noise. */
import type { Reading } from '../reading/index.ts'
import type { Population } from './population.ts'
import { qualitiesOf } from './qualities.ts'
import type { SimulatedRater } from './rater.ts'

/** The middle of a scale from 1 to 5, and the distance from it to both ends. */
const MIDDLE = 3
const HALF = 2
/** Lengths beyond a factor of 4 please or tire no further. */
const MOST_DOUBLINGS = 2

const QUALITIES = ['citation', 'reasons', 'checks', 'keyFields', 'complete'] as const

/** How good a plan is by a criterion: the weighted mean of its qualities, put on the scale as the rater uses it. */
export function worthOf(rater: SimulatedRater, population: Population, reading: Reading, criterion: string): number {
  const qualities = qualitiesOf(reading)
  const weights = Object.hasOwn(population.weights, criterion) ? population.weights[criterion] : population.otherwise
  let sum = 0
  let total = 0
  for (const name of QUALITIES) {
    const weight = weights[name] * rater.emphasis[name]
    sum += weight * qualities[name]
    total += weight
  }
  const good = total === 0 ? 0.5 : sum / total
  const doublings = Math.log2(Math.max(1, reading.words) / population.usualWords)
  const length = rater.likesLength * Math.min(MOST_DOUBLINGS, Math.max(-MOST_DOUBLINGS, doublings))
  return MIDDLE + rater.spread * HALF * (2 * good - 1) + length - rater.severity
}
