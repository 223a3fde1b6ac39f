/** @file The logarithmic loss of predicted probabilities. */
import { checkBinary, checkClasses } from './probabilities.ts'

/** The log of a probability, kept away from log 0 as scikit-learn does: at least the distance of 1 to the next number. */
const safeLog = (p: number) => Math.log(Math.min(1 - Number.EPSILON, Math.max(Number.EPSILON, p)))

/**
 * Minus the mean log of the probability given to what happened; equals sklearn.metrics.log_loss(y, p, labels=[0, 1]), which
 * too takes p as at least 2.2e-16 and at most 1 - 2.2e-16, so that one certain mistake counts 36 and not infinity. Null of
 * no cases. Throws RangeError on lengths that differ, p outside 0..1 or y other than 0 and 1.
 */
export function logLoss(probabilities: readonly number[], outcomes: readonly number[]): number | null {
  checkBinary('logLoss', probabilities, outcomes)
  if (probabilities.length === 0) return null
  return -probabilities.reduce((sum, p, i) => sum + safeLog(outcomes[i] === 1 ? p : 1 - p), 0) / probabilities.length
}

/**
 * Minus the mean log of the probability given to the true class; equals sklearn.metrics.log_loss(truths, p). `truths` are
 * places of classes in the rows. Limits and null as in `logLoss`. Throws RangeError on lengths that differ, rows that do not
 * add up to 1 or a truth that is no class.
 */
export function multiclassLogLoss(
  probabilities: readonly (readonly number[])[],
  truths: readonly number[],
): number | null {
  checkClasses('multiclassLogLoss', probabilities, truths)
  if (probabilities.length === 0) return null
  return -probabilities.reduce((sum, row, i) => sum + safeLog(row[truths[i]]), 0) / probabilities.length
}
