/** @file McNemar's test of two proportions measured on the same cases: exact, mid-p, and by chi-squared. */
import { binomialLowerTail, chiSquaredUpperTail, logBinomialProbability } from '../distributions/index.ts'

/** A test's result. */
export interface McnemarResult {
  /** Cases that only the first got right. */
  readonly firstOnly: number
  /** Cases that only the second got right. */
  readonly secondOnly: number
  readonly p: number
  readonly method: string
}

function checkCounts(name: string, firstOnly: number, secondOnly: number): void {
  if (![firstOnly, secondOnly].every(count => Number.isInteger(count) && count >= 0)) {
    throw new RangeError(`${name}: expected two whole counts, got ${firstOnly} and ${secondOnly}`)
  }
}

/**
 * Two-sided exact p = min(1, 2 P(X <= min(b, c))) with X ~ Binomial(b + c, 1/2); equals
 * statsmodels.stats.contingency_tables.mcnemar(table, exact=True). No discordant case gives p = 1. Throws RangeError on a
 * count that is negative or not whole.
 */
export function mcnemarTest(firstOnly: number, secondOnly: number): McnemarResult {
  checkCounts('mcnemarTest', firstOnly, secondOnly)
  const n = firstOnly + secondOnly
  const p = Math.min(1, 2 * binomialLowerTail(Math.min(firstOnly, secondOnly), n, 0.5))
  return { firstOnly, secondOnly, p: n === 0 ? 1 : p, method: 'McNemar exact, two-sided' }
}

/**
 * The mid-p variant, 2 P(X < min) + P(X = min), less conservative than the exact test; equals R
 * exact2x2::mcnemar.exact(midp = TRUE). b = c gives 1; no discordant case gives p = 1. Throws RangeError as mcnemarTest.
 */
export function mcnemarMidPTest(firstOnly: number, secondOnly: number): McnemarResult {
  const exact = mcnemarTest(firstOnly, secondOnly)
  const n = firstOnly + secondOnly
  const fewer = Math.min(firstOnly, secondOnly)
  const atFewer = Math.exp(logBinomialProbability(fewer, n, 0.5))
  const p = firstOnly === secondOnly ? 1 : 2 * binomialLowerTail(fewer, n, 0.5) - atFewer
  return { ...exact, p: Math.min(1, Math.max(0, p)), method: 'McNemar mid-p, two-sided' }
}

/**
 * The chi-squared variant with 1 df; equals R mcnemar.test(table, correct = corrected) and statsmodels mcnemar(exact=False).
 * No discordant case gives p = 1. Throws RangeError as mcnemarTest.
 */
export function mcnemarChiSquaredTest(firstOnly: number, secondOnly: number, corrected = false): McnemarResult {
  checkCounts('mcnemarChiSquaredTest', firstOnly, secondOnly)
  const n = firstOnly + secondOnly
  const difference = Math.max(0, Math.abs(firstOnly - secondOnly) - (corrected ? 1 : 0))
  const p = n === 0 ? 1 : chiSquaredUpperTail(difference ** 2 / n, 1)
  return { firstOnly, secondOnly, p, method: `McNemar chi-squared${corrected ? ', continuity corrected' : ''}` }
}
