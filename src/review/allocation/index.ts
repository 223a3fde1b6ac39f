/** @file Allocation: who sees which case, which plans, in which order and on which side. The key is in `key.ts`, apart. */
export { allocate, type KeyedAllocation } from './allocate.ts'
export { type AllocationBalance, allocationBalance, type RaterLoad } from './allocation-balance.ts'
export { armBalance } from './arm-balance.ts'
export { checkRequest } from './check-design.ts'
export { handOver, type SlotMove, type StandingSlot } from './hand-over.ts'
export type { Margin } from './margin.ts'
export {
  type Allocation,
  firstVisits,
  type PairSlot,
  type RatingSlot,
  type Slot,
  slotsOf,
  type Visit,
  visitsByRater,
} from './slot.ts'
export {
  type AllocationRequest,
  type ArmPair,
  armPairs,
  type Rater,
  type RepeatRule,
  type ReviewCase,
  type ReviewDesign,
  type ReviewTasks,
} from './study-design.ts'
