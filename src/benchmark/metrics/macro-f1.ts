/** @file F1 averaged over the declared options of a layer. */
import { macroF1 as macroF1Of } from '../../statistics/index.ts'
import { confusionSums, type Metric } from '../metric.ts'

/** Macro-F1: every declared option counts the same, however rare. */
export const macroF1: Metric = {
  name: 'macro-f1',
  label: 'Macro-F1',
  layerTypes: ['nominal', 'ordinal'],
  higherIsBetter: true,
  scale: 'index',
  citation:
    'sklearn f1_score(average=macro, zero_division=0) over all declared options; missing = a miss of its option; a resample without one of the options is undefined.',
  needsEveryOption: true,
  ...confusionSums,
  compute: (sums, _, whole) => macroF1Of(sums, whole),
}
