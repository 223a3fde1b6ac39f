/** @file Reading a plan beside its record: what can be verified in the text alone. */
export { planCaseOf } from './plan-case.ts'
export { readPlan } from './read-plan.ts'
export type { CitedNumber, FiredCheck, KeyField, NumberOrigin, ReadDecision, Reading } from './reading.ts'
