/** @file The bias-corrected and accelerated (BCa) bootstrap interval from given replicates. */
import { normalCdf, normalQuantile } from '../distributions/normal.ts'
import { quantile } from '../quantile.ts'

/** Limits, and whether the bias correction was possible. */
export interface BcaLimits {
  readonly interval: readonly [number, number]
  readonly kind: 'BCa' | 'percentile' | 'constant'
}

/**
 * BCa limits (Efron 1987): z0 from the replicates below the estimate (ties by half), acceleration from the jackknife,
 * type-7 quantiles; equals scipy.stats.bootstrap(method='BCa') on the same replicates. All replicates equal gives
 * [estimate, estimate], said in `kind`; all replicates on one side of the estimate gives the percentile interval, said in `kind`.
 */
export function bcaInterval(
  estimate: number,
  replicates: ArrayLike<number>,
  jackknife: ArrayLike<number>,
  level = 0.95,
): BcaLimits {
  const sorted = Float64Array.from(replicates).sort()
  // Equal sums of fractions differ in their last bits by the order of adding: such ties are ties, or z0 would lean to one side.
  const rounding = 1e-12 * Math.max(Math.abs(sorted[0]), Math.abs(sorted[sorted.length - 1]), Math.abs(estimate))
  if (sorted[sorted.length - 1] - sorted[0] <= rounding) return { interval: [estimate, estimate], kind: 'constant' }
  let below = 0
  for (const replicate of sorted) {
    below += replicate < estimate - rounding ? 1 : replicate <= estimate + rounding ? 0.5 : 0
  }
  const z0 = normalQuantile(below / sorted.length)
  const tail = (1 - level) / 2
  if (!Number.isFinite(z0)) {
    return { interval: [quantile(sorted, tail), quantile(sorted, 1 - tail)], kind: 'percentile' }
  }
  let mean = 0
  for (let i = 0; i < jackknife.length; i++) mean += jackknife[i] / jackknife.length
  let squares = 0
  let cubes = 0
  for (let i = 0; i < jackknife.length; i++) {
    const deviation = mean - jackknife[i]
    squares += deviation ** 2
    cubes += deviation ** 3
  }
  const acceleration = squares === 0 ? 0 : cubes / (6 * squares ** 1.5)
  const limit = (z: number) => {
    const shifted = z0 + z
    return quantile(sorted, normalCdf(z0 + shifted / (1 - acceleration * shifted)))
  }
  const z = normalQuantile(1 - tail)
  return { interval: [limit(-z), limit(z)], kind: 'BCa' }
}
