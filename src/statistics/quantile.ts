/** @file Sample quantiles. */

/**
 * The p-quantile of ascending values by linear interpolation (type 7 of Hyndman and Fan 1996); equals
 * numpy.quantile(x, p). Throws RangeError on no values or p outside [0, 1].
 */
export function quantile(sorted: ArrayLike<number>, p: number): number {
  if (sorted.length === 0 || !(p >= 0 && p <= 1)) {
    throw new RangeError(`quantile: expected values and p in [0, 1], got ${sorted.length} values and p = ${p}`)
  }
  const position = p * (sorted.length - 1)
  const below = Math.floor(position)
  const above = Math.min(below + 1, sorted.length - 1)
  return sorted[below] + (position - below) * (sorted[above] - sorted[below])
}

/** The middle of values in any order, of an even number the mean of the two in the middle. Throws RangeError on no values. */
export const median = (values: readonly number[]): number => quantile(Float64Array.from(values).sort(), 0.5)
