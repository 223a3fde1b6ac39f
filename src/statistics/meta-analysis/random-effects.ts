/** @file The random-effects mean of centres. */
import { criticalValue, normalTwoSided, studentQuantile, studentTwoSided } from '../distributions/index.ts'
import { type Estimated, estimated, type NotEstimable } from '../estimate.ts'
import { type TestResult, testResult } from '../test-result.ts'
import { type BetweenVarianceMethod, betweenVariance } from './between-variance.ts'
import { type CentreEstimate, sortedCentres } from './centre-estimate.ts'
import { type Heterogeneity, heterogeneity } from './heterogeneity.ts'
import { weightedMean } from './weighted-mean.ts'

/**
 * How the mean's standard error is made: Wald, 1 / sqrt(sum w) with z; Hartung-Knapp, times sqrt(q) with t of k - 1 df;
 * or the same with q at least 1, so that centres which agree by chance do not narrow it below Wald.
 */
export type MeanInterval = 'wald' | 'hartung-knapp' | 'hartung-knapp-floored'

/** How to estimate the variance between centres and the interval of the mean. */
export interface RandomEffectsOptions {
  readonly betweenVariance?: BetweenVarianceMethod
  readonly interval?: MeanInterval
  readonly level?: number
}

/** The mean of centres with what they differ by. */
export interface RandomEffects extends Estimated {
  readonly standardError: number
  /** Test that the mean is 0; null where its standard error is 0 (plain Hartung-Knapp on equal estimates). */
  readonly test: TestResult | null
  /** Variance between centres. */
  readonly tau2: number
  /** Null for one centre. */
  readonly heterogeneity: Heterogeneity | null
  /**
   * Where the true effect of a new centre would lie, at the same level and with the same critical value; null for one
   * centre.
   */
  readonly predictionInterval: readonly [number, number] | null
  /** Share of each centre in the mean, by id. */
  readonly weights: readonly { readonly id: string; readonly weight: number }[]
}

const NAMES: Readonly<Record<MeanInterval, string>> = {
  wald: 'Wald',
  'hartung-knapp': 'Hartung-Knapp',
  'hartung-knapp-floored': 'Hartung-Knapp, q at least 1',
}

/**
 * Random-effects mean of the centres, by default REML with the floored Hartung-Knapp interval; equals R
 * metafor::rma(yi, vi, method, test = 'z' | 'knha' | 'adhoc') with predict(). One centre gives that centre with its
 * Wald interval, tau2 = 0, and no prediction interval. No centre, or one with variance 0, is not estimable. Throws
 * RangeError as sortedCentres.
 */
export function randomEffects(
  centres: readonly CentreEstimate[],
  options: RandomEffectsOptions = {},
): RandomEffects | NotEstimable {
  const { betweenVariance: estimator = 'REML', interval = 'hartung-knapp-floored', level = 0.95 } = options
  const sorted = sortedCentres(centres)
  if ('notEstimable' in sorted) return sorted
  const n = sorted.length
  const tau2 = betweenVariance(sorted, estimator)
  const { mu, weights, sumOfWeights, q } = weightedMean(sorted, tau2)
  const form = n === 1 ? 'wald' : interval
  const plain = form === 'wald' ? 1 : q / (n - 1)
  const scale = form === 'hartung-knapp-floored' ? Math.max(1, plain) : plain
  const standardError = Math.sqrt(scale / sumOfWeights)
  const critical = form === 'wald' ? criticalValue(level) : studentQuantile((1 + level) / 2, n - 1)
  const half = critical * standardError
  const ahead = critical * Math.sqrt(standardError ** 2 + tau2)
  const statistic = mu / standardError
  const kind = form === 'wald' ? 'z' : 't'
  const p = () => (form === 'wald' ? normalTwoSided(statistic) : studentTwoSided(statistic, n - 1))
  const df = form === 'wald' ? {} : { df: n - 1 }
  const method = n === 1 ? 'one centre, Wald' : `random effects (${estimator}), ${NAMES[form]}`
  return {
    ...estimated(mu, [mu - half, mu + half], level, n, method),
    standardError,
    test: standardError > 0 ? testResult({ statistic, ...df, p: p(), n, method: `${method}, ${kind}` }) : null,
    tau2,
    heterogeneity: heterogeneity(sorted, tau2),
    predictionInterval: n === 1 ? null : [mu - ahead, mu + ahead],
    weights: sorted.map(({ id }, i) => ({ id, weight: weights[i] / sumOfWeights })),
  }
}
