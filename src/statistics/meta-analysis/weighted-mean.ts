/** @file The inverse-variance mean at a given variance between centres. */
import type { CentreEstimate } from './centre-estimate.ts'

/** The mean with the sums that estimators of the variance between centres need. */
export interface WeightedMean {
  readonly mu: number
  /** Weights 1 / (v + tau2), in the order of the centres. */
  readonly weights: readonly number[]
  readonly sumOfWeights: number
  readonly sumOfSquaredWeights: number
  /** Sum of w (y - mu)^2; Cochran's Q at tau2 = 0. */
  readonly q: number
  /** Sum of w^2 (y - mu)^2. */
  readonly squaredQ: number
}

/** The mean of estimates weighted by 1 / (variance + tau2); equals R weighted.mean(yi, 1 / (vi + tau2)). */
export function weightedMean(centres: readonly CentreEstimate[], tau2: number): WeightedMean {
  const weights = centres.map(({ variance }) => 1 / (variance + tau2))
  let sumOfWeights = 0
  let sumOfSquaredWeights = 0
  let product = 0
  for (const [i, weight] of weights.entries()) {
    sumOfWeights += weight
    sumOfSquaredWeights += weight * weight
    product += weight * centres[i].estimate
  }
  const mu = product / sumOfWeights
  let q = 0
  let squaredQ = 0
  for (const [i, weight] of weights.entries()) {
    const square = (centres[i].estimate - mu) ** 2
    q += weight * square
    squaredQ += weight * weight * square
  }
  return { mu, weights, sumOfWeights, sumOfSquaredWeights, q, squaredQ }
}
