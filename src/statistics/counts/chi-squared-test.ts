/** @file Pearson's chi-squared tests: counts against expected shares, and a table of counts. */
import { chiSquaredUpperTail } from '../distributions/index.ts'
import { type NotEstimable, notEstimable } from '../estimate.ts'
import { type TestResult, testResult } from '../test-result.ts'

const isCount = (count: number) => Number.isInteger(count) && count >= 0

/** The smallest expected count under which the approximation is doubtful (Cochran's rule of thumb). */
const SMALLEST_EXPECTED = 5

/**
 * Counts of categories against shares, equal ones unless given; equals R chisq.test(x, p = shares) and
 * scipy.stats.chisquare. Fewer than two categories, or no case, are not estimable. Throws RangeError on counts that are
 * not whole, or shares that are not positive or do not add up to 1.
 */
export function goodnessOfFitTest(counts: readonly number[], shares?: readonly number[]): TestResult | NotEstimable {
  const n = counts.reduce((sum, count) => sum + count, 0)
  const expected = shares ?? counts.map(() => 1 / counts.length)
  if (!counts.every(isCount)) throw new RangeError(`goodnessOfFitTest: expected whole counts, got ${counts.join(', ')}`)
  const sum = expected.reduce((total, share) => total + share, 0)
  if (expected.length !== counts.length || !expected.every(share => share > 0) || Math.abs(sum - 1) > 1e-9) {
    if (counts.length > 0)
      throw new RangeError('goodnessOfFitTest: expected a positive share for each count, adding up to 1')
  }
  if (counts.length < 2) return notEstimable('fewer than two categories', n)
  if (n === 0) return notEstimable('no cases', 0)
  const statistic = counts.reduce((total, count, i) => total + (count - n * expected[i]) ** 2 / (n * expected[i]), 0)
  const df = counts.length - 1
  const few = expected.some(share => share * n < SMALLEST_EXPECTED)
  const method = `chi-squared, goodness of fit${few ? ' (an expected count is under 5)' : ''}`
  return testResult({ statistic, df, p: chiSquaredUpperTail(statistic, df), n, method })
}

/** A table's result with its effect. */
export interface ContingencyResult extends TestResult {
  /** Cramer's V, 0 to 1, without bias correction. */
  readonly cramerV: number
}

/**
 * Independence of rows and columns of a table of counts, without Yates' correction; equals R chisq.test(table, correct =
 * FALSE) and scipy.stats.chi2_contingency(table, correction=False). Empty rows and columns are left out; fewer than two
 * of either are not estimable. Throws RangeError on counts that are not whole or rows of different lengths.
 */
export function contingencyTest(table: readonly (readonly number[])[]): ContingencyResult | NotEstimable {
  const width = table[0]?.length ?? 0
  if (table.some(row => row.length !== width || !row.every(isCount))) {
    throw new RangeError('contingencyTest: expected rows of whole counts, all of one length')
  }
  const sumOf = (row: readonly number[]) => row.reduce((sum, count) => sum + count, 0)
  const filled = Array.from({ length: width }, (_, column) => column).filter(column =>
    table.some(row => row[column] > 0),
  )
  const rows = table.filter(row => sumOf(row) > 0).map(row => filled.map(column => row[column]))
  const n = rows.reduce((sum, row) => sum + sumOf(row), 0)
  if (rows.length < 2 || filled.length < 2) return notEstimable('fewer than two rows or columns with a case', n)
  const columns = filled.map((_, column) => rows.reduce((sum, row) => sum + row[column], 0))
  let statistic = 0
  let smallest = Number.POSITIVE_INFINITY
  for (const row of rows) {
    const own = sumOf(row)
    for (const [column, count] of row.entries()) {
      const expected = (own * columns[column]) / n
      smallest = Math.min(smallest, expected)
      statistic += (count - expected) ** 2 / expected
    }
  }
  const df = (rows.length - 1) * (filled.length - 1)
  const method = `chi-squared, independence${smallest < SMALLEST_EXPECTED ? ' (an expected count is under 5)' : ''}`
  const cramerV = Math.min(1, Math.sqrt(statistic / (n * Math.min(rows.length - 1, filled.length - 1))))
  return { ...testResult({ statistic, df, p: chiSquaredUpperTail(statistic, df), n, method }), cramerV }
}
