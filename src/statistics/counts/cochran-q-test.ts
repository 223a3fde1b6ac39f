/** @file Cochran's Q: whether several arms succeed equally often on the same cases. */
import { chiSquaredUpperTail } from '../distributions/index.ts'
import { type NotEstimable, notEstimable } from '../estimate.ts'
import { type TestResult, testResult } from '../test-result.ts'

/**
 * Cochran's Q of success by case (rows) and arm (columns), chi-squared with arms - 1 df; equals statsmodels
 * cochrans_q(x). Cases in which all arms agree say nothing; when every case is like that, Q is 0 and p is 1. Fewer than
 * two arms, or no case, are not estimable. Throws RangeError when rows differ in length.
 */
export function cochranQTest(successes: readonly (readonly boolean[])[]): TestResult | NotEstimable {
  const n = successes.length
  const arms = successes[0]?.length ?? 0
  if (successes.some(row => row.length !== arms)) {
    throw new RangeError('cochranQTest: expected as many arms in every case, got rows of different lengths')
  }
  if (arms < 2) return notEstimable(n === 0 ? 'no cases' : 'fewer than two arms', n)
  const columns = new Array<number>(arms).fill(0)
  let total = 0
  let squares = 0
  for (const row of successes) {
    const own = row.reduce((sum, success) => sum + (success ? 1 : 0), 0)
    total += own
    squares += own * own
    row.forEach((success, arm) => {
      if (success) columns[arm]++
    })
  }
  const method = 'Cochran Q'
  const df = arms - 1
  const spread = arms * total - squares
  if (spread === 0) return testResult({ statistic: 0, df, p: 1, n, method })
  const between = arms * columns.reduce((sum, column) => sum + column * column, 0) - total * total
  const statistic = (df * between) / spread
  return testResult({ statistic, df, p: chiSquaredUpperTail(statistic, df), n, method })
}
