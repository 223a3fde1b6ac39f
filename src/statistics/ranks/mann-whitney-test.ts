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

/** P(U <= u) of two samples without ties: the coefficients of the Gaussian binomial, factor by factor. */
function exactTail(first: number, second: number, u: number): number {
  const [m, n] = first < second ? [first, second] : [second, first]
  // After step i, ways[k] is the number of ways in which samples of i and n give U = k.
  const ways = new Float64Array(u + 1)
  ways[0] = 1
  let all = 1
  for (let i = 1; i <= m; i++) {
    const most = Math.min(u, i * n)
    for (let k = most; k >= n + i; k--) ways[k] -= ways[k - n - i]
    for (let k = i; k <= most; k++) ways[k] += ways[k - i]
    all *= (n + i) / i
  }
  return ways.reduce((sum, count) => sum + count, 0) / all
}

/**
 * Two-sided test that neither sample tends to be larger. Exact without ties when one sample has 8 values or fewer, as
 * scipy.stats.mannwhitneyu(method='auto') does; otherwise the normal approximation with tie correction and continuity
 * correction, which R wilcox.test(exact = FALSE) and SciPy share (R itself is exact up to 49 values). All values equal give
 * p = 1; an empty sample is not estimable. The statistic is U of the first. Throws RangeError on a value that is not finite.
 */
export function mannWhitneyTest(first: readonly number[], second: readonly number[]): MannWhitneyResult | NotEstimable {
  const [m, n] = [first.length, second.length]
  if (m === 0 || n === 0) return notEstimable('a sample without values', m + n)
  const all = [...first, ...second]
  if (!all.every(Number.isFinite)) throw new RangeError('mannWhitneyTest: expected finite numbers')
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
