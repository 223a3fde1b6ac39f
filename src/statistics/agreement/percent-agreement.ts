/** @file How often two raters of the same unit agree. */
import { studentQuantile } from '../distributions/index.ts'
import { type Estimate, estimated, notEstimable } from '../estimate.ts'
import { wilsonInterval } from '../counts/wilson-interval.ts'
import { agreementWeights } from './agreement-weights.ts'
import { countRatings, type UnitRatings } from './rating-counts.ts'
import { unitAgreement } from './unit-agreement.ts'

/**
 * The mean over units (rows) of the share of pairs of raters (columns, null where missing) that agree; units with fewer
 * than two ratings are left out. Two ratings in every unit make it a proportion with its Wilson interval; otherwise t
 * limits over the units within 0 to 1, equal to scipy.stats.ttest_1samp(shares, 0).confidence_interval(). No unit with
 * two ratings is not estimable, nor is one unit with more than two. Throws RangeError on a rating off the scale.
 */
export function percentAgreement(units: readonly UnitRatings[], options: number, level = 0.95): Estimate {
  const table = countRatings(units, options)
  const shares = unitAgreement(table, agreementWeights('identity', options)).filter(share => share !== null)
  const n = shares.length
  if (n === 0) return notEstimable('no unit with two ratings', 0)
  const sum = shares.reduce((total, share) => total + share, 0)
  if (table.ratings.every(total => total <= 2)) return wilsonInterval(sum, n, level)
  if (n === 1) return notEstimable('one unit', 1)
  const value = sum / n
  const squares = shares.reduce((total, share) => total + (share - value) ** 2, 0)
  const half = studentQuantile((1 + level) / 2, n - 1) * Math.sqrt(squares / (n * (n - 1)))
  return estimated(value, [Math.max(0, value - half), Math.min(1, value + half)], level, n, 't over units')
}
