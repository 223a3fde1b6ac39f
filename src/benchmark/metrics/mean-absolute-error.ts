/** @file Mean distance between the predicted and the recorded number. */
import type { Metric } from '../metric.ts'

/** Mean absolute error over the cases that have a number, whose count is its n; secondary, for silence costs nothing. */
export const meanAbsoluteError: Metric = {
  name: 'mean-absolute-error',
  label: 'Mean absolute error over readable answers',
  layerTypes: ['numeric'],
  higherIsBetter: false,
  scale: 'layer-unit',
  citation: 'sklearn mean_absolute_error over readable numbers only; read it beside the share of readable plans.',
  includes: score => score.predicted !== null,
  columns: () => 2,
  adds: ({ truth, predicted }) => [
    [0, Math.abs(Number(predicted) - Number(truth))],
    [1, 1],
  ],
  compute: sums => (sums[1] > 0 ? sums[0] / sums[1] : null),
}
