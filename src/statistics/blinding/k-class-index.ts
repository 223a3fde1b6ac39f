/** @file Blinding of one arm among k that could be guessed. */
import { criticalValue, normalQuantile } from '../distributions/index.ts'
import { type Estimated, estimated, type NotEstimable, notEstimable } from '../estimate.ts'
import type { ArmGuesses } from './guess-matrix.ts'

/** An index with its standard error and both one-sided limits. */
export interface BlindingIndex extends Estimated {
  readonly standardError: number
  /** One-sided limits at the level of the interval, of one arm alone: among several arms some exceed 0 by chance. */
  readonly oneSided: { readonly lower: number; readonly upper: number }
}

/**
 * (p_correct - (1 - p_unknown) / k) / (1 - 1 / k) = p_correct - p_wrong / (k - 1) over all who were asked: 0 is random
 * guessing, 1 unblinded, -1 / (k - 1) always wrong. Null when nobody was asked. A function of counts, so that
 * clusterBootstrap can compute it on resamples. Throws RangeError with fewer than two classes.
 */
export function kClassIndexOf({ correct, wrong, unknown }: ArmGuesses, classes: number): number | null {
  if (!(Number.isInteger(classes) && classes >= 2)) {
    throw new RangeError(`kClassIndexOf: expected two classes or more, got ${classes}`)
  }
  const n = correct + wrong + unknown
  return n > 0 ? (correct - wrong / (classes - 1)) / n : null
}

/** The index under a given name of the method; see kClassIndex. */
export function multinomialIndex(
  guesses: ArmGuesses,
  classes: number,
  level: number,
  method: string,
): BlindingIndex | NotEstimable {
  const { correct, wrong, unknown } = guesses
  if (![correct, wrong, unknown].every(count => Number.isInteger(count) && count >= 0)) {
    throw new RangeError(`${method}: expected whole counts >= 0, got ${correct}, ${wrong} and ${unknown}`)
  }
  const n = correct + wrong + unknown
  const value = kClassIndexOf(guesses, classes)
  if (value === null) return notEstimable('nobody was asked', 0)
  const variance = ((correct + wrong / (classes - 1) ** 2) / n - value ** 2) / n
  // All answers alike leave nothing but rounding.
  const standardError = correct === n || wrong === n || unknown === n ? 0 : Math.sqrt(Math.max(0, variance))
  const lowest = -1 / (classes - 1)
  const limits = (z: number): [number, number] => [
    Math.max(lowest, value - z * standardError),
    Math.min(1, value + z * standardError),
  ]
  const [lower, upper] = limits(normalQuantile(level))
  const said = standardError === 0 ? `${method}, standard error 0` : method
  return {
    ...estimated(value, limits(criticalValue(level)), level, n, said),
    standardError,
    oneSided: { lower, upper },
  }
}

/**
 * The k-class form of Bang's index, kClassIndexOf, with the standard error of independent guesses (multinomial) and
 * limits within -1 / (k - 1) to 1; equals bangIndex when k = 2. For guesses that cluster by case or rater take the
 * interval from clusterBootstrap. Nobody asked is not estimable; all answers alike have standard error 0, said in the
 * method. Throws RangeError on a count that is negative or not whole, or fewer than two classes.
 */
export function kClassIndex(guesses: ArmGuesses, classes: number, level = 0.95): BlindingIndex | NotEstimable {
  return multinomialIndex(guesses, classes, level, `${classes}-class blinding index, multinomial`)
}
