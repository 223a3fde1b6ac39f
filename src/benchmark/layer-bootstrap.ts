/** @file One bootstrap for all metrics, predictors and pairs of a layer, so that all are seen on the same resamples. */
import type { BootstrapStatistic, Estimate } from '../statistics/index.ts'
import { clusterBootstrap, FEWEST_CLUSTERS, notEstimable } from '../statistics/index.ts'
import type { Metric } from './metric.ts'
import type { Score, ScoredLayer } from './score.ts'

/** What is resampled: the same cases, in the same order, for every predictor. */
export interface LayerBootstrap {
  readonly layer: ScoredLayer
  readonly metrics: readonly Metric[]
  readonly scores: ReadonlyMap<string, readonly Score[]>
  readonly pairs: readonly (readonly [first: string, second: string])[]
  readonly seed: number
  readonly stream: readonly string[]
  readonly resamples: number
  readonly level: number
  /** Weight of each couple; each weight is a stratum of the resampling, since the test set was drawn in those. */
  readonly weights?: ReadonlyMap<string, number>
}

/** The name under which the estimate of a metric for a predictor, or for a pair (first minus second), is found. */
export function bootstrapKey(metric: Metric, ...predictors: readonly string[]): string {
  return [metric.name, ...predictors].join(' ')
}

type Compute = (sums: Float64Array) => number | null

/**
 * Bootstraps couples. Each predictor and metric has its own columns of sums in the same rows. Where a metric leaves
 * cases out, a difference is taken over the cases that both predictors have. No metric gives an empty map.
 */
export function bootstrapLayer(request: LayerBootstrap): ReadonlyMap<string, Estimate> {
  const { layer, metrics, scores, pairs, weights } = request
  const weightOf = (score: Score) => weights?.get(score.coupleId) ?? 1
  const cases = [...scores.values()][0] ?? []
  if (metrics.length === 0 || cases.length === 0) return new Map()
  const rows = cases.map(score => ({ cluster: score.coupleId, adds: [] as [number, number][] }))
  const statistics: BootstrapStatistic[] = []
  let columns = 0
  const tooFew = new Map<string, Estimate>()
  /** Registers a statistic; couples without a case that enters do not count towards the fewest that a bootstrap needs. */
  const register = (name: string, places: readonly number[], compute: Compute) => {
    const couples = new Set(places.map(i => cases[i].coupleId)).size
    if (couples >= FEWEST_CLUSTERS) statistics.push({ name, n: places.length, compute })
    else tooFew.set(name, notEstimable(`fewer than ${FEWEST_CLUSTERS} couples (${couples})`, places.length))
  }

  /** Gives a predictor's sums over some of the cases their columns, and returns how to compute the metric from them. */
  const addSums = (metric: Metric, name: string, entering: readonly number[]): Compute => {
    const offset = columns
    const width = metric.columns(layer)
    columns += width
    const own = scores.get(name) ?? []
    for (const i of entering) {
      for (const [column, amount] of metric.adds(own[i], layer))
        rows[i].adds.push([offset + column, amount * weightOf(own[i])])
    }
    const whole = new Float64Array(width)
    for (const i of entering) {
      for (const [column, amount] of metric.adds(own[i], layer)) whole[column] += amount * weightOf(own[i])
    }
    return sums => metric.compute(sums.subarray(offset, offset + width), layer, whole)
  }
  /** Places of the cases that enter a metric for all of the named predictors. */
  const entering = (metric: Metric, ...names: readonly string[]) =>
    [...cases.keys()].filter(i => names.every(name => metric.includes?.((scores.get(name) ?? [])[i]) ?? true))

  for (const metric of metrics) {
    const alone = new Map<string, Compute>()
    for (const name of scores.keys()) {
      const places = entering(metric, name)
      const compute = addSums(metric, name, places)
      alone.set(name, compute)
      register(bootstrapKey(metric, name), places, compute)
    }
    for (const [first, second] of pairs) {
      const both = entering(metric, first, second)
      const [a, b] = [first, second].map(name =>
        metric.includes ? addSums(metric, name, both) : (alone.get(name) as Compute),
      )
      const compute: Compute = sums => {
        const [x, y] = [a(sums), b(sums)]
        return x === null || y === null ? null : x - y
      }
      register(bootstrapKey(metric, first, second), both, compute)
    }
  }
  const { seed, stream, resamples, level } = request
  const strata = weights && new Map([...weights].map(([couple, weight]) => [couple, String(weight)]))
  const asked = { rows, columns, statistics, seed, stream, resamples, level, ...(strata && { strata }) }
  return new Map([...tooFew, ...clusterBootstrap(asked)])
}
