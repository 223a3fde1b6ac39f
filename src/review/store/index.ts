/**
 * @file The store of a review for what serves browsers: nothing here, or below it, can read the key. Locking, unblinding,
 * allocating, exporting and backups are in `key-holders.ts`.
 */
export type { Actor, EventDraft, ReviewEvent, Slot } from './events.ts'
export {
  type Judgement,
  judgementSchema,
  type ReviewSettings,
  SIDES,
  type Side,
  settingsSchema,
  type Task,
} from './judgement.ts'
export { openStore, type Place, type Store } from './open-store.ts'
export { proposeLock, proposeUnblinding, withdrawProposal } from './propose.ts'
export { openSlot, reportUnblinding, type Submission, submitJudgement } from './rate.ts'
export { type LogLine, readAllocation, readLog, readMembers } from './read-log.ts'
export { type CaseSlot, readCaseSlots } from './read-case-slots.ts'
export {
  findRole,
  insistMayCause,
  type OwnSlot,
  readOwnProfile,
  readOwnSlot,
  readOwnSlots,
  type ShownSlot,
} from './read-own.ts'
export { type Progress, type Quarter, type RaterProgress, readProgress } from './read-progress.ts'
export { reassignSlots } from './reassign.ts'
export { Refusal, type RefusalCode } from './refusal.ts'
export {
  EVENT_RULES,
  type EventKind,
  READ_RULES,
  type ReadKind,
  ROLES,
  type Role,
  STATES,
  type State,
} from './roles.ts'
export type { MemberRow, Proposal, SlotStatus } from './rows.ts'
export {
  addMember,
  amendPlan,
  giveProfile,
  inviteMemberAgain,
  openReview,
  type Receipt,
  registerPlan,
  removeMember,
} from './setup.ts'
export { rebuildStore, type Verification, verifyStore } from './verify.ts'
