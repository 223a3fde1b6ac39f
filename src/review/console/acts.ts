/** @file The acts of the console by name: what can be asked of the process that has a review open. */
import { allocate } from './allocating-act.ts'
import { exportTo, lock, reveal, slotsOfCase, unblind, withdraw } from './closing-acts.ts'
import { backUpTo, standing, verify } from './keeping-acts.ts'
import { amend, invite, inviteAgain, open } from './setup-acts.ts'

/** Name -> act. Adding one is a function and a line here. */
export const acts = {
  standing,
  invite,
  'invite again': inviteAgain,
  amend,
  allocate,
  open,
  lock,
  unblind,
  withdraw,
  slots: slotsOfCase,
  reveal,
  export: exportTo,
  verify,
  'back up': backUpTo,
} as const

/** Name of an act. */
export type ActName = keyof typeof acts
/** What an act is given beside the desk. */
export type ActInput<Name extends ActName> =
  Parameters<(typeof acts)[Name]> extends [unknown, infer Input] ? Input : Readonly<Record<string, never>>
/** What an act answers. */
export type ActAnswer<Name extends ActName> = Awaited<ReturnType<(typeof acts)[Name]>>
