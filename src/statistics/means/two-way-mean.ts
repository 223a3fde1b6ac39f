/** @file The mean of judgements that nest in cases and in raters, for a claim about cases and raters like these. */
import { studentQuantile, studentTwoSided } from '../distributions/index.ts'
import { type Estimated, estimated, type NotEstimable, notEstimable } from '../estimate.ts'
import { squaredSums } from './cluster-mean.ts'

/** One judgement. */
export interface TwoWayRow {
  readonly caseId: string
  readonly raterId: string
  readonly value: number
  /** What it counts for; every case the same in all when it is 1 / (judgements of the case). */
  readonly weight: number
}

/** An estimate with its two-sided p against 0 and the parts of its standard error. */
export interface TwoWayMean extends Estimated {
  readonly standardError: number
  readonly p: number
  readonly df: number
  readonly cases: number
  readonly raters: number
}

/**
 * Weighted mean with the variance V_case + V_rater - V_case:rater of Cameron, Gelbach and Miller (2011, J Bus Econ Stat
 * 29:238), each with factor G / (G - 1), never below the larger of the first two, and Student's t with min(G, R) - 1 df;
 * its parts equal R sandwich::vcovCL(lm(y ~ 1, weights), cluster, type = "HC0"). Fewer than two cases or raters, or no
 * variation at all, are not estimable. Throws RangeError on a weight that is not positive.
 */
export function twoWayMean(rows: readonly TwoWayRow[], level = 0.95): TwoWayMean | NotEstimable {
  if (!rows.every(({ weight }) => weight > 0)) throw new RangeError('twoWayMean: expected positive weights')
  const n = rows.length
  const total = rows.reduce((sum, { weight }) => sum + weight, 0)
  const value = rows.reduce((sum, row) => sum + row.weight * row.value, 0) / total
  const residuals = rows.map(row => (row.weight * (row.value - value)) / total)
  const variance = (names: readonly string[]) => {
    const { sum, groups } = squaredSums(names, residuals)
    return { groups, variance: groups < 2 ? 0 : (groups / (groups - 1)) * sum }
  }
  const byCase = variance(rows.map(({ caseId }) => caseId))
  const byRater = variance(rows.map(({ raterId }) => raterId))
  const byBoth = variance(rows.map(({ caseId, raterId }) => JSON.stringify([caseId, raterId])))
  const [cases, raters] = [byCase.groups, byRater.groups]
  if (cases < 2 || raters < 2) {
    return notEstimable(cases < 2 ? 'fewer than two cases' : 'fewer than two raters', n)
  }
  const combined = Math.max(byCase.variance + byRater.variance - byBoth.variance, byCase.variance, byRater.variance)
  if (combined === 0) return notEstimable('no variation between judgements', n)
  const standardError = Math.sqrt(combined)
  const df = Math.min(cases, raters) - 1
  const half = studentQuantile(1 - (1 - level) / 2, df) * standardError
  const p = studentTwoSided(value / standardError, df)
  const found = estimated(
    value,
    [value - half, value + half],
    level,
    n,
    `two-way clustered (cases, raters), t with ${df} df`,
  )
  return { ...found, standardError, p, df, cases, raters }
}
