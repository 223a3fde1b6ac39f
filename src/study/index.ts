/** @file A study: its file, its stages in order, running them, and how far they are. */
export { checkTrlEngine, installEnvironment, type ListedJob, studyJobs } from '../engines/trl/index.ts'
export { auditPublished, describeAudit } from '../analysis/index.ts'
export { LANGUAGES, type Language } from '../report/index.ts'
export {
  describeDeidentification,
  ENCODINGS,
  encodingNamed,
  importFindings,
  QUARANTINE_LIMIT,
  type Surroundings,
} from '../records/index.ts'
export { EXPORT_FORMS, type Exported, type ExportForm, writeExport } from './export/write-export.ts'
export { draftMapping, type ImportFileRequest, importFile } from './import-file.ts'
export {
  type CheckedPlan,
  checkPlan,
  checkStudyPlan,
  planSizeNote,
  registerPlanFile,
  unregisteredPlanNote,
} from './plan-file.ts'
export {
  checkName,
  checkSpecialty,
  FEWEST_COUPLES,
  isDeclared,
  NEW_ARMS,
  NEW_ENGINES,
  NEW_LANGUAGES,
  type NewStudyAnswers,
  parseArms,
  parseChoice,
  parseCount,
  studyNameOf,
} from './new-study/answers.ts'
export { suggestedLanguage } from './new-study/suggest-language.ts'
export { type NewStudy, type NewStudyRequest, writeNewStudy } from './new-study/write-study.ts'
export { headline } from './headline.ts'
export { playReview, type PlayedReview, type PlayOptions } from './play-review.ts'
export { packageFile, packageFolder, readProvenance } from './provenance.ts'
export { writeRFolder } from './r-folder.ts'
export { type RenderedReport, renderReport } from './render-report.ts'
export {
  DEFAULT_PORT,
  reviewAct,
  type ReviewSurroundings,
  type StudyReview,
  studyReview,
} from './review-place.ts'
export { materialFolder, scanReview, type Scanned } from './review-leaks.ts'
export { reviewAcquaintances } from './review-acquaintances.ts'
export { amendedPlan, reviewRegistration } from './review-registration.ts'
export { SECOND_SIGNATURE, withoutAnalystNote } from './review-steps.ts'
export { reviewAddress, reviewLines, reviewStanding, reviewStepLines } from './review-standing.ts'
export { type ServeOptions, serveReview } from './serve-review.ts'
export { type Allocated, type DeskStanding, restoreReview } from '../review/console/index.ts'
export { ROLES, type Role } from '../review/store/index.ts'
export { type RunOptions, runStages, type StageOutcome } from './run.ts'
export { requireKeys } from './endpoint-keys.ts'
export { checkStudy, type StudyCheck } from './check-study.ts'
export { engineNotes } from './engine-notes.ts'
export { type RunProgress, readRunProgress, type StageUnderWay, type TaskUnderWay } from './run-progress.ts'
export type { StageChoice } from './stage-choice.ts'
export { chosenEngine, type StudySurroundings } from './chosen-engine.ts'
export { studySpecialty } from './study-specialty.ts'
export { studyStages } from './stages.ts'
export { type StageStatus, type StudyStatus, studyStatus } from './status.ts'
export { loadStudy, placeInStudy, type Study, type StudyConfig, studyConfig } from './study-config.ts'
