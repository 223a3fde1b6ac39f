/** @file Two arms on the same cases: the difference, its interval, and its test, with the couple as the unit. */
import {
  binomialUpperTail,
  clusterBootstrap,
  clopperPearsonInterval,
  clusterMean,
  type Estimate,
  estimated,
  isEstimated,
  mcnemarTest,
  type NotEstimable,
  notEstimable,
  type PairedTable,
  pairedDifferenceInterval,
  signFlipTest,
  type TestResult,
  testResult,
} from '../statistics/index.ts'
import type { AnalysisSettings, Direction } from './finding.ts'
import { type MinimumDetectable, minimumDetectable } from './minimum-detectable.ts'

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
  /** Null of what no plan asks: only there is known how many hypotheses are tested together. */
  readonly minimumDetectable: MinimumDetectable | NotEstimable | null
  readonly notWorse: { readonly margin: number; readonly p: number } | null
}

/** What is asked of a comparison. */
export interface ComparisonRequest {
  readonly settings: AnalysisSettings
  /** Name of the random stream; one a question. */
  readonly stream: readonly string[]
  readonly direction?: Direction
  readonly margin?: number
  /** Number of hypotheses that are tested together, where a plan asks. */
  readonly familySize?: number
  /** Both values are 1 or 0: whether an arm got the case right. A vote of 1 against 0 is none, it could have been -1. */
  readonly shares?: true
  /** Largest size that a difference can have. @default 1 */
  readonly range?: number
  /** Why there is no case, where more is known of it than that none has both arms. */
  readonly lack?: string | undefined
}

/** One row a couple. */
export function clusterSums(
  rows: readonly { readonly cluster: string; readonly value: number }[],
): readonly { readonly cluster: string; readonly value: number }[] {
  const sums = new Map<string, number>()
  for (const { cluster, value } of rows) sums.set(cluster, (sums.get(cluster) ?? 0) + value)
  return [...sums].map(([cluster, value]) => ({ cluster, value }))
}

/** One-sided exact McNemar: P(X >= b), X ~ Binomial(b + c, 1/2). */
function mcnemarFirstHigher(firstOnly: number, secondOnly: number) {
  const n = firstOnly + secondOnly
  return n === 0 ? 1 : binomialUpperTail(firstOnly, n, 0.5)
}

function pairedTable(pairs: readonly CasePair[]): PairedTable {
  const table = { both: 0, firstOnly: 0, secondOnly: 0, neither: 0 }
  for (const { first, second } of pairs) {
    table[first === 1 ? (second === 1 ? 'both' : 'firstOnly') : second === 1 ? 'secondOnly' : 'neither']++
  }
  return table
}

/**
 * The difference of two shares with square-and-add limits. Where no case differs these have next to no width (none, when
 * both shares are a half): there the exact limit of cases that differ takes their place.
 */
function shareDifference(table: PairedTable, level: number): Estimate {
  const { both, firstOnly, secondOnly, neither } = table
  if (firstOnly + secondOnly > 0) return pairedDifferenceInterval(table, level)
  const n = both + neither
  return allAlike({ value: 0, level, n }, n, [-1, 1])
}

/** Shares of cases with one row a couple: the limits above and McNemar's exact test. */
function compareShares(table: PairedTable, { settings, direction }: ComparisonRequest) {
  const { firstOnly, secondOnly } = table
  const oneSided = direction === 'first-higher'
  const p = oneSided ? mcnemarFirstHigher(firstOnly, secondOnly) : mcnemarTest(firstOnly, secondOnly).p
  const method = `McNemar exact, ${oneSided ? 'one-sided' : 'two-sided'} (${firstOnly} against ${secondOnly})`
  return {
    estimate: shareDifference(table, settings.level),
    test: testResult({ statistic: firstOnly - secondOnly, p, n: firstOnly + secondOnly, method }),
  }
}

/**
 * The sign-flip test of whole couples: under the null a couple's differences are as likely to have the other sign. What is
 * flipped is the couple's sum, and the statistic is the mean over cases that is estimated.
 */
function flip(pairs: readonly CasePair[], shift: number, { settings, stream, direction }: ComparisonRequest) {
  const alternative = direction === 'first-higher' ? 'greater' : 'two-sided'
  const values = pairs.map(({ cluster, first, second }) => ({ cluster, value: first - second + shift }))
  const { seed, resamples: draws } = settings
  const found = signFlipTest(clusterSums(values), { alternative, draws, seed, stream })
  if ('notEstimable' in found) return found
  // The sum over couples by the number of cases in place of that of couples: no flip is farther or nearer for it.
  return testResult({ ...found, statistic: (found.statistic * found.n) / values.length })
}

