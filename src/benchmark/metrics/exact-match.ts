/** @file Share of cases whose whole plan agrees with the record. */
import { shareMetric } from '../metric.ts'

/** Agreement on every layer at once; a missing or an unneeded layer disagrees. */
export const exactMatch = shareMetric({
  name: 'exact-match',
  label: 'Exact match of the whole plan',
  layerTypes: ['whole-plan'],
  citation: 'Share of all cases; missing layer, unneeded layer or unreadable plan = disagrees.',
  success: score => score.correct,
})
