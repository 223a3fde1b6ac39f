/** @file The share of agreeing pairs of raters within each unit. */
import type { RatingCounts } from './rating-counts.ts'

/**
 * Mean weight of the pairs of ratings of each unit, 0 to 1; null where a unit has fewer than two ratings. With identity
 * weights it is Fleiss' P_i, the share of pairs that agree.
 * @param weights options x options, row by row, 1 on the diagonal.
 */
export function unitAgreement({ options, counts, ratings }: RatingCounts, weights: Float64Array): (number | null)[] {
  return Array.from(ratings, (total, unit) => {
    if (total < 2) return null
    let agreeing = 0
    for (let i = 0; i < options; i++) {
      const count = counts[unit * options + i]
      if (count === 0) continue
      let alike = 0
      for (let j = 0; j < options; j++) alike += weights[i * options + j] * counts[unit * options + j]
      agreeing += count * (alike - 1)
    }
    return agreeing / (total * (total - 1))
  })
}
