/** @file What the benchmark found: the shape of `benchmark/results.json`. */
import type { Stratum } from '../prompts/index.ts'
import type { Estimate } from '../statistics/index.ts'
import type { MetricName } from './metrics/index.ts'
import type { ScoredLayer } from './score.ts'

/** An arm, or a reference predictor scored in the same way. */
export interface Predictor {
  readonly name: string
  readonly kind: 'arm' | 'baseline'
  readonly description: string
}

/** One figure of one predictor. */
export interface BenchmarkEstimate {
  readonly predictor: string
  readonly layer: string
  readonly stratum: Stratum | 'all'
  readonly metric: MetricName
  readonly role: 'primary' | 'secondary'
  /** Of a share: the cases that count, whatever the interval. */
  readonly successes?: number
  readonly estimate: Estimate
}

/** First minus second predictor on the same cases. */
export interface BenchmarkDifference {
  readonly first: string
  readonly second: string
  readonly layer: string
  readonly metric: MetricName
  readonly role: 'primary' | 'secondary'
  readonly estimate: Estimate
  /** Exact McNemar test; null where it does not apply (not a share, or several rows a couple). */
  readonly mcnemar: { readonly firstOnly: number; readonly secondOnly: number; readonly p: number } | null
}

/** The headline share of a predictor on the test cases whose prompt stands, or does not stand, in training. */
export interface SeenEstimate extends Omit<BenchmarkEstimate, 'stratum' | 'role'> {
  readonly seen: boolean
}

/** A figure in the head minus the same figure in the tail, of one predictor. */
export interface StratumGap extends Omit<BenchmarkEstimate, 'stratum' | 'successes'> {
  readonly first: 'head'
  readonly second: 'tail'
}

/** One rare situation in the test set, with the headline share of every predictor in it. */
export interface RareSituationResult {
  readonly name: string
  readonly label: string
  readonly cases: number
  readonly couples: number
  readonly trainingCases: number
  readonly estimates: readonly Omit<BenchmarkEstimate, 'stratum' | 'role'>[]
}

/** The figures re-weighted to the cohort's own proportions, where the test set over-samples; never the as-sampled ones. */
export interface Reweighted {
  readonly effectiveCouples: number
  readonly estimates: readonly BenchmarkEstimate[]
  readonly differences: readonly BenchmarkDifference[]
}

/** How far an arm's completions could be read. */
export interface Readability {
  readonly predictor: string
  readonly cases: number
  /** Cases without any prediction. */
  readonly missing: number
  readonly unreadable: number
  /** Completions cut at the longest allowed length. */
  readonly cut: number
  /** Cases for which exemplars were left out of the context. */
  readonly droppedExemplars: number
  /** What was wrong, most frequent first; kinds only, never a completion's text. */
  readonly errorKinds: readonly { readonly kind: string; readonly count: number }[]
}

/** `benchmark/results.json`. */
export interface BenchmarkResults {
  /** What every figure measures. */
  readonly reference: string
  readonly level: number
  readonly resamples: number
  readonly seed: number
  readonly cases: number
  readonly couples: number
  readonly strata: Readonly<Record<Stratum, number>>
  readonly predictors: readonly Predictor[]
  /** `partOf` names the decision of several layers, itself in this list, of which a layer is a part. */
  readonly layers: readonly (Pick<ScoredLayer, 'name' | 'label' | 'type' | 'unit' | 'partOf'> & {
    readonly n: number
  })[]
  readonly metrics: readonly {
    readonly name: MetricName
    readonly label: string
    readonly higherIsBetter: boolean
    readonly scale: 'share' | 'index' | 'layer-unit'
    readonly citation: string
  }[]
  readonly estimates: readonly BenchmarkEstimate[]
  readonly differences: readonly BenchmarkDifference[]
  /** Head minus tail, as sampled, of every metric. */
  readonly gaps: readonly StratumGap[]
  /** Null when the test set is in proportion to the cohort: the figures as sampled are then those of the cohort. */
  readonly reweighted: Reweighted | null
  readonly rareSituations: readonly RareSituationResult[]
  /** Test cases whose prompt is word for word that of a training case, and the headline shares with and without them. */
  readonly seenInTraining: { readonly cases: number; readonly estimates: readonly SeenEstimate[] }
  readonly readability: readonly Readability[]
}
