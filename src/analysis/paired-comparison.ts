/** @file Two arms on the same cases: the difference, its interval, and its test, with the couple as the unit. */
import {
  binomialUpperTail,
  clusterBootstrap,
  clusterMean,
  type Estimate,
  FEWEST_CLUSTERS,
  mcnemarTest,
  type NotEstimable,
  normalQuantile,
  notEstimable,
  pairedDifferenceInterval,
  signFlipTest,
  type TestResult,
  testResult,
} from '../statistics/index.ts'
import type { AnalysisSettings, Direction } from './finding.ts'

/** What the two arms came to on one case. */
export interface CasePair {
  readonly caseId: string
  readonly cluster: string
  readonly first: number
  readonly second: number
}

/** The difference of two arms, first less second. */
export interface Comparison {
  readonly estimate: Estimate
  readonly test: TestResult | NotEstimable
  readonly cases: number
  readonly clusters: number
  readonly minimumDetectable: number | null
  readonly notWorse: { readonly margin: number; readonly p: number } | null
}

/** What is asked of a comparison. */
export interface ComparisonRequest {
  readonly settings: AnalysisSettings
  /** Name of the random stream; one a question. */
  readonly stream: readonly string[]
  readonly direction?: Direction
  readonly margin?: number
  /**
   * The values are shares of cases, 0 or 1: what may be compared as a table. Votes that happen to be 0 and 1 are not, or
   * the interval would depend on which arm is named first.
   */
  readonly shares?: boolean
}

/** Power that the minimum detectable difference is stated for. */
const POWER = 0.8

/** One row a couple. */
export function clusterSums(
  rows: readonly { readonly cluster: string; readonly value: number }[],
): readonly { readonly cluster: string; readonly value: number }[] {
  const sums = new Map<string, number>()
  for (const { cluster, value } of rows) sums.set(cluster, (sums.get(cluster) ?? 0) + value)
  return [...sums].map(([cluster, value]) => ({ cluster, value }))
}

const isBinary = (pairs: readonly CasePair[]) =>
  pairs.every(({ first, second }) => (first === 0 || first === 1) && (second === 0 || second === 1))

/** One-sided exact McNemar: P(X >= b), X ~ Binomial(b + c, 1/2). */
function mcnemarFirstHigher(firstOnly: number, secondOnly: number) {
  const n = firstOnly + secondOnly
  return n === 0 ? 1 : binomialUpperTail(firstOnly, n, 0.5)
}

/** Shares of cases with one row a couple: square-and-add limits and McNemar's exact test. */
function compareShares(pairs: readonly CasePair[], { settings, direction }: ComparisonRequest) {
  const table = { both: 0, firstOnly: 0, secondOnly: 0, neither: 0 }
  for (const { first, second } of pairs) {
    table[first === 1 ? (second === 1 ? 'both' : 'firstOnly') : second === 1 ? 'secondOnly' : 'neither']++
  }
  const { firstOnly, secondOnly } = table
  const oneSided = direction === 'first-higher'
  const p = oneSided ? mcnemarFirstHigher(firstOnly, secondOnly) : mcnemarTest(firstOnly, secondOnly).p
  const method = `McNemar exact, ${oneSided ? 'one-sided' : 'two-sided'} (${firstOnly} against ${secondOnly})`
  return {
    estimate: pairedDifferenceInterval(table, settings.level),
    test: testResult({ statistic: firstOnly - secondOnly, p, n: firstOnly + secondOnly, method }),
  }
}

/**
 * The sign-flip test of whole couples: under the null a couple's differences are as likely to have the other sign. What is
 * flipped is the couple's sum, so that the statistic is the mean over cases that is estimated.
 */
function flip(pairs: readonly CasePair[], shift: number, { settings, stream, direction }: ComparisonRequest) {
  const alternative = direction === 'first-higher' ? 'greater' : 'two-sided'
  const values = pairs.map(({ cluster, first, second }) => ({ cluster, value: first - second + shift }))
  return signFlipTest(clusterSums(values), { alternative, draws: settings.resamples, seed: settings.seed, stream })
}

/** A BCa interval over couples and the sign-flip test. */
function compareMeans(pairs: readonly CasePair[], request: ComparisonRequest) {
  const { settings, stream } = request
  const { seed, resamples, level } = settings
  const rows = pairs.map(({ cluster, first, second }) => ({
    cluster,
    adds: [
      [0, first - second],
      [1, 1],
    ] as const,
  }))
  const statistics = [{ name: 'difference', n: pairs.length, compute: (sums: Float64Array) => sums[0] / sums[1] }]
  const found = clusterBootstrap({ rows, columns: 2, statistics, seed, stream, resamples, level })
  const estimate = found.get('difference') ?? notEstimable('no cases', 0)
  return { estimate, test: flip(pairs, 0, request) }
}

/**
 * Compares two arms case by case. Shares with one row a couple: square-and-add interval and exact McNemar test; everything
 * else: cluster bootstrap (BCa) and sign-flip test over couples. A margin adds the one-sided sign-flip test of whether the
 * first is worse by at least that. No case, or fewer than 10 couples for the bootstrap, is not estimable.
 */
export function comparePairs(pairs: readonly CasePair[], request: ComparisonRequest): Comparison {
  const sorted = [...pairs].sort((a, b) => (a.caseId < b.caseId ? -1 : 1))
  const clusters = new Set(sorted.map(({ cluster }) => cluster)).size
  const size = { cases: sorted.length, clusters }
  if (sorted.length === 0) {
    const none = notEstimable('no case has both arms', 0)
    return { ...size, estimate: none, test: none, minimumDetectable: null, notWorse: null }
  }
  const closed = request.shares === true && clusters === sorted.length && isBinary(sorted)
  const found = closed ? compareShares(sorted, request) : compareMeans(sorted, request)
  const mean = clusterMean(sorted.map(({ cluster, first, second }) => ({ cluster, value: first - second })))
  const { margin, settings, direction } = request
  const tails = direction === 'first-higher' ? 1 : 2
  const multiple = normalQuantile(1 - settings.alpha / tails) + normalQuantile(POWER)
  const enough = clusters >= FEWEST_CLUSTERS && mean?.standardError != null && mean.standardError > 0
  const shifted = margin === undefined ? null : flip(sorted, margin, { ...request, direction: 'first-higher' })
  return {
    ...size,
    ...found,
    minimumDetectable: enough ? multiple * (mean.standardError ?? 0) : null,
    notWorse: margin !== undefined && shifted && 'p' in shifted ? { margin, p: shifted.p } : null,
  }
}
