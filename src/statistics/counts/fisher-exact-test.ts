/** @file Fisher's exact test of a table of two by two. */
import { logBinomialCoefficient } from '../distributions/index.ts'
import { type TestResult, testResult } from '../test-result.ts'

const RELATIVE_ROUNDING = 1e-7

/**
 * Two-sided p of [[a, b], [c, d]]: the sum over all tables of the same margins that are no likelier; equals R
 * fisher.test(table)$p.value and scipy.stats.fisher_exact(table). The statistic is a. An empty row or column gives p = 1.
 * Throws RangeError on counts that are not whole.
 */
export function fisherExactTest(a: number, b: number, c: number, d: number): TestResult {
  if (![a, b, c, d].every(count => Number.isInteger(count) && count >= 0)) {
    throw new RangeError(`fisherExactTest: expected four whole counts, got ${[a, b, c, d].join(', ')}`)
  }
  const n = a + b + c + d
  const [row, column] = [a + b, a + c]
  const from = Math.max(0, row + column - n)
  const to = Math.min(row, column)
  const logProbability = (k: number) =>
    logBinomialCoefficient(column, k) + logBinomialCoefficient(n - column, row - k) - logBinomialCoefficient(n, row)
  const limit = logProbability(a) + Math.log1p(RELATIVE_ROUNDING)
  let p = 0
  for (let k = from; k <= to; k++) {
    const log = logProbability(k)
    if (log <= limit) p += Math.exp(log)
  }
  return testResult({ statistic: a, p: n === 0 ? 1 : Math.min(1, p), n, method: 'Fisher exact, two-sided' })
}
