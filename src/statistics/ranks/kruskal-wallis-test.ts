/** @file The Kruskal-Wallis test of several independent samples. */
import { chiSquaredUpperTail } from '../distributions/index.ts'
import { type NotEstimable, notEstimable } from '../estimate.ts'
import { midranks, tieTerm } from './midranks.ts'
import { type TestResult, testResult } from '../test-result.ts'

/**
 * Tie-corrected H with groups - 1 df; equals R kruskal.test and scipy.stats.kruskal. All values equal give H 0 and p 1.
 * Fewer than two groups with a value are not estimable; empty groups are left out. Throws RangeError on a value that is not
 * finite.
 */
export function kruskalWallisTest(groups: readonly (readonly number[])[]): TestResult | NotEstimable {
  const filled = groups.filter(group => group.length > 0)
  const all = filled.flat()
  const n = all.length
  if (!all.every(Number.isFinite)) throw new RangeError('kruskalWallisTest: expected finite numbers')
  if (filled.length < 2) return notEstimable('fewer than two groups with a value', n)
  const df = filled.length - 1
  const method = 'Kruskal-Wallis, tie-corrected'
  const correction = 1 - tieTerm(all) / (n ** 3 - n)
  if (correction <= 0) return testResult({ statistic: 0, df, p: 1, n, method })
  const ranks = midranks(all)
  let start = 0
  let sum = 0
  for (const group of filled) {
    const own = ranks.slice(start, start + group.length).reduce((total, rank) => total + rank, 0)
    // Distances from the mean rank, as squares of whole sums cancel in large samples.
    sum += group.length * (own / group.length - (n + 1) / 2) ** 2
    start += group.length
  }
  const statistic = ((12 / (n * (n + 1))) * sum) / correction
  return testResult({ statistic, df, p: chiSquaredUpperTail(statistic, df), n, method })
}
