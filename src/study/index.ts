/** @file A study: its file, its stages in order, running them, and how far they are. */
export { describeDeidentification, ENCODINGS } from '../records/index.ts'
export { draftMapping, type ImportFileRequest, importFile } from './import-file.ts'
export { type CheckedPlan, checkPlan, registerPlanFile } from './plan-file.ts'
export { packageFile, packageFolder, readProvenance } from './provenance.ts'
export { type RunOptions, runStages, type StageOutcome } from './run.ts'
export { studyStages } from './stages.ts'
export { type StageStatus, type StudyStatus, studyStatus } from './status.ts'
export { loadStudy, placeInStudy, type Study, type StudyConfig, studyConfig } from './study-config.ts'
