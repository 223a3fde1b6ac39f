/** @file The aligned-rank test of several arms on the same cases, usually more powerful than Friedman's for few arms. */
import { chiSquaredUpperTail } from '../distributions/index.ts'
import type { NotEstimable } from '../estimate.ts'
import { checkBlocks } from './friedman-test.ts'
import { midranks } from './midranks.ts'
import { mergeRoundingTies } from './rounding-ties.ts'
import { type TestResult, testResult } from '../test-result.ts'

/**
 * Values less their case's mean, ranked all together; T = (k - 1) sum_j (R_j - mean)^2 / sum_ij (a_ij - mean_i)^2 with
 * chi-squared of k - 1 df (Hodges and Lehmann 1962). Without any variation the statistic is 0 and p 1. Fewer than two arms,
 * or no case, are not estimable. Throws RangeError on a missing value.
 */
export function alignedRanksTest(blocks: readonly (readonly number[])[]): TestResult | NotEstimable {
  const refused = checkBlocks('alignedRanksTest', blocks)
  if (refused) return refused
  const n = blocks.length
  const arms = blocks[0].length
  const aligned = blocks.flatMap(row => {
    const mean = row.reduce((sum, value) => sum + value, 0) / arms
    return row.map(value => value - mean)
  })
  // Equal values must stay equal after the mean was taken off, on the scale of the values that it was taken from.
  const ranks = midranks(mergeRoundingTies('alignedRanksTest', [...aligned, ...blocks.flat()]).slice(0, aligned.length))
  const sums = new Array<number>(arms).fill(0)
  let within = 0
  for (let i = 0; i < n; i++) {
    const own = ranks.slice(i * arms, (i + 1) * arms)
    const mean = own.reduce((sum, rank) => sum + rank, 0) / arms
    for (const [arm, rank] of own.entries()) {
      sums[arm] += rank
      within += (rank - mean) ** 2
    }
  }
  const df = arms - 1
  const method = 'aligned ranks'
  if (within === 0) return testResult({ statistic: 0, df, p: 1, n, method })
  const mean = sums.reduce((sum, own) => sum + own, 0) / arms
  const statistic = (df * sums.reduce((sum, own) => sum + (own - mean) ** 2, 0)) / within
  return testResult({ statistic, df, p: chiSquaredUpperTail(statistic, df), n, method })
}
