/** @file The figures of one layer in one stratum: every predictor, and every pair of them. */
import type { Stratum } from '../prompts/index.ts'
import {
  type Estimate,
  estimated,
  isEstimated,
  mcnemarTest,
  notEstimable,
  type PairedTable,
  pairedDifferenceInterval,
  wilsonInterval,
} from '../statistics/index.ts'
import { bootstrapKey, bootstrapLayer } from './layer-bootstrap.ts'
import type { Metric } from './metric.ts'
import { type MetricName, metricsOf, primaryMetric } from './metrics/index.ts'
import type { BenchmarkDifference, BenchmarkEstimate, Predictor } from './results.ts'
import type { Score, ScoredLayer } from './score.ts'

const FEWEST_CASES = 10

/** What is estimated at once. */
export interface LayerRequest {
  readonly layer: ScoredLayer
  readonly stratum: Stratum | 'all'
  readonly predictors: readonly Predictor[]
  /** Scores of each predictor on the same cases, in the same order. */
  readonly scores: ReadonlyMap<string, readonly Score[]>
  readonly level: number
  readonly resamples: number
  readonly seed: number
  /** Only this metric, and no differences; left out for all metrics. */
  readonly only?: MetricName
  /** Weight of each couple: every figure is then re-weighted, and bootstrapped within the strata of equal weight. */
  readonly weights?: ReadonlyMap<string, number>
  /** Part of the name of the random stream, where a stratum is estimated on some of its cases. */
  readonly part?: string
}

/**
 * A share that is 0 or 1 in every couple is so in every resample, and a bootstrap interval without width would claim
 * certainty: instead the Wilson interval with couples in place of cases, as if the rows of a couple were one.
 */
function withWidth(estimate: Estimate, couples: number): Estimate {
  if (!isEstimated(estimate)) return estimate
  const { value, interval, level, n } = estimate
  if (interval[0] !== interval[1] || (value !== 0 && value !== 1)) return estimate
  const wilson = wilsonInterval(value * couples, couples, level)
  if (!isEstimated(wilson)) return estimate
  return estimated(value, wilson.interval, level, n, `Wilson on ${couples} couples (bootstrap constant)`)
}

/** Kish's effective number of couples, (sum w)^2 / sum w^2 (Kish 1965, Survey Sampling, section 11.7); 0 of none. */
export function effectiveCouples(cases: readonly Score[], weights: ReadonlyMap<string, number>): number {
  const own = [...new Set(cases.map(({ coupleId }) => coupleId))].map(couple => weights.get(couple) ?? 1)
  const squares = own.reduce((sum, weight) => sum + weight * weight, 0)
  return squares === 0 ? 0 : own.reduce((sum, weight) => sum + weight, 0) ** 2 / squares
}

/** Each arm against each baseline, and arms against each other; baselines are not compared among themselves. */
export function pairsOf(predictors: readonly Predictor[]): readonly (readonly [first: string, second: string])[] {
  const arms = predictors.filter(({ kind }) => kind === 'arm')
  const baselines = predictors.filter(({ kind }) => kind === 'baseline')
  return arms.flatMap((first, i) =>
    [...arms.slice(i + 1), ...baselines].map(second => [first.name, second.name] as const),
  )
}

/** Cases by which of two predictors succeeded. */
function pairedTable(
  first: readonly Score[],
  second: readonly Score[],
  succeeds: (score: Score) => boolean,
): PairedTable {
  const table = { both: 0, firstOnly: 0, secondOnly: 0, neither: 0 }
  for (const [i, score] of first.entries()) {
    const other = succeeds(second[i])
    table[succeeds(score) ? (other ? 'both' : 'firstOnly') : other ? 'secondOnly' : 'neither']++
  }
  return table
}

/**
 * Estimates every metric of the layer for every predictor and, over all strata, every difference. A share has closed
 * intervals (Wilson, square-and-add, with McNemar's test) when every couple has one row; everything else is
 * bootstrapped by couple. Fewer than 10 cases are not estimable: only the counts are given. Nor is, in a stratum, a
 * metric that needs every option when an option is not there.
 */
export function estimateLayer(request: LayerRequest): {
  readonly estimates: readonly BenchmarkEstimate[]
  readonly differences: readonly BenchmarkDifference[]
} {
  const { layer, stratum, predictors, scores, level, resamples, seed } = request
  const scoresOf = (name: string) => scores.get(name) ?? []
  const cases = scoresOf(predictors[0]?.name ?? '')
  const pairs = stratum === 'all' && !request.only ? pairsOf(predictors) : []
  const used = metricsOf(layer).filter(({ name }) => !request.only || name === request.only)
  const couples = new Set(cases.map(score => score.coupleId)).size
  const oneRowACouple = couples === cases.length
  const { weights } = request
  const recorded = new Set(cases.map(({ truth }) => String(truth)))
  const absent = stratum === 'all' ? undefined : layer.options.find(option => !recorded.has(option))
  const isClosed = (metric: Metric) => metric.success !== undefined && oneRowACouple && !weights
  const isEnough = cases.length >= FEWEST_CASES
  const bootstrapped = bootstrapLayer({
    layer,
    metrics: isEnough ? used.filter(metric => !isClosed(metric)) : [],
    scores,
    pairs,
    seed,
    stream: [layer.name, stratum, ...(request.part ? [request.part] : [])],
    resamples,
    level,
    ...(weights && { weights }),
  })
  // With unequal weights fewer couples would be as precise; rounded down, so that no width is made too small.
  const precise = weights ? Math.max(1, Math.floor(effectiveCouples(cases, weights))) : couples
  const choose = (metric: Metric, closed: () => Estimate, ...names: readonly string[]): Estimate => {
    if (!isEnough) return notEstimable(`fewer than ${FEWEST_CASES} cases: counts only`, cases.length)
    if (metric.needsEveryOption && absent !== undefined) {
      return notEstimable(`option "${absent}" is not among the recorded decisions here`, cases.length)
    }
    if (isClosed(metric)) return closed()
    const found = bootstrapped.get(bootstrapKey(metric, ...names)) ?? notEstimable('no cases', 0)
    return metric.success && names.length === 1 ? withWidth(found, precise) : found
  }

  const estimates: BenchmarkEstimate[] = []
  const differences: BenchmarkDifference[] = []
  for (const metric of used) {
    const common = {
      layer: layer.name,
      metric: metric.name as MetricName,
      role: primaryMetric[layer.type] === metric.name ? ('primary' as const) : ('secondary' as const),
    }
    const succeeds = (score: Score) => metric.success?.(score, layer) ?? false
    for (const { name } of predictors) {
      const successes = scoresOf(name).filter(succeeds).length
      const estimate = choose(metric, () => wilsonInterval(successes, cases.length, level), name)
      estimates.push({ predictor: name, stratum, ...common, ...(metric.success ? { successes } : {}), estimate })
    }
    for (const [first, second] of pairs) {
      const table = pairedTable(scoresOf(first), scoresOf(second), succeeds)
      const estimate = choose(metric, () => pairedDifferenceInterval(table, level), first, second)
      const { firstOnly, secondOnly } = table
      const mcnemar =
        isClosed(metric) && isEnough ? { firstOnly, secondOnly, p: mcnemarTest(firstOnly, secondOnly).p } : null
      differences.push({ first, second, ...common, estimate, mcnemar })
    }
  }
  return { estimates, differences }
}
