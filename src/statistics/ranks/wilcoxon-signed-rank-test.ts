/** @file Wilcoxon's signed-rank test of paired differences, exact also with ties. */
import { normalTwoSided, normalUpperTail } from '../distributions/index.ts'
import { midranks, tieTerm } from './midranks.ts'
import { mergeRoundingTies } from './rounding-ties.ts'
import { type TestResult, testResult } from '../test-result.ts'

/** How the test is done; packages differ, so the variant is part of the result. */
export interface SignedRankOptions {
  /** Zeros dropped before ranking (Wilcoxon), or ranked and then dropped (Pratt). */
  readonly zeros?: 'wilcoxon' | 'pratt'
  /** Up to this many differences that are not 0 the p value is exact. */
  readonly exactUpTo?: number
  /** R subtracts 0.5 from the distance in the normal approximation, SciPy does not. */
  readonly continuity?: boolean
  /** Two-sided, or whether the differences lie above 0. */
  readonly alternative?: 'two-sided' | 'greater'
}

/** A test's result with its effects. */
export interface SignedRankResult extends TestResult {
  /** Sums of ranks of positive and of negative differences. */
  readonly positive: number
  readonly negative: number
  /** Matched rank-biserial correlation (R+ - R-) / (R+ + R-), -1 to 1; 0 when every difference is 0. */
  readonly rankBiserial: number
}

/** P(S <= limit) of the sum of a random subset of `doubled` ranks, which are whole because they were doubled. */
function subsetSumTail(doubled: readonly number[], limit: number): number {
  const total = doubled.reduce((sum, rank) => sum + rank, 0)
  // Shares, not numbers of subsets: those would overflow at 1024 ranks.
  const share = new Float64Array(total + 1)
  share[0] = 1
  let reach = 0
  for (const rank of doubled) {
    reach += rank
    for (let sum = reach; sum >= 0; sum--) share[sum] = (share[sum] + (sum >= rank ? share[sum - rank] : 0)) / 2
  }
  let below = 0
  for (let sum = 0; sum <= Math.min(limit, total); sum++) below += share[sum]
  return below
}

/**
 * Test that differences lie symmetrically about 0, two-sided or (alternative 'greater', as in R) against larger ones. Exact: all sign flips of the observed ranks, ties included,
 * p = min(1, 2 P(S <= min(R+, R-))); without ties that is R wilcox.test(x, exact = TRUE) and scipy.stats.wilcoxon(mode =
 * 'exact'). Beyond: the normal approximation with tie correction, with R's continuity correction (correct = TRUE) or
 * without (scipy). Differences that differ by rounding only count as ties. All differences 0 give statistic 0 and p = 1.
 * The statistic is R+. Throws RangeError on a value that is not finite.
 */
export function wilcoxonSignedRankTest(
  values: readonly number[],
  { zeros = 'wilcoxon', exactUpTo = 25, continuity = false, alternative = 'two-sided' }: SignedRankOptions = {},
): SignedRankResult {
  const magnitudes = mergeRoundingTies('wilcoxonSignedRankTest', values.map(Math.abs))
  const differences = magnitudes.map((magnitude, i) => Math.sign(values[i]) * magnitude)
  const used = zeros === 'pratt' ? differences : differences.filter(value => value !== 0)
  const n = differences.filter(value => value !== 0).length
  const ranks = midranks(used.map(Math.abs))
  const signed = used.map((value, i) => ({ sign: Math.sign(value), rank: ranks[i] })).filter(({ sign }) => sign !== 0)
  const sumOf = (sign: number) => signed.reduce((sum, one) => sum + (one.sign === sign ? one.rank : 0), 0)
  const [positive, negative] = [sumOf(1), sumOf(-1)]
  const sides = { positive, negative, rankBiserial: n === 0 ? 0 : (positive - negative) / (positive + negative) }
  const greater = alternative === 'greater'
  const kind = `${zeros === 'pratt' ? ', zeros by Pratt' : ''}${greater ? ', one-sided' : ''}`
  if (n === 0) {
    return { ...testResult({ statistic: 0, p: 1, n, method: `Wilcoxon signed-rank${kind}: no difference` }), ...sides }
  }
  if (n <= exactUpTo) {
    const doubled = signed.map(({ rank }) => Math.round(2 * rank))
    // P(S >= R+) is P(S <= R-), so that the outcome itself counts on either side of the middle.
    const tail = (limit: number) => subsetSumTail(doubled, Math.round(2 * limit))
    const p = greater ? tail(negative) : Math.min(1, 2 * tail(Math.min(positive, negative)))
    return { ...testResult({ statistic: positive, p, n, method: `Wilcoxon signed-rank, exact${kind}` }), ...sides }
  }
  const nonZero = signed.map(({ rank }) => rank)
  // The variance is that of the observed ranks, which is the tie-corrected one (and Pratt's, whose ranks start higher).
  const variance =
    zeros === 'pratt'
      ? nonZero.reduce((sum, rank) => sum + rank * rank, 0) / 4
      : (n * (n + 1) * (2 * n + 1)) / 24 - tieTerm(nonZero) / 48
  const half = (positive - negative) / 2
  const correction = continuity ? 0.5 : 0
  const p = greater
    ? normalUpperTail((half - correction) / Math.sqrt(variance))
    : normalTwoSided(Math.max(0, Math.abs(half) - correction) / Math.sqrt(variance))
  const method = `Wilcoxon signed-rank, normal${continuity ? ' with continuity correction' : ''}${kind}`
  return { ...testResult({ statistic: positive, p, n, method }), ...sides }
}
