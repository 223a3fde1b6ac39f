/** @file Plans as a rater reads them. */
export { PlanPair } from './plan-pair.tsx'
export { Decisions, PlanView, Reasons } from './plan-view.tsx'
