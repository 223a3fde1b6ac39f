/** @file The baselines of every benchmark: what a study must beat before its model says anything. */
import { type Baseline, planFrom } from './baseline.ts'
import { logisticBaseline } from './logistic-baseline.ts'
import { FEWEST_RECORDS, stratumTable } from './stratum-table.ts'

/** The reference predictors of every benchmark. */
export const baselines: readonly Baseline[] = [
  {
    name: 'majority',
    description: 'the most frequent recorded value of each layer in the training split (numbers: the median)',
    fit: (training, specialty) => planFrom(specialty, stratumTable(training, [])),
  },
  {
    name: 'stratum-table',
    description: `the most frequent recorded value among training records with the same baseline fields (numbers in quarters), with fewer fields where a combination has under ${FEWEST_RECORDS} records`,
    fit: (training, specialty) => planFrom(specialty, stratumTable(training, specialty.baselineFields)),
  },
  logisticBaseline,
]
