/** @file What is asked of plans, and what a rater answers. */
export { type Draft, draftFrom, draftOf, EMPTY, judgementOf, type ShownCase } from './draft.ts'
export {
  askedCriteria,
  type Instrument,
  openQuestions,
  openSources,
  type SourcePlan,
  scoreNames,
  sourcePlans,
} from './questions.ts'
export { SlotQuestions } from './slot-questions.tsx'
export { SourceQuestions } from './source-questions.tsx'
