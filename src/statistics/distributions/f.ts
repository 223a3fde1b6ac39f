/** @file The F distribution. */
import betainc from '@stdlib/math-base-special-betainc'
import betaQuantile from '@stdlib/stats-base-dists-beta-quantile'

/**
 * P(F > f) with `df1` and `df2` degrees of freedom, computed directly; equals scipy.stats.f.sf(f, df1, df2). 1 at f <= 0.
 * Throws RangeError unless both are > 0.
 */
export function fUpperTail(f: number, df1: number, df2: number): number {
  if (!(df1 > 0 && df2 > 0)) throw new RangeError(`fUpperTail: expected df > 0, got ${df1} and ${df2}`)
  return f <= 0 ? 1 : betainc(df2 / (df2 + df1 * f), df2 / 2, df1 / 2)
}

/** The f with P(F <= f) = p; equals scipy.stats.f.ppf(p, df1, df2). Throws RangeError unless 0 < p < 1 and df > 0. */
export function fQuantile(p: number, df1: number, df2: number): number {
  if (!(p > 0 && p < 1 && df1 > 0 && df2 > 0)) {
    throw new RangeError(`fQuantile: expected p in (0, 1) and df > 0, got ${p}, ${df1} and ${df2}`)
  }
  const beta = betaQuantile(p, df1 / 2, df2 / 2)
  return (df2 * beta) / (df1 * (1 - beta))
}
