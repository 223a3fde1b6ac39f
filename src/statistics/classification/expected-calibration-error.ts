/** @file How far predicted probabilities are from the shares that came true: ECE, MCE and the reliability table. */
import { type NotEstimable, notEstimable } from '../estimate.ts'
import { checkBinary } from './probabilities.ts'

/** Cases whose probability lies in (low, high], the first bin including 0. */
export interface ReliabilityBin {
  readonly low: number
  readonly high: number
  readonly n: number
  /** Null in an empty bin. */
  readonly meanProbability: number | null
  /** Share that came true; null in an empty bin. */
  readonly share: number | null
}

/** Both errors with the table that they come from; the counts in the bins are to be printed beside them. */
export interface CalibrationError {
  /** Mean distance between probability and share, weighted by the cases in the bin. */
  readonly expected: number
  /** Largest distance in a bin that is not empty. */
  readonly largest: number
  readonly bins: readonly ReliabilityBin[]
  readonly n: number
  readonly method: string
}

/** The bin with low < p <= high by the printed limits i / bins: p = 0.7 of 10 belongs to the seventh, whatever 0.7 x 10 is. */
function binOf(p: number, bins: number): number {
  let bin = Math.min(bins - 1, Math.max(0, Math.ceil(p * bins) - 1))
  while (bin > 0 && p <= bin / bins) bin--
  while (bin < bins - 1 && p > (bin + 1) / bins) bin++
  return bin
}

/**
 * Expected and maximum calibration error over bins of equal width (Naeini et al. 2015): the sum of n_b / n |share_b - mean
 * p_b|, and the largest of these distances. ECE is biased upward in small samples, so give the Brier score first. No case is
 * not estimable. Throws RangeError on lengths that differ, p outside 0..1, y other than 0 and 1, or less than one bin.
 */
export function expectedCalibrationError(
  probabilities: readonly number[],
  outcomes: readonly number[],
  bins = 10,
): CalibrationError | NotEstimable {
  checkBinary('expectedCalibrationError', probabilities, outcomes)
  if (!(Number.isInteger(bins) && bins >= 1)) {
    throw new RangeError(`expectedCalibrationError: expected a whole number of bins, at least 1, got ${bins}`)
  }
  const n = probabilities.length
  if (n === 0) return notEstimable('no cases', 0)
  const sums = Array.from({ length: bins }, () => ({ n: 0, probability: 0, outcome: 0 }))
  for (const [i, p] of probabilities.entries()) {
    const own = sums[binOf(p, bins)]
    own.n++
    own.probability += p
    own.outcome += outcomes[i]
  }
  const filled = sums.filter(own => own.n > 0)
  const distances = filled.map(own => Math.abs(own.outcome - own.probability) / own.n)
  return {
    expected: filled.reduce((sum, own, i) => sum + (own.n / n) * distances[i], 0),
    largest: Math.max(...distances),
    bins: sums.map((own, i) => ({
      low: i / bins,
      high: (i + 1) / bins,
      n: own.n,
      meanProbability: own.n === 0 ? null : own.probability / own.n,
      share: own.n === 0 ? null : own.outcome / own.n,
    })),
    n,
    method: `${bins} bins of equal width`,
  }
}
