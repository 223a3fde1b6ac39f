/** @file The normal distribution. */
import erfc from '@stdlib/math-base-special-erfc'
import cdf from '@stdlib/stats-base-dists-normal-cdf'
import quantile from '@stdlib/stats-base-dists-normal-quantile'

/** P(Z <= z) for a standard normal Z; equals scipy.stats.norm.cdf(z). */
export function normalCdf(z: number): number {
  return cdf(z, 0, 1)
}

/** P(Z > z), computed directly and so right far out (7.6e-24 at 10); equals scipy.stats.norm.sf(z). */
export function normalUpperTail(z: number): number {
  return erfc(z / Math.SQRT2) / 2
}

/** P(|Z| >= |z|), the p value of a two-sided test; equals 2 scipy.stats.norm.sf(|z|). */
export function normalTwoSided(z: number): number {
  return erfc(Math.abs(z) / Math.SQRT2)
}

/** The z with P(Z <= z) = p; equals scipy.stats.norm.ppf(p); -Infinity at 0, Infinity at 1. */
export function normalQuantile(p: number): number {
  return quantile(p, 0, 1)
}

/** The two-sided critical value at a confidence level: 1.96 at 0.95. Throws RangeError outside (0, 1). */
export function criticalValue(level: number): number {
  if (!(level > 0 && level < 1)) throw new RangeError(`criticalValue: expected a level in (0, 1), got ${level}`)
  return normalQuantile((1 + level) / 2)
}
