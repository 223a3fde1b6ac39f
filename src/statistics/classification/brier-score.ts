/** @file The Brier score of predicted probabilities. */
import { checkBinary, checkClasses } from './probabilities.ts'

/**
 * The mean of (p - y)^2 over cases, y being 0 or 1, from 0 (best) to 1; equals sklearn.metrics.brier_score_loss(y, p). Null
 * of no cases. Throws RangeError on lengths that differ, p outside 0..1 or y other than 0 and 1.
 */
export function brierScore(probabilities: readonly number[], outcomes: readonly number[]): number | null {
  checkBinary('brierScore', probabilities, outcomes)
  if (probabilities.length === 0) return null
  return probabilities.reduce((sum, p, i) => sum + (p - outcomes[i]) ** 2, 0) / probabilities.length
}

/**
 * The mean over cases of the sum over classes of (p - y)^2, y being 1 for the true class and else 0, from 0 (best) to 2
 * (Brier 1950); equals sklearn.metrics.brier_score_loss(truths, p, scale_by_half=False). With two classes it is twice
 * `brierScore`. `truths` are places of classes in the rows of probabilities. Null of no cases. Throws RangeError on lengths
 * that differ, rows that do not add up to 1 or a truth that is no class.
 */
export function multiclassBrierScore(
  probabilities: readonly (readonly number[])[],
  truths: readonly number[],
): number | null {
  checkClasses('multiclassBrierScore', probabilities, truths)
  if (probabilities.length === 0) return null
  let sum = 0
  for (const [i, row] of probabilities.entries())
    for (const [option, p] of row.entries()) sum += (p - (option === truths[i] ? 1 : 0)) ** 2
  return sum / probabilities.length
}
