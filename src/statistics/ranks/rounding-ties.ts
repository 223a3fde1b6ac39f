/** @file Values that differ by rounding only are made equal, so that ties and zeros do not depend on last bits. */

/** Relative to the largest magnitude; some hundred times the rounding of a difference of means. */
const TOLERANCE = 1e-13

/**
 * The values, those closer together than 1e-13 of the largest magnitude replaced by the smallest of them, and by 0 next to
 * 0: means of ratings such as 13/3 - 4 and 7/3 - 2 are ties that floating point would break. Like R wilcox.test(digits.rank
 * = 13), but for the scale. Throws RangeError, with `name`, on a value that is not finite.
 */
export function mergeRoundingTies(name: string, values: readonly number[]): number[] {
  if (!values.every(Number.isFinite)) throw new RangeError(`${name}: expected finite numbers, got ${values.join(', ')}`)
  let largest = 0
  for (const value of values) largest = Math.max(largest, Math.abs(value))
  const width = largest * TOLERANCE
  const merged = values.map(value => (Math.abs(value) <= width ? 0 : value))
  const order = merged.map((_, i) => i).sort((a, b) => merged[a] - merged[b])
  for (let i = 1; i < order.length; i++) {
    const [before, own] = [merged[order[i - 1]], merged[order[i]]]
    if (own - before <= width) merged[order[i]] = before
  }
  return merged
}
