/** @file Student's t distribution. */
import betainc from '@stdlib/math-base-special-betainc'
import quantile from '@stdlib/stats-base-dists-t-quantile'

/**
 * P(|T| >= |t|) with `df` degrees of freedom, the p value of a two-sided test, computed directly; equals
 * 2 scipy.stats.t.sf(|t|, df). 1 at t = 0. Throws RangeError unless df > 0.
 */
export function studentTwoSided(t: number, df: number): number {
  if (!(df > 0)) throw new RangeError(`studentTwoSided: expected df > 0, got ${df}`)
  const square = t * t
  return betainc(df / (df + square), df / 2, 0.5)
}

/** P(T > t), right in both tails; equals scipy.stats.t.sf(t, df). */
export function studentUpperTail(t: number, df: number): number {
  const half = studentTwoSided(t, df) / 2
  return t >= 0 ? half : 1 - half
}

/** The t with P(T <= t) = p; equals scipy.stats.t.ppf(p, df). Throws RangeError unless 0 < p < 1 and df > 0. */
export function studentQuantile(p: number, df: number): number {
  if (!(p > 0 && p < 1 && df > 0)) {
    throw new RangeError(`studentQuantile: expected p in (0, 1) and df > 0, got ${p} and ${df}`)
  }
  return quantile(p, df)
}
