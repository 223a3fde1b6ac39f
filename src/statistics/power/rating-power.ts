/** @file Power of the planned test of a difference in ratings between two arms, by simulation. */
import { randomStream } from '../../support/index.ts'
import { normalUpperTail } from '../distributions/index.ts'
import { type CaseTest, caseTestP } from './case-test.ts'
import { bisect } from './logit-normal.ts'
import { checkDesign, checkSds, estimatePower, FEWEST_RUNS, type PowerEstimate } from './power-estimate.ts'

/** A planned comparison. SDs are in points of the latent scale, before rounding. Every rater rates both arms of every case. */
export interface RatingDesign {
  readonly cases: number
  readonly raters: number
  /** True difference of the mean ratings, first minus second, in points of the scale. */
  readonly difference: number
  /** Middle of the two latent means. */
  readonly mean: number
  /** Ratings are 1 to this. @default 5 */
  readonly levels?: number
  readonly caseSd: number
  readonly raterSd: number
  /** Between cases in how the arms differ (case:arm, of each arm). */
  readonly caseArmSd: number
  /** Between raters in how the arms differ (rater:arm, of each arm). @default 0 */
  readonly raterArmSd?: number
  readonly residualSd: number
  /** Two-sided, after the planned correction for several tests. */
  readonly alpha: number
  /** @default 'wilcoxon' */
  readonly test?: CaseTest
  readonly seed: number
  /** @default 2000 */
  readonly runs?: number
}

/** Mean rating, 1 to `levels`, of a latent normal that is rounded and cut off at the ends. */
function meanRating(mean: number, sd: number, levels: number): number {
  let rating = 1
  for (let level = 2; level <= levels; level++) {
    const distance = level - 0.5 - mean
    rating += sd > 0 ? normalUpperTail(distance / sd) : distance <= 0 ? 1 : 0
  }
  return rating
}

/**
 * The latent shift between the arms at which the mean ratings differ by `difference`: larger than it where the ends of the
 * scale cut off. Throws RangeError where no shift gives so large a difference.
 */
export function latentShift(difference: number, mean: number, sd: number, levels: number): number {
  const reach = 2 * levels + 20 * sd
  const differenceAt = (shift: number) =>
    meanRating(mean + shift / 2, sd, levels) - meanRating(mean - shift / 2, sd, levels)
  if (!(Math.abs(difference) < differenceAt(reach))) {
    throw new RangeError(
      `latentShift: expected a difference that the scale of 1 to ${levels} allows, got ${difference}`,
    )
  }
  return bisect(differenceAt, difference, -reach, reach)
}

/**
 * The share of simulated studies in which the test of the cases' mean differences rejects 0 two-sided. A rating is the latent
 * value arm + case + rater + case:arm + rater:arm + residual, rounded and cut off at 1 and `levels`. The same seed gives
 * nested cases for any number of them. Throws RangeError on counts below 1, fewer than 2,000 runs, negative SDs, no variation
 * at all, or a difference that the scale does not allow.
 */
export function ratingPower(design: RatingDesign): PowerEstimate {
  const { cases, raters, difference, mean, levels = 5, alpha, seed, test = 'wilcoxon', runs = FEWEST_RUNS } = design
  const { caseSd, raterSd, caseArmSd, raterArmSd = 0, residualSd } = design
  checkDesign('ratingPower', { cases, raters, levels }, runs, alpha)
  checkSds('ratingPower', { caseSd, raterSd, caseArmSd, raterArmSd, residualSd })
  const sd = Math.hypot(caseSd, raterSd, caseArmSd, raterArmSd, residualSd)
  if (!(sd > 0 && Number.isFinite(mean)))
    throw new RangeError('ratingPower: expected a mean and some variation, got none')
  const half = latentShift(difference, mean, sd, levels) / 2
  const rate = (latent: number) => Math.max(1, Math.min(levels, Math.round(latent)))
  const totals = new Int32Array(cases)
  const [first, second] = [new Float64Array(raters), new Float64Array(raters)]
  let rejected = 0
  for (let run = 0; run < runs; run++) {
    const random = randomStream(seed, 'rating-power', run)
    for (let rater = 0; rater < raters; rater++) {
      const severity = mean + raterSd * random.normal()
      first[rater] = severity + half + raterArmSd * random.normal()
      second[rater] = severity - half + raterArmSd * random.normal()
    }
    for (let i = 0; i < cases; i++) {
      const common = caseSd * random.normal()
      const [ownFirst, ownSecond] = [common + caseArmSd * random.normal(), common + caseArmSd * random.normal()]
      let total = 0
      for (let rater = 0; rater < raters; rater++) {
        total += rate(first[rater] + ownFirst + residualSd * random.normal())
        total -= rate(second[rater] + ownSecond + residualSd * random.normal())
      }
      totals[i] = total
    }
    if (caseTestP(test, totals) <= alpha) rejected++
  }
  return estimatePower(rejected, runs, cases, `simulated, ${test} on means of ${cases} cases by ${raters} raters`)
}
