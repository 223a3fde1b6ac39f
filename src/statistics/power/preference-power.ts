/** @file Power of the planned test of a preference between two arms, by simulation. */
import { randomStream } from '../../support/index.ts'
import { type CaseTest, caseTestP } from './case-test.ts'
import { checkDesign, estimatePower, FEWEST_RUNS, type PowerEstimate } from './power-estimate.ts'
import { type PreferenceModel, voteSimulator } from './preference-votes.ts'

/** A planned comparison. */
export interface PreferenceDesign extends PreferenceModel {
  readonly cases: number
  /** Two-sided, after the planned correction for several tests. */
  readonly alpha: number
  /** @default 'sign-flip' */
  readonly test?: CaseTest
  readonly seed: number
  /** @default 2000 */
  readonly runs?: number
}

/**
 * The share of simulated studies in which the test of case means rejects net benefit 0 two-sided: logit P(first preferred) =
 * intercept + case + rater, ties at their rate. With one rater and the sign-flip test it is the power of the sign test. The
 * same seed gives nested cases for any number of them, so that power hardly falls with n. Throws RangeError on counts below 1,
 * fewer than 2,000 runs, negative SDs or rates out of range.
 */
export function preferencePower(design: PreferenceDesign): PowerEstimate {
  const { cases, raters, alpha, seed, test = 'sign-flip', runs = FEWEST_RUNS } = design
  checkDesign('preferencePower', { cases, raters }, runs, alpha)
  const draw = voteSimulator(design)
  const totals = new Int32Array(cases)
  let rejected = 0
  for (let run = 0; run < runs; run++) {
    draw(totals, randomStream(seed, 'preference-power', run), () => 0)
    if (caseTestP(test, totals) <= alpha) rejected++
  }
  return estimatePower(rejected, runs, cases, `simulated, ${test} on means of ${cases} cases by ${raters} raters`)
}
