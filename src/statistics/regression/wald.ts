/** @file Wald intervals and tests of contrasts of a fit: by the model, by clusters, and by two kinds of clusters at once. */
import { criticalValue, normalTwoSided, studentQuantile, studentTwoSided } from '../distributions/index.ts'
import { type Estimated, estimated, type NotEstimable, notEstimable } from '../estimate.ts'
import { quadraticForm } from './linear-solve.ts'
import { clusterCovariance, type ScoredFit, twoWayCovariance, twoWayVariance } from './sandwich.ts'

/** An estimate with its standard error and the test against 0. */
export interface WaldEstimate extends Estimated {
  readonly standardError: number
  /** Value by standard error. */
  readonly statistic: number
  /** Degrees of freedom of Student's t; null where the normal distribution is used. */
  readonly df: number | null
  /** Two-sided, against 0. */
  readonly p: number
}

/** One contrast under each kind of standard error. */
export interface ContrastInference {
  readonly value: number
  /** From the information: right only when all rows are independent. */
  readonly model: WaldEstimate | NotEstimable
  /** Cluster-robust by the first labels, Student's t with G - 1 df. */
  readonly clustered: WaldEstimate | NotEstimable
  /** Cluster-robust by both labels, Student's t with min(G, R) - 1 df. */
  readonly twoWay: WaldEstimate | NotEstimable
}

/** Labels of the clusters of each row, and what a cluster is called in the method. */
export interface ClusterLabels {
  readonly name: string
  readonly labels: readonly string[]
}

/**
 * An estimate with standard error, interval and two-sided p against 0 from its variance; df null takes the normal
 * distribution; equals R lmtest::coeftest and coefci. A variance that is not positive is not estimable.
 */
export function waldEstimate(
  value: number,
  variance: number,
  df: number | null,
  level: number,
  n: number,
  method: string,
): WaldEstimate | NotEstimable {
  if (!(variance > 0)) return notEstimable(`${method}: the variance is 0`, n)
  const standardError = Math.sqrt(variance)
  const half = standardError * (df === null ? criticalValue(level) : studentQuantile((1 + level) / 2, df))
  const statistic = value / standardError
  const p = df === null ? normalTwoSided(statistic) : studentTwoSided(statistic, df)
  return { ...estimated(value, [value - half, value + half], level, n, method), standardError, statistic, df, p }
}

/**
 * Returns a function that infers any contrast of a fit's parameters: model, one-way and two-way cluster-robust (see
 * sandwich.ts for the R calls). Labels that are missing, or that name fewer than two clusters, make that kind not
 * estimable.
 */
export function contrastInference(
  fit: ScoredFit,
  level: number,
  first?: ClusterLabels,
  second?: ClusterLabels,
): (contrast: readonly number[], value: number) => ContrastInference {
  const n = fit.scores.length
  const oneWay = first ? clusterCovariance(fit, first.labels) : null
  const twoWay = first && second ? twoWayCovariance(fit, first.labels, second.labels) : null
  return (contrast, value) => ({
    value,
    model: waldEstimate(value, quadraticForm(fit.bread, contrast), null, level, n, 'Wald, model standard error'),
    clustered: oneWay
      ? waldEstimate(
          value,
          negligibleAsZero(quadraticForm(oneWay.matrix, contrast), quadraticForm(fit.bread, contrast)),
          oneWay.clusters - 1,
          level,
          n,
          `Wald, cluster-robust by ${first?.name} (G = ${oneWay.clusters}), t`,
        )
      : notEstimable(first ? `fewer than two clusters by ${first.name}` : 'no clusters given', n),
    twoWay: twoWay
      ? waldEstimate(
          value,
          negligibleAsZero(twoWayVariance(twoWay, contrast), quadraticForm(fit.bread, contrast)),
          Math.min(twoWay.first.clusters, twoWay.second.clusters) - 1,
          level,
          n,
          `Wald, cluster-robust by ${first?.name} and ${second?.name} (G = ${twoWay.first.clusters}, ` +
            `R = ${twoWay.second.clusters}), t`,
        )
      : notEstimable(
          first && second
            ? `fewer than two clusters by ${first.name} or by ${second.name}`
            : 'no second kind of clusters given',
          n,
        ),
  })
}

/** Scores that cancel in every cluster leave 1e-30, not 0: such a variance claims a precision that is rounding. */
function negligibleAsZero(variance: number, modelVariance: number): number {
  return variance > 1e-18 * modelVariance ? variance : 0
}
