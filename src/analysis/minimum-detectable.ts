/** @file The smallest true difference that a planned comparison of this size would find with power 0.8. */
import {
  FEWEST_CLUSTERS,
  mcnemarDetectable,
  type NotEstimable,
  normalQuantile,
  notEstimable,
  type PairedTable,
} from '../statistics/index.ts'

/** Power that the difference is stated for. */
const POWER = 0.8

/** With more cases than this the sum over all numbers of cases that differ takes seconds, and the spread is as good. */
const MOST_SUMMED = 2000

/** A difference in the units of the comparison. */
export interface MinimumDetectable {
  readonly value: number
  /** The level of the test: alpha over the number of hypotheses of the family, which the smallest p has to meet. */
  readonly alpha: number
  /** Exact of shares with one case a couple; of everything else roughly, by the spread that was observed. */
  readonly method: 'McNemar exact' | 'normal, by the observed spread'
}

/** What it is computed from. */
export interface DetectableRequest {
  readonly alpha: number
  readonly isOneSided: boolean
  /** Of shares with one case a couple; null otherwise. */
  readonly table: PairedTable | null
  readonly cases: number
  readonly couples: number
  /** Of the mean difference over couples; null with fewer than two. */
  readonly standardError: number | null
}

/**
 * By the exact McNemar test where that is what is tested, with as many cases that differ as did, or as the difference needs.
 * Otherwise (z of the level + z of the power) x the standard error that was observed, which is rough: a larger difference
 * may come with another spread, and the test is no z test. Not estimable without a spread, or where nothing would be found.
 */
export function minimumDetectable(request: DetectableRequest): MinimumDetectable | NotEstimable {
  const { alpha, isOneSided, table, cases, couples, standardError } = request
  if (table && cases <= MOST_SUMMED) {
    const discordant = (table.firstOnly + table.secondOnly) / cases
    const alternative = isOneSided ? 'greater' : 'two-sided'
    const value = mcnemarDetectable(cases, { discordant, alpha, alternative, target: POWER })
    return value === null
      ? notEstimable('too few cases to find any difference with power 0.8', cases)
      : { value, alpha, method: 'McNemar exact' }
  }
  if (couples < FEWEST_CLUSTERS || standardError === null || standardError === 0) {
    return notEstimable('no standard error', cases)
  }
  const multiple = normalQuantile(1 - alpha / (isOneSided ? 1 : 2)) + normalQuantile(POWER)
  return { value: multiple * standardError, alpha, method: 'normal, by the observed spread' }
}
