/** @file The table of two ratings of the same units. */

/**
 * Counts of first rating by second rating, options x options row by row, over the units that have both; ratings are
 * places 0 to options - 1 on the declared scale, null where missing. Equals pandas.crosstab over the whole scale.
 * Throws RangeError on a rating off the scale or lists of different length.
 */
export function pairTable(
  first: readonly (number | null)[],
  second: readonly (number | null)[],
  options: number,
): Float64Array {
  if (first.length !== second.length) {
    throw new RangeError(`pairTable: expected two ratings a unit, got ${first.length} and ${second.length}`)
  }
  const counts = new Float64Array(options * options)
  for (const [unit, one] of first.entries()) {
    const other = second[unit]
    if (one === null || other === null) continue
    if (![one, other].every(place => Number.isInteger(place) && place >= 0 && place < options)) {
      throw new RangeError(`pairTable: expected places 0 to ${options - 1}, got ${one} and ${other}`)
    }
    counts[one * options + other]++
  }
  return counts
}
