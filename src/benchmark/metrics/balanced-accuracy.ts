/** @file Recall averaged over the options that occur in the records. */
import { balancedAccuracy as balancedAccuracyOf } from '../../statistics/index.ts'
import { confusionSums, type Metric } from '../metric.ts'

/** Balanced accuracy: 1 / k for a predictor that always says the same of k options. */
export const balancedAccuracy: Metric = {
  name: 'balanced-accuracy',
  label: 'Balanced accuracy',
  layerTypes: ['nominal', 'ordinal'],
  higherIsBetter: true,
  scale: 'index',
  citation:
    'sklearn balanced_accuracy_score; missing = a miss of its option; a resample without one of the options is undefined.',
  ...confusionSums,
  compute: (sums, _, whole) => balancedAccuracyOf(sums, whole),
}
