/** @file Covariance of a likelihood fit that allows rows of one cluster to depend on each other, one-way and two-way. */
import { type Matrix, quadraticForm } from './linear-solve.ts'

/** What a fit leaves for its covariance: the inverse information and each row's contribution to the gradient. */
export interface ScoredFit {
  /** Inverse of the information, the model's own covariance. */
  readonly bread: Matrix
  /** One row of scores a data row, in the order of the cluster labels. */
  readonly scores: readonly (readonly number[])[]
}

/** A cluster-robust covariance and the number of clusters that it rests on. */
export interface ClusterCovariance {
  readonly matrix: Matrix
  readonly clusters: number
}

/**
 * B (sum over clusters of s_g s_g') B with the factor G / (G - 1), where s_g sums the scores of cluster g; equals R
 * sandwich::vcovCL(fit, cluster, type = 'HC0', cadjust = TRUE), which leaves out (n - 1) / (n - k). Null with fewer than
 * two clusters. Throws RangeError unless there is a label for each row.
 */
export function clusterCovariance(fit: ScoredFit, labels: readonly string[]): ClusterCovariance | null {
  if (labels.length !== fit.scores.length) {
    throw new RangeError(`clusterCovariance: expected ${fit.scores.length} labels, got ${labels.length}`)
  }
  const size = fit.bread.length
  const sums = new Map<string, number[]>()
  for (const [row, label] of labels.entries()) {
    const sum = sums.get(label) ?? new Array<number>(size).fill(0)
    sums.set(label, sum)
    for (let i = 0; i < size; i++) sum[i] += fit.scores[row][i]
  }
  const clusters = sums.size
  if (clusters < 2) return null
  // B s_g first: the outer products of these vectors are already the covariance, and stay positive semidefinite.
  const influences = [...sums.values()].map(sum =>
    fit.bread.map(row => row.reduce((total, value, i) => total + value * sum[i], 0)),
  )
  const factor = clusters / (clusters - 1)
  const matrix = fit.bread.map((_, i) =>
    fit.bread.map((_, j) => factor * influences.reduce((total, influence) => total + influence[i] * influence[j], 0)),
  )
  return { matrix, clusters }
}

/** The parts of a two-way covariance. */
export interface TwoWayCovariance {
  readonly first: ClusterCovariance
  readonly second: ClusterCovariance
  /** Clustered by the pairs of labels. */
  readonly both: Matrix
}

/**
 * The parts of V_first + V_second - V_first:second (Cameron, Gelbach and Miller 2011), each with its own G / (G - 1);
 * their sum equals R sandwich::vcovCL(fit, cbind(first, second), type = 'HC0', cadjust = TRUE). Null with fewer than two
 * clusters either way.
 */
export function twoWayCovariance(
  fit: ScoredFit,
  first: readonly string[],
  second: readonly string[],
): TwoWayCovariance | null {
  const one = clusterCovariance(fit, first)
  const other = clusterCovariance(fit, second)
  const both = clusterCovariance(
    fit,
    first.map((label, row) => JSON.stringify([label, second[row]])),
  )
  return one && other && both ? { first: one, second: other, both: both.matrix } : null
}

/** The two-way variance of a contrast, never below the larger of the two one-way variances. */
export function twoWayVariance({ first, second, both }: TwoWayCovariance, contrast: readonly number[]): number {
  const one = quadraticForm(first.matrix, contrast)
  const other = quadraticForm(second.matrix, contrast)
  return Math.max(one, other, one + other - quadraticForm(both, contrast))
}
