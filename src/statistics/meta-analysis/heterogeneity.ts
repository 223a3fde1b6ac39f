/** @file How much centres differ beyond chance. */
import { chiSquaredUpperTail } from '../distributions/index.ts'
import { type TestResult, testResult } from '../test-result.ts'
import type { CentreEstimate } from './centre-estimate.ts'
import { weightedMean } from './weighted-mean.ts'

/** Cochran's Q with the shares of variance between centres. */
export interface Heterogeneity {
  readonly test: TestResult
  /** Share of the variance of an estimate that lies between centres, 0 to 1 (R prints per cent). */
  readonly i2: number
  /** Variance of an estimate over its typical variance within a centre, 1 or more. */
  readonly h2: number
}

/**
 * Q over centres with k - 1 df, I2 = tau2 / (tau2 + v_typ) and H2 = 1 + tau2 / v_typ, v_typ = (k - 1) / (S1 - S2 / S1);
 * equals QE, QEp, I2 / 100 and H2 of R metafor::rma. Null for fewer than two centres. Q of a few centres has little
 * power: a large p does not show that they agree.
 */
export function heterogeneity(centres: readonly CentreEstimate[], tau2: number): Heterogeneity | null {
  const n = centres.length
  if (n < 2) return null
  const { q, sumOfWeights, sumOfSquaredWeights } = weightedMean(centres, 0)
  const typical = (n - 1) / (sumOfWeights - sumOfSquaredWeights / sumOfWeights)
  return {
    test: testResult({ statistic: q, df: n - 1, p: chiSquaredUpperTail(q, n - 1), n, method: 'Cochran Q' }),
    i2: tau2 / (tau2 + typical),
    h2: 1 + tau2 / typical,
  }
}
