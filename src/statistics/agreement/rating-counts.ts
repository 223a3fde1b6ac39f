/** @file How often each option was given to each unit by several raters. */

/** One unit's ratings, a place a rater: places 0 to options - 1 on the declared scale, null where a rater gave none. */
export type UnitRatings = readonly (number | null)[]

/** Units by options, row by row, and the number of ratings of each unit. */
export interface RatingCounts {
  readonly options: number
  readonly counts: Float64Array
  readonly ratings: Float64Array
}

/**
 * Counts the ratings of each unit that has any; units without a rating are left out. Throws RangeError on a rating that
 * is not a place 0 to options - 1.
 */
export function countRatings(units: readonly UnitRatings[], options: number): RatingCounts {
  if (!(Number.isInteger(options) && options >= 1)) {
    throw new RangeError(`countRatings: expected one option or more, got ${options}`)
  }
  const rated = units.map(unit => unit.filter(rating => rating !== null)).filter(unit => unit.length > 0)
  const counts = new Float64Array(rated.length * options)
  for (const [unit, own] of rated.entries()) {
    for (const rating of own) {
      if (!(Number.isInteger(rating) && rating >= 0 && rating < options)) {
        throw new RangeError(`countRatings: expected a place 0 to ${options - 1}, got ${rating}`)
      }
      counts[unit * options + rating]++
    }
  }
  return { options, counts, ratings: Float64Array.from(rated, own => own.length) }
}
