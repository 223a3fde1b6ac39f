/** @file The Mann-Whitney test of two independent samples, with its effects. */
import { normalTwoSided } from '../distributions/index.ts'
import { type NotEstimable, notEstimable } from '../estimate.ts'
import { midranks, tieTerm } from './midranks.ts'
import { type TestResult, testResult } from '../test-result.ts'

/** A test's result with its effects. */
export interface MannWhitneyResult extends TestResult {
  /** Vargha and Delaney's A12: P(first > second) + P(equal) / 2. */
  readonly a12: number
  /** Cliff's delta: P(first > second) - P(first < second). */
  readonly cliffDelta: number
}

/** Number of ways of every U of two samples without ties, by the usual recurrence. */
function exactTail(first: number, second: number, u: number): number {
  // ways[m][k] over samples of m and the current n, filled one value at a time.
  const most = first * second
  let ways = Array.from({ length: first + 1 }, () => new Float64Array(most + 1))
  for (const row of ways) row[0] = 1
  for (let n = 1; n <= second; n++) {
    const next = Array.from({ length: first + 1 }, () => new Float64Array(most + 1))
    next[0][0] = 1
    for (let m = 1; m <= first; m++) {
      for (let k = 0; k <= m * n; k++) next[m][k] = (k >= n ? next[m - 1][k - n] : 0) + ways[m][k]
    }
    ways = next
  }
  const all = ways[first].reduce((sum, count) => sum + count, 0)
  let tail = 0
  for (let k = 0; k <= u; k++) tail += ways[first][k]
  return tail / all
}

/**
 * Two-sided test that neither sample tends to be larger. Exact without ties when one sample has 8 values or fewer, as
 * scipy.stats.mannwhitneyu(method='auto') does; otherwise the normal approximation with tie correction and continuity
 * correction, which R wilcox.test and SciPy share. All values equal give p = 1; an empty sample is not estimable. The
 * statistic is U of the first.
 */
export function mannWhitneyTest(first: readonly number[], second: readonly number[]): MannWhitneyResult | NotEstimable {
  const [m, n] = [first.length, second.length]
  if (m === 0 || n === 0) return notEstimable('a sample without values', m + n)
  const all = [...first, ...second]
  const ranks = midranks(all)
  const u = ranks.slice(0, m).reduce((sum, rank) => sum + rank, 0) - (m * (m + 1)) / 2
  const effects = { a12: u / (m * n), cliffDelta: (2 * u) / (m * n) - 1 }
  const ties = tieTerm(all)
  const total = m + n
  if (ties === 0 && Math.min(m, n) <= 8) {
    const p = Math.min(1, 2 * exactTail(m, n, Math.min(u, m * n - u)))
    return { ...testResult({ statistic: u, p, n: total, method: 'Mann-Whitney, exact' }), ...effects }
  }
  const variance = ((m * n) / 12) * (total + 1 - ties / (total * (total - 1)))
  const method = 'Mann-Whitney, normal with continuity correction'
  if (!(variance > 0)) return { ...testResult({ statistic: u, p: 1, n: total, method }), ...effects }
  const distance = Math.max(0, Math.abs(u - (m * n) / 2) - 0.5)
  return {
    ...testResult({ statistic: u, p: normalTwoSided(distance / Math.sqrt(variance)), n: total, method }),
    ...effects,
  }
}
