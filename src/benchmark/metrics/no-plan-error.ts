/** @file Share of cases in whose plan no check finds an error. */
import { shareMetric } from '../metric.ts'

/** Plans without an error of the specialty's plan checks; an unreadable plan is not without. */
export const noPlanError = shareMetric({
  name: 'no-plan-error',
  label: 'Plans without an error of a plan check',
  layerTypes: ['whole-plan'],
  citation: 'Share of all cases; warnings do not count; most checks are not verified by a clinician.',
  success: score => score.withinRules === true,
  needsRules: true,
})
