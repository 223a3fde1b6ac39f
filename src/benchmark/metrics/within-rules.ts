/** @file Share of cases whose prediction the guideline rules leave open, whatever the record says. */
import { shareMetric } from '../metric.ts'

/** Predictions among the admissible options of the layer, given the predicted layers before it; a missing one is not. */
export const withinRules = shareMetric({
  name: 'within-rules',
  label: 'Within the rules (admissible)',
  layerTypes: ['nominal', 'ordinal', 'numeric', 'decision'],
  citation: 'Share of all cases whose record has the layer; most rules are not verified by a clinician.',
  success: score => score.withinRules === true,
  needsRules: true,
})
