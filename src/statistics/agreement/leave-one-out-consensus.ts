/** @file Each rater against the consensus of the others, and an outsider against the same consensus. */
import { type CohenKappa, cohenKappa } from './cohen-kappa.ts'
import { type NotEstimable, notEstimable } from '../estimate.ts'
import { pairTable } from './pair-table.ts'
import { countRatings, type UnitRatings } from './rating-counts.ts'

/** How the others' ratings become one: the median of an ordered scale, or the mode of names. */
export type ConsensusScale = 'ordinal' | 'nominal'

/** Agreement of one rater with the consensus of the others. */
export interface ConsensusAgreement {
  /** The rater's column. */
  readonly rater: number
  readonly kappa: CohenKappa | NotEstimable
  /** The outsider's agreement with the same consensus; null where there is no outsider. */
  readonly outsider: CohenKappa | NotEstimable | null
  /** Units that others rated without a consensus: as many votes for two names. */
  readonly tied: number
}

/** The median of the ratings, a half step where two middle ones differ; null of none. */
function medianRating(ratings: readonly number[]): number | null {
  if (ratings.length === 0) return null
  const sorted = [...ratings].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** The rating given most often; null of none, or where two are given as often. */
function modalRating(ratings: readonly number[]): number | null {
  const counts = new Map<number, number>()
  for (const rating of ratings) counts.set(rating, (counts.get(rating) ?? 0) + 1)
  const most = Math.max(0, ...counts.values())
  const modes = [...counts].filter(([, count]) => count === most)
  return modes.length === 1 ? modes[0][0] : null
}

/**
 * Kappa of each rater (column) with the median (quadratic weights) or the mode (unweighted) of the other raters of each
 * unit (row); missing ratings are null. With an outsider, such as a judge to be compared with clinicians, its kappa
 * with each of these panels too, so that both face the same consensus of the same number of raters. A median between
 * two steps stays there: quadratic weights are taken on half steps. Equals statsmodels.stats.inter_rater.cohens_kappa
 * of the rater and numpy.median of the others. Fewer than two raters, or kappa undefined, is not estimable. Throws
 * RangeError on uneven rows or a rating off the scale.
 */
export function leaveOneOutConsensus(
  units: readonly UnitRatings[],
  options: number,
  scale: ConsensusScale,
  outsider: readonly (number | null)[] | null = null,
  level = 0.95,
): ConsensusAgreement[] {
  const raters = units[0]?.length ?? 0
  if (units.some(unit => unit.length !== raters) || (outsider && outsider.length !== units.length)) {
    throw new RangeError('leaveOneOutConsensus: expected a place for every rater in every unit')
  }
  // Refuses what is off the scale, before a half step could pass for a place.
  for (const ratings of [units, outsider ? [outsider] : []]) countRatings(ratings, options)
  const agreement = (own: readonly (number | null)[], consensus: readonly (number | null)[]) => {
    if (scale === 'nominal') return cohenKappa(pairTable(own, consensus, options), 'identity', level)
    const halves = (places: readonly (number | null)[]) => places.map(place => (place === null ? null : 2 * place))
    return cohenKappa(pairTable(halves(own), halves(consensus), 2 * options - 1), 'quadratic', level)
  }
  return Array.from({ length: raters }, (_, rater) => {
    const others = units.map(unit => unit.filter((rating, column) => column !== rater && rating !== null) as number[])
    const consensus = others.map(scale === 'ordinal' ? medianRating : modalRating)
    return {
      rater,
      kappa:
        raters < 2
          ? notEstimable('one rater', units.length)
          : agreement(
              units.map(unit => unit[rater]),
              consensus,
            ),
      outsider: outsider && agreement(outsider, consensus),
      tied: others.filter((ratings, unit) => ratings.length > 0 && consensus[unit] === null).length,
    }
  })
}
