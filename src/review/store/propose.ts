/** @file The first of two people: proposals to lock and to unblind, and taking one back. */
import type { Actor } from './events.ts'
import { guardNoProposal, guardOwnProposal, guardReason } from './guards.ts'
import type { Store } from './open-store.ts'
import { insist } from './refusal.ts'
import { type Receipt, runEvent } from './setup.ts'

/** Proposes to lock; ratings go on until a second person confirms. */
export function proposeLock(store: Store, actor: Actor): Promise<Receipt> {
  return runEvent(
    store,
    actor,
    { kind: 'lock.proposed', payload: {} },
    { check: ({ review }) => insist(guardNoProposal(review)) },
  )
}

/** Proposes to unblind a locked review, with a reason; nothing is told until a key holder confirms. */
export function proposeUnblinding(
  store: Store,
  actor: Actor,
  { reason }: { readonly reason: string },
): Promise<Receipt> {
  return runEvent(
    store,
    actor,
    { kind: 'unblind.proposed', payload: { reason } },
    { check: ({ review }) => insist(guardNoProposal(review), guardReason(reason)) },
  )
}

/** Takes one's own proposal back. */
export function withdrawProposal(store: Store, actor: Actor): Promise<Receipt> {
  return runEvent(
    store,
    actor,
    ({ review }) => ({ kind: 'proposal.withdrawn', payload: { proposal: review.proposal?.sequence ?? 0 } }),
    { check: ({ review }) => insist(guardOwnProposal(actor, review)) },
  )
}
