/** @file The blinded review: what clinicians said of the plans, with arms by name, for the analysis alone. */
export { type FilesConfig, isServed, type ReviewConfig, reviewConfig } from './config.ts'
export { hasJudgements, judgementFiles } from './export-folder.ts'
export {
  type MachineBaseline,
  MATERIAL,
  type MaterialSummary,
  materialStage,
  type ServedConfig,
} from './preparation/index.ts'
export {
  type Choice,
  CHOICES,
  criterionName,
  type Guess,
  type Harm,
  HARMS,
  PHYSICIAN,
  type Preference,
  type RaterKind,
  type RaterRemark,
  type Rating,
  type ReviewSummary,
  type ServedFacts,
  type Source,
} from './review-data.ts'
export { reviewStage } from './stage.ts'
