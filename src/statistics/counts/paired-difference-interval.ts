/** @file The difference of two proportions measured on the same cases. */
import { type Estimate, estimated, notEstimable } from '../estimate.ts'
import { wilsonLimits } from './wilson-interval.ts'

/** Cases by what the first and the second of two raters, arms or tests got right. */
export interface PairedTable {
  readonly both: number
  readonly firstOnly: number
  readonly secondOnly: number
  readonly neither: number
}

/**
 * First minus second proportion with Newcombe's square-and-add interval on Wilson limits and the plain phi (Newcombe
 * 1998, Stat Med 17:2635, method 8); checked against the paper's formula written in Python on statsmodels' Wilson limits,
 * and with phi = 0 against statsmodels confint_proportions_2indep(method = 'newcomb'); not run against R. phi = 0 when
 * a margin is 0; no cases is not estimable. Throws RangeError on a count that is negative or not whole.
 */
export function pairedDifferenceInterval(table: PairedTable, level = 0.95): Estimate {
  const { both, firstOnly, secondOnly, neither } = table
  if (![both, firstOnly, secondOnly, neither].every(count => Number.isInteger(count) && count >= 0)) {
    throw new RangeError(
      `pairedDifferenceInterval: expected four whole counts, got ${[both, firstOnly, secondOnly, neither].join(', ')}`,
    )
  }
  const n = both + firstOnly + secondOnly + neither
  if (n === 0) return notEstimable('no cases', 0)
  const first = both + firstOnly
  const second = both + secondOnly
  const [pA, pB] = [first / n, second / n]
  const [lowA, highA] = wilsonLimits(first, n, level)
  const [lowB, highB] = wilsonLimits(second, n, level)
  const margins = first * (n - first) * second * (n - second)
  const phi = margins === 0 ? 0 : (both * neither - firstOnly * secondOnly) / Math.sqrt(margins)
  // Rounding can take a square a hair below 0 when phi is 1.
  const side = (a: number, b: number) => Math.sqrt(Math.max(0, a * a - 2 * phi * a * b + b * b))
  // From the counts, not pA - pB: equal proportions then differ by exactly 0.
  const difference = (firstOnly - secondOnly) / n
  const low = Math.max(-1, difference - side(pA - lowA, highB - pB))
  const high = Math.min(1, difference + side(highA - pA, pB - lowB))
  return estimated(difference, [low, high], level, n, 'Newcombe square-and-add')
}
