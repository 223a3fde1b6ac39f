/** @file Invented votes of one comparison: cases by raters, with preferences of their own. */
import type { RandomStream } from '../../support/index.ts'
import { expit, interceptFor, type LogitShifts } from './logit-normal.ts'
import { checkSds } from './power-estimate.ts'

/** How votes come about. Every rater votes once on every case. */
export interface PreferenceModel {
  readonly raters: number
  /** P(first preferred) among the votes that are no ties, on average over cases and raters. */
  readonly winProbability: number
  readonly tieRate: number
  /** SD of the logit between cases (case:arm); `logitSdForIcc` gives it for a correlation of votes. */
  readonly caseSd: number
  /** SD of the logit between raters (rater:arm): tastes of their own. @default 0 */
  readonly raterSd?: number
}

/**
 * Returns the function that draws the sum of votes (+1, 0, -1) of each case into `totals`; `shift` is what a case adds to the
 * logit. With the same stream the first cases are the same whatever their number. Throws RangeError on rates outside [0, 1).
 */
export function voteSimulator(
  { raters, winProbability, tieRate, caseSd, raterSd = 0 }: PreferenceModel,
  shifts?: LogitShifts,
): (totals: Int32Array, random: RandomStream, shift: (random: RandomStream, place: number) => number) => void {
  checkSds('voteSimulator', { caseSd, raterSd })
  if (!(tieRate >= 0 && tieRate < 1))
    throw new RangeError(`voteSimulator: expected a tie rate in [0, 1), got ${tieRate}`)
  const intercept = interceptFor(winProbability, Math.hypot(caseSd, raterSd), shifts)
  const tastes = new Float64Array(raters)
  return (totals, random, shift) => {
    for (let rater = 0; rater < raters; rater++) tastes[rater] = raterSd * random.normal()
    for (let i = 0; i < totals.length; i++) {
      const logit = intercept + shift(random, i) + caseSd * random.normal()
      let total = 0
      for (let rater = 0; rater < raters; rater++) {
        const draw = random.uniform()
        if (draw >= tieRate) total += (draw - tieRate) / (1 - tieRate) < expit(logit + tastes[rater]) ? 1 : -1
      }
      totals[i] = total
    }
  }
}
