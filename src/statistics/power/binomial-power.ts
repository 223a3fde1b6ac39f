/** @file Exact power of the exact binomial test, and the cases that it needs. */
import { binomialLowerTail, binomialUpperTail, logBinomialProbability } from '../distributions/index.ts'
import type { NotEstimable } from '../estimate.ts'
import type { ExactPower } from './power-estimate.ts'
import { type SampleSearch, smallestStableSample } from './smallest-sample.ts'

/** A planned test of a proportion. */
export interface BinomialDesign {
  /** What is true. */
  readonly probability: number
  /** What is tested. @default 0.5 */
  readonly against?: number
  readonly alpha: number
  /** @default 'two-sided' */
  readonly alternative?: 'two-sided' | 'greater' | 'less'
}

// A p value that equals alpha by arithmetic rejects, whatever its last bits; outcomes as likely are so up to R's rounding.
const ROUNDING = 1 + 1e-10
const AS_LIKELY = 1 + 1e-7

/** The test rejects at `low` successes or fewer and at `high` or more. */
function rejectionRegion(n: number, against: number, alpha: number, alternative: string): readonly [number, number] {
  const limit = alpha * ROUNDING
  let [low, high] = [-1, n + 1]
  if (alternative === 'two-sided') {
    // From both ends inwards, the least likely first: the p value of an outcome is the sum of all that are no likelier.
    const likelihood = (k: number) => Math.exp(logBinomialProbability(k, n, against))
    for (let p = 0; low + 1 < high; ) {
      const [left, right] = [likelihood(low + 1), likelihood(high - 1)]
      const least = AS_LIKELY * Math.min(left, right)
      const takesLeft = left <= least
      const takesRight = right <= least && low + 1 < high - 1
      p += (takesLeft ? left : 0) + (takesRight || !takesLeft ? right : 0)
      if (p > limit) break
      if (takesLeft) low++
      if (takesRight || !takesLeft) high--
    }
    return [low, high]
  }
  if (alternative === 'greater') while (high > 0 && binomialUpperTail(high - 1, n, against) <= limit) high--
  else while (low < n && binomialLowerTail(low + 1, n, against) <= limit) low++
  return [low, high]
}

/**
 * Power of the exact binomial test (`binomialTest`; two-sided sums the outcomes that are no likelier) with n cases: the
 * probability of the rejection region under the true probability. Throws RangeError on probabilities outside 0..1, alpha
 * outside (0, 1) or n below 1.
 */
export function binomialPower(n: number, design: BinomialDesign): ExactPower {
  const { probability, against = 0.5, alpha, alternative = 'two-sided' } = design
  if (![probability, against].every(p => p >= 0 && p <= 1) || !(alpha > 0 && alpha < 1)) {
    throw new RangeError(
      `binomialPower: expected probabilities in 0..1 and alpha in (0, 1), got ${probability}, ${alpha}`,
    )
  }
  if (!(Number.isInteger(n) && n >= 1)) throw new RangeError(`binomialPower: expected a whole n >= 1, got ${n}`)
  const [low, high] = rejectionRegion(n, against, alpha, alternative)
  const below = low < 0 ? 0 : binomialLowerTail(low, n, probability)
  const power = Math.min(1, below + (high > n ? 0 : binomialUpperTail(high, n, probability)))
  return { power, n, method: `exact, binomial test against ${against}, ${alternative}` }
}

/** The smallest n from which the power of `binomialPower` stays at the target; see `smallestStableSample`. */
export function binomialSampleSize(design: BinomialDesign, search: SampleSearch = {}): ExactPower | NotEstimable {
  return smallestStableSample(n => binomialPower(n, design), search)
}
