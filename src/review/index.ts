/** @file The blinded review: what clinicians said of the plans, with arms by name, for the analysis alone. */
export { type ReviewConfig, reviewConfig } from './config.ts'
export {
  type Choice,
  type Guess,
  PHYSICIAN,
  type Preference,
  type RaterKind,
  type Rating,
  type ReviewSummary,
  type Source,
} from './review-data.ts'
export { reviewStage } from './stage.ts'
