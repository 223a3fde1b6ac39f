/** @file Agreement corrected for chance, with the standard error over units. */
import { type Estimated, estimated, type NotEstimable, notEstimable } from '../estimate.ts'
import { studentQuantile } from '../distributions/index.ts'
import type { RatingCounts } from './rating-counts.ts'

/** A chance-corrected coefficient with what it was made of. */
export interface ChanceCorrected extends Estimated {
  readonly standardError: number
  /** Mean agreement of the pairs of ratings. */
  readonly observed: number
  /** Agreement expected by chance. */
  readonly chance: number
}

/** What to correct: agreement of each unit, and chance as a function of the mean shares of the options. */
export interface ChanceCorrection {
  readonly table: RatingCounts
  readonly agreement: readonly (number | null)[]
  /** Chance agreement at the mean shares, and half its gradient there: both coefficients have a quadratic chance. */
  readonly chanceOf: (shares: Float64Array) => { readonly chance: number; readonly slope: Float64Array }
  readonly level: number
  readonly method: string
}

/** Mean over units of the share of each option within the unit. */
function meanShares({ options, counts, ratings }: RatingCounts): Float64Array {
  const shares = new Float64Array(options)
  for (let cell = 0; cell < counts.length; cell++) {
    shares[cell % options] += counts[cell] / ratings[Math.floor(cell / options)] / ratings.length
  }
  return shares
}

/**
 * (observed - chance) / (1 - chance) with Gwet's subject-level standard error (2008, Br J Math Stat Psychol 61:29;
 * 2014, section 5.3) and t limits with n - 1 df, the upper one at most 1. Units with one rating enter the shares only.
 * Fewer than two units, no unit with two ratings, or certain agreement by chance are not estimable. A standard error of
 * 0 is said in the method: such an interval claims no precision.
 */
export function chanceCorrected(request: ChanceCorrection): ChanceCorrected | NotEstimable {
  const { table, agreement, level, method } = request
  const { options, counts, ratings } = table
  const n = ratings.length
  const paired = agreement.filter(own => own !== null)
  if (n < 2) return notEstimable(n === 0 ? 'no units' : 'one unit', n)
  if (paired.length === 0) return notEstimable('no unit with two ratings', n)
  const observed = paired.reduce((sum, own) => sum + own, 0) / paired.length
  const { chance, slope } = request.chanceOf(meanShares(table))
  if (1 - chance <= 1e-14) return notEstimable('agreement is certain by chance', n)
  const value = (observed - chance) / (1 - chance)
  let squares = 0
  for (const [unit, own] of agreement.entries()) {
    let ownChance = 0
    for (let i = 0; i < options; i++) ownChance += (slope[i] * counts[unit * options + i]) / ratings[unit]
    const corrected = own === null ? 0 : ((n / paired.length) * (own - chance)) / (1 - chance)
    squares += (corrected - (2 * (1 - value) * (ownChance - chance)) / (1 - chance) - value) ** 2
  }
  const standardError = Math.sqrt(squares / (n * (n - 1)))
  const half = studentQuantile((1 + level) / 2, n - 1) * standardError
  const said = standardError < 1e-14 ? `${method}, standard error 0` : method
  return {
    ...estimated(value, [value - half, Math.max(value, Math.min(1, value + half))], level, n, said),
    standardError,
    observed,
    chance,
  }
}
