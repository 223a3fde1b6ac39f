/** @file The console of a review: what the study team does from the command line, whichever process has the review open. */
export { type ActAnswer, type ActInput, type ActName, acts } from './acts.ts'
export { type Allocated, allocatePlayed } from './allocating-act.ts'
export type { Channel } from './channel.ts'
export type { DeskStanding, PersonLine } from './keeping-acts.ts'
export { keepPrivate, openConsole, type ReviewPlace, runAct, servedAddress } from './run-act.ts'
export type { Guest, Invitation, Registration } from './setup-acts.ts'
export { readStanding, type Standing, standingOf } from './standing.ts'
export { restoreReview, type Restored } from './restore.ts'
