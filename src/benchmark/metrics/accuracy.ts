/** @file Share of cases that agree with the record on one layer. */
import { shareMetric } from '../metric.ts'

/** Agreement with the recorded option; a missing or unreadable one disagrees. */
export const accuracy = shareMetric({
  name: 'accuracy',
  label: 'Accuracy (agreement with the record)',
  layerTypes: ['nominal', 'ordinal'],
  citation: 'Share of all cases whose record has the layer; missing = disagrees. Wilson 1927 interval.',
  success: score => score.correct,
})
