/** @file McNemar's exact test of two proportions measured on the same cases. */

/** A test's result. */
export interface McnemarResult {
  /** Cases that only the first got right. */
  readonly firstOnly: number
  /** Cases that only the second got right. */
  readonly secondOnly: number
  readonly p: number
  readonly method: string
}

/** log C(n, k), by the shorter product. */
function logBinomial(n: number, k: number): number {
  let sum = 0
  for (let i = 1; i <= Math.min(k, n - k); i++) sum += Math.log((n - i + 1) / i)
  return sum
}

/**
 * Two-sided exact p = min(1, 2 P(X <= min(b, c))) with X ~ Binomial(b + c, 1/2); equals
 * statsmodels.stats.contingency_tables.mcnemar(table, exact=True); not run against R. No discordant case gives
 * p = 1. Throws RangeError on a count that is negative or not whole.
 */
export function mcnemarTest(firstOnly: number, secondOnly: number): McnemarResult {
  if (![firstOnly, secondOnly].every(count => Number.isInteger(count) && count >= 0)) {
    throw new RangeError(`mcnemarTest: expected two whole counts, got ${firstOnly} and ${secondOnly}`)
  }
  const n = firstOnly + secondOnly
  const fewer = Math.min(firstOnly, secondOnly)
  // Terms relative to the largest one, so that a tail far below 1e-300 underflows only at the very end.
  const largest = logBinomial(n, fewer)
  let term = 1
  let sum = 0
  for (let k = fewer; k >= 0; k--) {
    sum += term
    term *= k / (n - k + 1)
  }
  const p = Math.min(1, 2 * sum * Math.exp(largest - n * Math.LN2))
  return { firstOnly, secondOnly, p: n === 0 ? 1 : p, method: 'McNemar exact, two-sided' }
}
