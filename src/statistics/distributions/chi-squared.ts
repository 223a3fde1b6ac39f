/** @file The chi-squared distribution. */
import gammainc from '@stdlib/math-base-special-gammainc'

/**
 * P(X > x) of a chi-squared X with `df` degrees of freedom, computed directly; equals scipy.stats.chi2.sf(x, df). 1 at
 * x <= 0. Throws RangeError unless df > 0.
 */
export function chiSquaredUpperTail(x: number, df: number): number {
  if (!(df > 0)) throw new RangeError(`chiSquaredUpperTail: expected df > 0, got ${df}`)
  return x <= 0 ? 1 : gammainc(x / 2, df / 2, true, true)
}
