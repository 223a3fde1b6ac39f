/** @file The Wilson score interval of a proportion. */
import { type Estimate, estimated, notEstimable } from '../estimate.ts'
import { criticalValue } from '../distributions/normal.ts'

/** The name of the method in estimates. */
export const wilsonMethod = 'Wilson'

/** The limits alone, for intervals that are built from them. Throws RangeError when successes are not within 0..n. */
export function wilsonLimits(successes: number, n: number, level: number): readonly [number, number] {
  if (!(Number.isInteger(n) && n > 0 && Number.isInteger(successes) && successes >= 0 && successes <= n)) {
    throw new RangeError(`wilsonLimits: expected whole successes within 0..n and n > 0, got ${successes} of ${n}`)
  }
  const z = criticalValue(level)
  const p = successes / n
  const centre = (p + (z * z) / (2 * n)) / (1 + (z * z) / n)
  const half = (z / (1 + (z * z) / n)) * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n))
  // Exact at the ends, where rounding would leave 1e-17 or 1 - 1e-16.
  return [successes === 0 ? 0 : centre - half, successes === n ? 1 : centre + half]
}

/**
 * A proportion with its Wilson score interval, without continuity correction; equals
 * statsmodels.stats.proportion.proportion_confint(x, n, 1 - level, 'wilson'); not run against R.
 * n = 0 is not estimable. Throws RangeError when successes are not within 0..n.
 */
export function wilsonInterval(successes: number, n: number, level = 0.95): Estimate {
  if (n === 0) return notEstimable('no cases', 0)
  return estimated(successes / n, wilsonLimits(successes, n, level), level, n, wilsonMethod)
}
