/** @file Chance-corrected agreement on an ordered scale. */
import { weightedKappa } from '../../statistics/index.ts'
import { type Metric, optionPlaces } from '../metric.ts'

/**
 * Cohen's kappa with squared distances on the declared scale. Deviation: a missing prediction counts as the option
 * farthest from the recorded one (the lower of two), because a fixed denominator needs a place for it on the scale.
 */
export const quadraticKappa: Metric = {
  name: 'quadratic-kappa',
  label: 'Quadratic-weighted kappa',
  layerTypes: ['ordinal'],
  higherIsBetter: true,
  scale: 'index',
  citation: 'Cohen 1968; sklearn cohen_kappa_score(weights=quadratic, labels=scale); missing = the farthest option.',
  columns: layer => layer.options.length ** 2,
  adds: (score, layer) => {
    const { truth, predicted } = optionPlaces(score, layer)
    const last = layer.options.length - 1
    const farthest = truth < last - truth ? last : 0
    return [[truth * layer.options.length + (predicted ?? farthest), 1]]
  },
  compute: sums => weightedKappa(sums, 'quadratic'),
}
