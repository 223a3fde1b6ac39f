/** @file Working through cases. */
export { CaseView } from './case-view.tsx'
export { DeskPage } from './desk-page.tsx'
export { FeedbackPanel } from './feedback-panel.tsx'
export { KnowsCase, LearnedAuthor } from './knows-case.tsx'
export { type ListedSlot, placeOf, type Visit, visitsOf } from './visits.ts'
