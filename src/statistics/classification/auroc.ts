/** @file The area under the ROC curve, with DeLong's interval. */
import { criticalValue } from '../distributions/index.ts'
import { type Estimate, estimated, notEstimable } from '../estimate.ts'
import { midranks } from '../ranks/midranks.ts'

/** Sample variance of the placements: shares of the other class that lie on the right side of each case. */
function variance(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1)
}

/**
 * P(score of a positive > score of a negative) + P(equal) / 2, as sklearn.metrics.roc_auc_score(y, scores), with the
 * interval of DeLong et al. (1988) cut off at 0 and 1, as R pROC::ci.auc(roc, method = 'delong') (not run against it).
 * Placements come from midranks (Sun and Xu 2014). For independent cases; with clusters use the bootstrap. Fewer than two
 * cases of either class are not estimable; where all placements are equal, as at 0 and 1, the interval [value, value] claims
 * no precision and the method says so. Throws RangeError on lengths that differ, an outcome other than 0 and 1 or a score
 * that is not finite.
 */
export function auroc(scores: readonly number[], outcomes: readonly number[], level = 0.95): Estimate {
  if (scores.length !== outcomes.length || !outcomes.every(y => y === 0 || y === 1) || !scores.every(Number.isFinite)) {
    throw new RangeError(`auroc: expected a finite score and an outcome 0 or 1 a case, got ${scores.length} scores`)
  }
  const n = scores.length
  const of = (outcome: number) => scores.filter((_, i) => outcomes[i] === outcome)
  const [positives, negatives] = [of(1), of(0)]
  if (Math.min(positives.length, negatives.length) < 2) return notEstimable('fewer than two cases of a class', n)
  const ranks = midranks([...positives, ...negatives])
  const [ownPositive, ownNegative] = [midranks(positives), midranks(negatives)]
  const [m, k] = [positives.length, negatives.length]
  const positivePlacements = ownPositive.map((own, i) => (ranks[i] - own) / k)
  const negativePlacements = ownNegative.map((own, i) => 1 - (ranks[m + i] - own) / m)
  const value = positivePlacements.reduce((sum, placement) => sum + placement, 0) / m
  const spread = variance(positivePlacements) / m + variance(negativePlacements) / k
  const half = criticalValue(level) * Math.sqrt(spread)
  const method = `DeLong${spread > 0 ? '' : ' (no variation: claims no precision)'}`
  return estimated(value, [Math.max(0, value - half), Math.min(1, value + half)], level, n, method)
}
