/** @file The beta distribution. */
import quantile from '@stdlib/stats-base-dists-beta-quantile'

/** The x with P(X <= x) = p; equals scipy.stats.beta.ppf(p, a, b). Throws RangeError unless 0 <= p <= 1 and a, b > 0. */
export function betaQuantile(p: number, a: number, b: number): number {
  if (!(p >= 0 && p <= 1 && a > 0 && b > 0)) {
    throw new RangeError(`betaQuantile: expected p in 0..1 and shapes > 0, got ${p}, ${a} and ${b}`)
  }
  return quantile(p, a, b)
}
