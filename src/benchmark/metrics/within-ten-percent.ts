/** @file Share of cases whose number is within 10 % of the recorded one. */
import { shareMetric } from '../metric.ts'

/** Rounding of 0.1 * x must not decide about a value that lies on the bound. */
const ROUNDING = 1e-9

/** Numbers within 10 % of the recorded one, bounds included; a missing number is not within. */
export const withinTenPercent = shareMetric({
  name: 'within-10-percent',
  label: 'Within 10 % of the record',
  layerTypes: ['numeric'],
  citation: 'Share of all cases with |prediction - record| <= 0.1 |record|, bounds included; missing = not within.',
  success: ({ truth, predicted }) =>
    predicted !== null && Math.abs(Number(predicted) - Number(truth)) <= 0.1 * Math.abs(Number(truth)) + ROUNDING,
})
