/** @file Friedman's test of several arms on the same cases, with Kendall's W and the F form of Iman and Davenport. */
import { chiSquaredUpperTail, fUpperTail } from '../distributions/index.ts'
import { type NotEstimable, notEstimable } from '../estimate.ts'
import { midranks, tieTerm } from './midranks.ts'
import { type TestResult, testResult } from '../test-result.ts'

/** A test's result with its effect and its F form. */
export interface FriedmanResult extends TestResult {
  /** Kendall's coefficient of concordance, 0 to 1. */
  readonly kendallW: number
  /** Null where every case ranks the arms alike, and F is infinite. */
  readonly imanDavenport: {
    readonly statistic: number
    readonly df: readonly [number, number]
    readonly p: number
  } | null
}

/** Cases by arms without gaps; null when there are fewer than two arms or no case. Throws RangeError on uneven rows. */
export function checkBlocks(name: string, blocks: readonly (readonly number[])[]): NotEstimable | null {
  const arms = blocks[0]?.length ?? 0
  if (blocks.some(row => row.length !== arms || !row.every(Number.isFinite))) {
    throw new RangeError(`${name}: expected a finite number for every arm in every case`)
  }
  return arms < 2 ? notEstimable(blocks.length === 0 ? 'no cases' : 'fewer than two arms', blocks.length) : null
}

/**
 * Tie-corrected Friedman chi-squared over cases (rows) and arms (columns); equals R friedman.test(x) and
 * scipy.stats.friedmanchisquare. Without any variation within the cases the statistic is 0, p 1 and W 0. Fewer than two
 * arms, or no case, are not estimable. Throws RangeError on a missing value.
 */
export function friedmanTest(blocks: readonly (readonly number[])[]): FriedmanResult | NotEstimable {
  const refused = checkBlocks('friedmanTest', blocks)
  if (refused) return refused
  const n = blocks.length
  const arms = blocks[0].length
  const df = arms - 1
  const sums = new Array<number>(arms).fill(0)
  for (const row of blocks) for (const [arm, rank] of midranks(row).entries()) sums[arm] += rank
  const ties = blocks.reduce((sum, row) => sum + tieTerm(row), 0)
  const spread = n * arms * (arms + 1) - ties / df
  const method = 'Friedman, tie-corrected'
  if (spread <= 0) {
    return { ...testResult({ statistic: 0, df, p: 1, n, method }), kendallW: 0, imanDavenport: null }
  }
  const centre = (n * (arms + 1)) / 2
  const statistic = (12 * sums.reduce((sum, own) => sum + (own - centre) ** 2, 0)) / spread
  const kendallW = Math.min(1, statistic / (n * df))
  const left = n * df - statistic
  const f = ((n - 1) * statistic) / left
  const freedom = [df, df * (n - 1)] as const
  const imanDavenport =
    left > 1e-12 * n * df && n > 1 ? { statistic: f, df: freedom, p: fUpperTail(f, ...freedom) } : null
  return {
    ...testResult({ statistic, df, p: chiSquaredUpperTail(statistic, df), n, method }),
    kendallW,
    imanDavenport,
  }
}
