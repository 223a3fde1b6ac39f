/** @file Records: what one is, import, synthetic cohort, and the split by couple. */
export { type RecordsConfig, recordsConfig, type SplitConfig, splitConfig } from './config.ts'
export type { ImportReport } from './import/index.ts'
export type { PatientRecord } from './patient-record.ts'
export { decisionCombination, type Side, type Split, type SplitItem, type Stratum, splitCohort } from './split.ts'
export { splitStage } from './split-stage.ts'
export { recordsStage } from './stage.ts'
export {
  cohortChunks,
  type PublishedFigure,
  type SyntheticCohortOptions,
  type SyntheticMarginals,
  syntheticCohort,
} from './synthetic/index.ts'
