/** @file The common-effect mean of centres, as if all had one true effect. */
import { criticalValue, normalTwoSided } from '../distributions/index.ts'
import { type Estimated, estimated, type NotEstimable } from '../estimate.ts'
import { type TestResult, testResult } from '../test-result.ts'
import { type CentreEstimate, sortedCentres } from './centre-estimate.ts'
import { weightedMean } from './weighted-mean.ts'

/** The mean with its standard error and the test that it is 0. */
export interface CommonEffect extends Estimated {
  readonly standardError: number
  readonly test: TestResult
}

/**
 * Inverse-variance mean of the centres with SE 1 / sqrt(sum 1 / v) and z limits; equals R metafor::rma(yi, vi, method =
 * 'EE'). One centre gives that centre. No centre, or one with variance 0, is not estimable. Throws RangeError as
 * sortedCentres.
 */
export function commonEffect(centres: readonly CentreEstimate[], level = 0.95): CommonEffect | NotEstimable {
  const sorted = sortedCentres(centres)
  if ('notEstimable' in sorted) return sorted
  const n = sorted.length
  const { mu, sumOfWeights } = weightedMean(sorted, 0)
  const standardError = 1 / Math.sqrt(sumOfWeights)
  const half = criticalValue(level) * standardError
  const statistic = mu / standardError
  return {
    ...estimated(mu, [mu - half, mu + half], level, n, 'common effect, Wald'),
    standardError,
    test: testResult({ statistic, p: normalTwoSided(statistic), n, method: 'common effect, z' }),
  }
}
