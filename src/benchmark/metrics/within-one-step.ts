/** @file Share of cases at most one step away from the record on an ordered scale. */
import { optionPlaces, shareMetric } from '../metric.ts'

/** Agreement up to one step of the declared scale; a missing prediction is not within. */
export const withinOneStep = shareMetric({
  name: 'within-one-step',
  label: 'Within one step',
  layerTypes: ['ordinal'],
  citation: 'Share of all cases at most one declared step from the record; missing = not within.',
  success: (score, layer) => {
    const { truth, predicted } = optionPlaces(score, layer)
    return predicted !== null && Math.abs(truth - predicted) <= 1
  },
})
