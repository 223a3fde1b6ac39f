/** @file Records: what one is, import, synthetic cohort, and the split by couple. */
export { QUARANTINE_LIMIT, type RecordsConfig, recordsConfig, type SplitConfig, splitConfig } from './config.ts'
export {
  ENCODINGS,
  type Encoding,
  encodingNamed,
  importFindings,
  type ImportReport,
  importRecords,
  openSource,
  type Passage,
  type RawRow,
  readMapping,
  checkHeaderOf,
  suggestMapping,
} from './import/index.ts'
export { type ImportPassage, importPassage, keyMadeLine, noSurroundings, type Surroundings } from './import-passage.ts'
export { describeDeidentification, type DeidentifyConfig, deidentifyConfig } from './deidentify/index.ts'
export { NEAR_DISTANCE, type NearDuplicate } from './near-duplicates.ts'
export type { PatientRecord } from './patient-record.ts'
export { type NearDuplicateCount, type Split, type SplitItem, splitCohort, type TestSample } from './split.ts'
export type { SamplingStratum, Side } from './split-sizes.ts'
export { splitStage } from './split-stage.ts'
export { recordsStage } from './stage.ts'
export { caseCombination, decisionCombination, STRATA, type Stratum } from './strata.ts'
export {
  cohortChunks,
  type PublishedFigure,
  type SyntheticCohortOptions,
  type SyntheticMarginals,
  syntheticCohort,
} from './synthetic/index.ts'
