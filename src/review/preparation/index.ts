/**
 * @file The preparation of a review: settings, sheets, leaks, training cases. What makes an allocation, and so needs the key,
 * is in `key-holders.ts`: nothing that serves a browser imports that.
 */
export { CASES } from './choose-cases.ts'
export { type Acquaintances, type KnownBy, readKnownBy } from './known-by.ts'
export { draftLeakDecisions, readLeakDecisions, whereIsLeak } from './leak-decisions.ts'
export {
  type FindingLine,
  loadMaterial,
  MATERIAL,
  type MachineBaseline,
  type MaterialSummary,
  type PreparedCase,
  type PreparedPlan,
  type ReviewMaterial,
  scannedTexts,
} from './material.ts'
export { askedNames, reviewSettings } from './review-settings.ts'
export { plannedRaters, RATERS_PER_CASE, type ServedConfig, servedConfig } from './served-config.ts'
export { type MaterialRequest, materialStage, prepareMaterial } from './stage.ts'
export { TRAINING_PLANS, type TrainingCase } from './training-cases.ts'
export { type VisitShares, visitShares } from './visit-shares.ts'
