/** @file Power of the intersection-union test that one arm is more often right and the other one preferred. */
import { randomStream } from '../../support/index.ts'
import { binomialUpperTail } from '../distributions/index.ts'
import { latticeSignFlipP } from '../resampling/lattice-sign-flip.ts'
import { checkDesign, estimatePower, FEWEST_RUNS, type PowerEstimate } from './power-estimate.ts'
import { type PreferenceModel, voteSimulator } from './preference-votes.ts'

/** A planned test of the paradox on cases that are both benchmarked and voted on. */
export interface IutDesign {
  readonly cases: number
  /** P(only the preferred arm is right). */
  readonly preferredOnly: number
  /** P(only the other, more accurate arm is right). */
  readonly accurateOnly: number
  /** Votes for the preferred arm over the other. */
  readonly preference: PreferenceModel
  /** Log-odds by which a rater favours the arm that alone is right. @default 0 */
  readonly coupling?: number
  /** One-sided, of each half. */
  readonly alpha: number
  readonly seed: number
  /** @default 2000 */
  readonly runs?: number
}

/** Power of both halves together and of each. */
export interface IutPower extends PowerEstimate {
  readonly accuracyPower: number
  readonly preferencePower: number
}

/**
 * The share of simulated studies in which both halves reject at alpha one-sided: exact McNemar for accuracy and exact
 * sign-flip of case means for preference. It is at most the smaller half, and about their product when they are not coupled.
 * Throws RangeError on counts below 1, fewer than 2,000 runs or probabilities that cannot be.
 */
export function iutPower(design: IutDesign): IutPower {
  const { cases, preferredOnly, accurateOnly, preference, coupling = 0, alpha, seed, runs = FEWEST_RUNS } = design
  checkDesign('iutPower', { cases, raters: preference.raters }, runs, alpha)
  const equal = 1 - preferredOnly - accurateOnly
  if (!([preferredOnly, accurateOnly, equal].every(p => p >= -1e-12) && Number.isFinite(coupling))) {
    throw new RangeError(`iutPower: expected probabilities that fit, got ${preferredOnly} and ${accurateOnly}`)
  }
  const draw = voteSimulator(preference, [
    [equal, 0],
    [preferredOnly, coupling],
    [accurateOnly, -coupling],
  ])
  const totals = new Int32Array(cases)
  let [both, accuracy, preferred] = [0, 0, 0]
  for (let run = 0; run < runs; run++) {
    let [wins, losses, votes] = [0, 0, 0]
    draw(totals, randomStream(seed, 'iut-power', run), random => {
      const right = random.uniform()
      if (right < accurateOnly) {
        wins++
        return -coupling
      }
      if (right >= accurateOnly + preferredOnly) return 0
      losses++
      return coupling
    })
    for (const total of totals) votes += total
    const accuracyRejects = binomialUpperTail(wins, wins + losses, 0.5) <= alpha
    // The exact null distribution is symmetric: half the two-sided p on the side that votes lie.
    const preferenceRejects = votes > 0 && latticeSignFlipP(totals) / 2 <= alpha
    if (accuracyRejects) accuracy++
    if (preferenceRejects) preferred++
    if (accuracyRejects && preferenceRejects) both++
  }
  const method = 'simulated, intersection-union of exact McNemar and sign-flip, one-sided'
  return {
    ...estimatePower(both, runs, cases, method),
    accuracyPower: accuracy / runs,
    preferencePower: preferred / runs,
  }
}
