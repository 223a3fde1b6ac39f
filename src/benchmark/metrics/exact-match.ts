/** @file Share of cases in which all of several layers agree with the record: those of a decision, or of the whole plan. */
import { shareMetric } from '../metric.ts'

/** Agreement on every layer at once; a missing or an unneeded layer disagrees. */
export const exactMatch = shareMetric({
  name: 'exact-match',
  label: 'Exact match',
  layerTypes: ['decision', 'whole-plan'],
  citation: 'Share of all cases; missing layer, unneeded layer or unreadable plan = disagrees.',
  success: score => score.correct,
})
