/** @file What a metric is: a function of sums over cases, so that the bootstrap can recompute it on any resample. */
import { StudyError } from '../support/index.ts'
import type { Score, ScoredLayer } from './score.ts'

/** One way of comparing predictions with the record. */
export interface Metric {
  /** Kebab-case, as in results.json. */
  readonly name: string
  readonly label: string
  readonly layerTypes: readonly ScoredLayer['type'][]
  readonly higherIsBetter: boolean
  /** A share of cases, an index that is at most 1, or a quantity in the layer's unit. */
  readonly scale: 'share' | 'index' | 'layer-unit'
  /** Where the definition comes from, with deviations. */
  readonly citation: string
  /** Of a share: whether a case counts. Shares have closed intervals when every couple has one row. */
  readonly success?: (score: Score, layer: ScoredLayer) => boolean
  /** Whether a case enters at all; left out when every case does. */
  readonly includes?: (score: Score) => boolean
  /** Number of sums that the metric needs. */
  columns(layer: ScoredLayer): number
  /** What a case adds to which sums. */
  adds(score: Score, layer: ScoredLayer): readonly (readonly [column: number, amount: number])[]
  /** True when it is defined only for layers that the specialty has rules or checks for. */
  readonly needsRules?: true
  /** True when the value in a stratum without one of the options would speak of another set of options. */
  readonly needsEveryOption?: true
  /**
   * The value from the sums over cases; null when they do not define it. `whole` are the sums over the whole sample, of
   * which `sums` may be a resample.
   */
  compute(sums: ArrayLike<number>, layer: ScoredLayer, whole: ArrayLike<number>): number | null
}

/** Builds a metric that is the share of cases for which `success` holds. */
export function shareMetric(
  parts: Pick<Metric, 'name' | 'label' | 'layerTypes' | 'citation' | 'needsRules'> & Required<Pick<Metric, 'success'>>,
): Metric {
  return {
    ...parts,
    higherIsBetter: true,
    scale: 'share',
    columns: () => 2,
    adds: (score, layer) => [
      [0, parts.success(score, layer) ? 1 : 0],
      [1, 1],
    ],
    compute: sums => (sums[1] > 0 ? sums[0] / sums[1] : null),
  }
}

/**
 * Places of truth and prediction among the layer's options; the prediction's is null when it is none of them. Throws
 * StudyError when the recorded decision is not an option, which the records stage should have refused.
 */
export function optionPlaces(score: Score, layer: ScoredLayer): { truth: number; predicted: number | null } {
  const truth = layer.options.indexOf(String(score.truth))
  if (truth < 0) {
    throw new StudyError(
      `benchmark: expected the recorded decision of record ${score.recordId} on layer "${layer.name}" to be one of the specialty's options; check the specialty and run again`,
    )
  }
  const predicted = score.predicted === null ? -1 : layer.options.indexOf(String(score.predicted))
  return { truth, predicted: predicted < 0 ? null : predicted }
}

/** Columns and adds of a metric that is a function of the confusion table (k rows, k + 1 columns). */
export const confusionSums: Pick<Metric, 'columns' | 'adds'> = {
  columns: layer => layer.options.length * (layer.options.length + 1),
  adds: (score, layer) => {
    const { truth, predicted } = optionPlaces(score, layer)
    return [[truth * (layer.options.length + 1) + (predicted ?? layer.options.length), 1]]
  },
}