/** No smaller p is told from limits: the level of smaller ones is 1 to the last digits. */
const SMALLEST = 1e-8

/**
 * One-sided p of whether the first share is not lower by the margin or more: where the lower limit that is reported meets the
 * margin, between 1e-8 and 0.5. Shifted sign flips would be too bold, since differences of -1, 0 and 1 lie unevenly about a
 * margin.
 */
function notWorseShares(table: PairedTable, margin: number): number {
  const isShownAt = (p: number) => {
    const found = shareDifference(table, 1 - 2 * p)
    return isEstimated(found) && found.interval[0] > -margin
  }
  let [low, high] = [SMALLEST, 0.5]
  if (isShownAt(low)) return low
  // Not even the estimate is above the margin: no more than that is said.
  if (!isShownAt(high - 1e-12)) return high
  for (let i = 0; i < 60; i++) {
    const middle = Math.sqrt(low * high)
    if (isShownAt(middle)) high = middle
    else low = middle
  }
  return high
}

/** The smallest and the largest value that a couple can have. */
type Reach = readonly [lowest: number, highest: number]

/** Limits of a value that all couples have: as many as the exact limit of none in all allows may lie at either end. */
function allAlike(
  { value, level, n }: { readonly value: number; readonly level: number; readonly n: number },
  couples: number,
  [lowest, highest]: Reach,
): Estimate {
  const none = clopperPearsonInterval(0, couples, level)
  const share = isEstimated(none) ? none.interval[1] : 1
  const limits = [value - share * (value - lowest), value + share * (highest - value)] as const
  return estimated(value, limits, level, n, `every couple alike (${couples}), exact limit of couples that differ`)
}

/**
 * The interval of an estimate where every couple has the same value, and resamples know no other: as many couples as the
 * exact limit of none in all allows may differ, at worst as far as a value can. Any other stays as it is.
 */
export function boundedByCouples(found: Estimate, couples: number, reach: Reach): Estimate {
  return !isEstimated(found) || found.interval[0] < found.interval[1] ? found : allAlike(found, couples, reach)
}

/** A BCa interval over couples and the sign-flip test. */
function compareMeans(pairs: readonly CasePair[], request: ComparisonRequest) {
  const { settings, stream, range = 1 } = request
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
  const couples = new Set(pairs.map(({ cluster }) => cluster)).size
  const estimate = boundedByCouples(found.get('difference') ?? notEstimable('no cases', 0), couples, [-range, range])
  return { estimate, test: flip(pairs, 0, request) }
}

/**
 * Compares two arms case by case. Shares with one row a couple: square-and-add interval and exact McNemar test; everything
 * else: cluster bootstrap (BCa) and sign-flip test over couples. A margin adds the one-sided test of whether the first is
 * worse by at least that: by the limit of shares, or by sign flips. No case, or fewer than 10 couples for the bootstrap, is
 * not estimable.
 */
export function comparePairs(pairs: readonly CasePair[], request: ComparisonRequest): Comparison {
  const sorted = [...pairs].sort((a, b) => (a.caseId < b.caseId ? -1 : 1))
  const clusters = new Set(sorted.map(({ cluster }) => cluster)).size
  const size = { cases: sorted.length, clusters }
  if (sorted.length === 0) {
    const none = notEstimable(request.lack ?? 'no case has both arms', 0)
    const detectable = request.familySize === undefined ? null : none
    return { ...size, estimate: none, test: none, minimumDetectable: detectable, notWorse: null }
  }
  const table = request.shares && clusters === sorted.length ? pairedTable(sorted) : null
  const found = table ? compareShares(table, request) : compareMeans(sorted, request)
  const { margin, settings, direction, familySize } = request
  const detectable = () => {
    if (familySize === undefined) return null
    const mean = clusterMean(sorted.map(({ cluster, first, second }) => ({ cluster, value: first - second })))
    return minimumDetectable({
      ...{ alpha: settings.alpha / familySize, isOneSided: direction === 'first-higher', table },
      ...{ cases: sorted.length, couples: clusters, standardError: mean?.standardError ?? null },
    })
  }
  const notWorseP = () => {
    if (margin === undefined) return null
    if (table) return notWorseShares(table, margin)
    const shifted = flip(sorted, margin, { ...request, direction: 'first-higher' })
    return 'p' in shifted ? shifted.p : null
  }
  const p = notWorseP()
  return {
    ...size,
    ...found,
    minimumDetectable: detectable(),
    notWorse: margin !== undefined && p !== null ? { margin, p } : null,
  }
}
