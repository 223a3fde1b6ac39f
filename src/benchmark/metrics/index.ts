/** @file The metrics of the benchmark, by name. To add one: a file in this folder and a line here. */
import type { Metric } from '../metric.ts'
import type { ScoredLayer } from '../score.ts'
import { accuracy } from './accuracy.ts'
import { balancedAccuracy } from './balanced-accuracy.ts'
import { exactMatch } from './exact-match.ts'
import { macroF1 } from './macro-f1.ts'
import { meanAbsoluteError } from './mean-absolute-error.ts'
import { noPlanError } from './no-plan-error.ts'
import { parseRate } from './parse-rate.ts'
import { quadraticKappa } from './quadratic-kappa.ts'
import { withinOneStep } from './within-one-step.ts'
import { withinRules } from './within-rules.ts'
import { withinTenPercent } from './within-ten-percent.ts'

/** Every metric, in the order of the report. */
export const metrics = {
  accuracy,
  'quadratic-kappa': quadraticKappa,
  'within-one-step': withinOneStep,
  'macro-f1': macroF1,
  'balanced-accuracy': balancedAccuracy,
  'within-10-percent': withinTenPercent,
  'mean-absolute-error': meanAbsoluteError,
  'within-rules': withinRules,
  'exact-match': exactMatch,
  'parse-rate': parseRate,
  'no-plan-error': noPlanError,
} satisfies Record<string, Metric>

/** The name of a registered metric. */
export type MetricName = keyof typeof metrics

/** The one metric of each type of layer that the plan names beforehand; the others are secondary. */
export const primaryMetric = {
  nominal: 'accuracy',
  ordinal: 'quadratic-kappa',
  numeric: 'within-10-percent',
  decision: 'exact-match',
  'whole-plan': 'exact-match',
} as const satisfies Record<ScoredLayer['type'], MetricName>

/** The share that stands for a layer in the main figure, comparable across layers. */
export const headlineMetric = {
  nominal: 'accuracy',
  ordinal: 'accuracy',
  numeric: 'within-10-percent',
  decision: 'exact-match',
  'whole-plan': 'exact-match',
} as const satisfies Record<ScoredLayer['type'], MetricName>

/** The metrics that apply to a layer, in the order of the report. */
export function metricsOf(layer: ScoredLayer): readonly Metric[] {
  return Object.values<Metric>(metrics).filter(
    metric => metric.layerTypes.includes(layer.type) && (!metric.needsRules || layer.ruled),
  )
}
