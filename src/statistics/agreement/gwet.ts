/** @file Gwet's AC1 and AC2, which stay steady where one option holds nearly all ratings. */
import type { NotEstimable } from '../estimate.ts'
import { type AgreementWeights, agreementWeights } from './agreement-weights.ts'
import { type ChanceCorrected, chanceCorrected } from './chance-corrected.ts'
import { countRatings, type UnitRatings } from './rating-counts.ts'
import { unitAgreement } from './unit-agreement.ts'

/**
 * Gwet's AC1 (identity weights) or AC2 over units (rows) and raters (columns, null where missing), with chance
 * agreement T_w sum(pi (1 - pi)) / (q (q - 1)) over the q declared options and the standard error over units; equals
 * irrCAC.raw.CAC(ratings, weights, categories=range(q)).gwet(). All ratings alike is 1 with standard error 0, said in
 * the method. One option, fewer than two units, or no unit with two ratings are not estimable. Throws RangeError on a
 * rating off the scale.
 */
export function gwetAc(
  units: readonly UnitRatings[],
  options: number,
  weights: AgreementWeights = 'identity',
  level = 0.95,
): ChanceCorrected | NotEstimable {
  const table = countRatings(units, options)
  if (options < 2) return { notEstimable: 'one option', n: table.ratings.length }
  const credits = agreementWeights(weights, options)
  const scale = credits.reduce((sum, credit) => sum + credit, 0) / (options * (options - 1))
  return chanceCorrected({
    table,
    agreement: unitAgreement(table, credits),
    chanceOf: shares => ({
      chance: scale * shares.reduce((sum, share) => sum + share * (1 - share), 0),
      slope: shares.map(share => scale * (1 - share)),
    }),
    level,
    method: weights === 'identity' ? 'Gwet AC1, subject-level' : `Gwet AC2 (${weights}), subject-level`,
  })
}
