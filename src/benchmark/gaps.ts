/** @file How much better a predictor does on common combinations than on rare ones. */
import {
  clusterBootstrap,
  type Estimate,
  type Estimated,
  independentDifferenceInterval,
  isEstimated,
  notEstimable,
} from '../statistics/index.ts'
import type { Metric } from './metric.ts'
import { metricsOf } from './metrics/index.ts'
import type { BenchmarkEstimate, StratumGap } from './results.ts'
import type { Score, ScoredLayer } from './score.ts'

/** What is compared. */
export interface GapRequest {
  readonly layer: ScoredLayer
  /** Scores of each predictor on the cases of the layer. */
  readonly scores: ReadonlyMap<string, readonly Score[]>
  /** The estimates of the layer in head and tail. */
  readonly estimates: readonly BenchmarkEstimate[]
  readonly level: number
  readonly resamples: number
  readonly seed: number
}

const GROUPS = ['head', 'tail'] as const

/** Bootstraps head minus tail; couples are resampled within head, within tail, and within those with rows in both. */
function bootstrapGap(metric: Metric, name: string, own: readonly Score[], request: GapRequest): Estimate {
  const { layer, seed, resamples, level } = request
  const cases = own.filter(score => score.stratum !== 'mid' && (metric.includes?.(score) ?? true))
  const width = metric.columns(layer)
  const whole = GROUPS.map(() => new Float64Array(width))
  const strataOf = new Map<string, Set<string>>()
  const rows = cases.map(score => {
    const group = score.stratum === 'head' ? 0 : 1
    strataOf.set(score.coupleId, (strataOf.get(score.coupleId) ?? new Set()).add(score.stratum))
    const adds = metric.adds(score, layer).map(([column, amount]) => {
      whole[group][column] += amount
      return [group * width + column, amount] as const
    })
    return { cluster: score.coupleId, adds }
  })
  const compute = (sums: Float64Array) => {
    const [head, tail] = GROUPS.map((_, i) =>
      metric.compute(sums.subarray(i * width, (i + 1) * width), layer, whole[i]),
    )
    return head === null || tail === null ? null : head - tail
  }
  const strata = new Map([...strataOf].map(([couple, own]) => [couple, [...own].sort().join(' ')]))
  const statistics = [{ name: 'gap', n: rows.length, compute }]
  const stream = [layer.name, 'head minus tail', metric.name, name]
  const asked = { rows, columns: 2 * width, statistics, strata, seed, stream, resamples, level }
  return clusterBootstrap(asked).get('gap') ?? notEstimable('no cases', 0)
}

/**
 * Head minus tail of every metric and predictor, as sampled. Shares whose own intervals are closed, or that are 0 or 1 in
 * a stratum (where a bootstrap would see no variation), have square-and-add limits; everything else is bootstrapped by
 * couple within the strata. Not estimable where one of the two is not, with its reason.
 */
export function estimateGaps(request: GapRequest): readonly StratumGap[] {
  const { layer, scores, estimates } = request
  return metricsOf(layer).flatMap(metric =>
    [...scores].flatMap(([predictor, own]): StratumGap[] => {
      const found = GROUPS.map(stratum =>
        estimates.find(
          one =>
            one.layer === layer.name &&
            one.predictor === predictor &&
            one.metric === metric.name &&
            one.stratum === stratum,
        ),
      )
      const [head, tail] = found
      if (!head || !tail) return []
      const n = head.estimate.n + tail.estimate.n
      const gap = (): Estimate => {
        for (const [i, one] of [head, tail].entries()) {
          if (!isEstimated(one.estimate)) return notEstimable(`${GROUPS[i]}: ${one.estimate.notEstimable}`, n)
        }
        const [a, b] = [head.estimate, tail.estimate] as [Estimated, Estimated]
        const isClosed = (one: Estimated) => one.method.startsWith('Wilson')
        return metric.success && (isClosed(a) || isClosed(b))
          ? independentDifferenceInterval(a, b)
          : bootstrapGap(metric, predictor, own, request)
      }
      const { metric: name, role } = head
      return [{ predictor, layer: layer.name, metric: name, role, first: 'head', second: 'tail', estimate: gap() }]
    }),
  )
}
