/** @file Estimators of the variance between centres, tau squared. */
import type { CentreEstimate } from './centre-estimate.ts'
import { weightedMean } from './weighted-mean.ts'

/** REML: restricted maximum likelihood; DL: DerSimonian-Laird; PM: Paule-Mandel. */
export type BetweenVarianceMethod = 'REML' | 'DL' | 'PM'

/** Steps between 0 and the largest value looked at for roots of the REML equation, evenly on a log scale. */
const GRID = 200

/** Where a function falls from above 0 to 0 or below, by halving until the numbers have no middle left. */
function fallingRoot(f: (x: number) => number, from: number, to: number): number {
  let [low, high] = [from, to]
  for (;;) {
    const middle = low + (high - low) / 2
    if (middle <= low || middle >= high) return high
    if (f(middle) > 0) low = middle
    else high = middle
  }
}

/** A tau2 at which the estimates vary less than expected, and so above any root: found by doubling. */
function above(centres: readonly CentreEstimate[], f: (tau2: number) => number): number {
  let high = Math.max(...centres.map(({ variance }) => variance))
  while (f(high) > 0) high *= 2
  return high
}

function dersimonianLaird(centres: readonly CentreEstimate[]): number {
  const { q, sumOfWeights: s1, sumOfSquaredWeights: s2 } = weightedMean(centres, 0)
  return Math.max(0, (q - (centres.length - 1)) / (s1 - s2 / s1))
}

function pauleMandel(centres: readonly CentreEstimate[]): number {
  const excess = (tau2: number) => weightedMean(centres, tau2).q - (centres.length - 1)
  return excess(0) <= 0 ? 0 : fallingRoot(excess, 0, above(centres, excess))
}

/** Twice the restricted log likelihood, but for a constant. */
function restrictedLikelihood(centres: readonly CentreEstimate[], tau2: number): number {
  const { q, sumOfWeights, weights } = weightedMean(centres, tau2)
  return weights.reduce((sum, weight) => sum + Math.log(weight), 0) - Math.log(sumOfWeights) - q
}

/** The equation may have several roots: all local maxima are found on a grid, and the most likely one is taken. */
function restrictedMaximumLikelihood(centres: readonly CentreEstimate[]): number {
  const score = (tau2: number) => {
    const { sumOfWeights: s1, sumOfSquaredWeights: s2, squaredQ } = weightedMean(centres, tau2)
    return s2 / s1 - s1 + squaredQ
  }
  const spread = centres.map(({ estimate }) => estimate)
  const smallest = Math.min(...centres.map(({ variance }) => variance)) * 1e-4
  const largest = Math.max(above(centres, score), (Math.max(...spread) - Math.min(...spread)) ** 2)
  const ratio = (Math.max(largest, smallest * 2) / smallest) ** (1 / GRID)
  const grid = [0, ...Array.from({ length: GRID + 1 }, (_, step) => smallest * ratio ** step)]
  let best = 0
  let bestLikelihood = restrictedLikelihood(centres, 0)
  for (let step = 0; step + 1 < grid.length; step++) {
    if (!(score(grid[step]) > 0 && score(grid[step + 1]) <= 0)) continue
    const root = fallingRoot(score, grid[step], grid[step + 1])
    const likelihood = restrictedLikelihood(centres, root)
    if (likelihood > bestLikelihood) [best, bestLikelihood] = [root, likelihood]
  }
  return best
}

/**
 * The variance between centres, at least 0; equals R metafor::rma(yi, vi, method = 'REML' | 'DL' | 'PM')$tau2 (REML and
 * PM at a fine convergence threshold; where the REML equation has several roots the most likely one). One centre gives
 * 0.
 */
export function betweenVariance(centres: readonly CentreEstimate[], method: BetweenVarianceMethod): number {
  if (centres.length < 2) return 0
  if (method === 'DL') return dersimonianLaird(centres)
  return method === 'PM' ? pauleMandel(centres) : restrictedMaximumLikelihood(centres)
}
