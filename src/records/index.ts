/** @file Records: what one is, import, synthetic cohort, and the split by couple. */
export { type RecordsConfig, recordsConfig, type SplitConfig, splitConfig } from './config.ts'
export {
  type ImportReport,
  importRecords,
  type Passage,
  type RawRow,
  readMapping,
  suggestMapping,
} from './import/index.ts'
export { type ImportPassage, importPassage, noSurroundings, type Surroundings } from './import-passage.ts'
export { describeDeidentification, type DeidentifyConfig, deidentifyConfig } from './deidentify/index.ts'
export type { PatientRecord } from './patient-record.ts'
export { decisionCombination, type Side, type Split, type SplitItem, type Stratum, splitCohort } from './split.ts'
export { splitStage } from './split-stage.ts'
export { recordsStage } from './stage.ts'
export { syntheticCohort } from './synthetic/index.ts'
