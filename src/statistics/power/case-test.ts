/** @file The planned test on case totals, as run inside a simulated study. */
import { studentTwoSided } from '../distributions/index.ts'
import { wilcoxonSignedRankTest } from '../ranks/wilcoxon-signed-rank-test.ts'
import { latticeSignFlipP } from '../resampling/lattice-sign-flip.ts'

/** Tests on case means: exact sign-flip, Wilcoxon signed-rank, or one-sample t. */
export type CaseTest = 'sign-flip' | 'wilcoxon' | 't'

/** Two-sided p of the one-sample t test; without variation 1 where all are 0 and else 0. */
function tTestP(values: ArrayLike<number>): number {
  const n = values.length
  let mean = 0
  for (let i = 0; i < n; i++) mean += values[i] / n
  let squares = 0
  for (let i = 0; i < n; i++) squares += (values[i] - mean) ** 2
  if (n < 2) return 1
  if (squares === 0) return mean === 0 ? 1 : 0
  return studentTwoSided(mean / Math.sqrt(squares / (n - 1) / n), n - 1)
}

/** Two-sided p of a test of whole case totals against 0; totals over the same number of raters are case means in its unit. */
export function caseTestP(test: CaseTest, totals: Int32Array): number {
  if (test === 'sign-flip') return latticeSignFlipP(totals)
  if (test === 't') return tTestP(totals)
  return wilcoxonSignedRankTest([...totals]).p
}
