/** @file The first of two people: proposals to lock and to unblind, and taking one back. */
import type { Actor } from './events.ts'
import { guardNoProposal, guardReason, guardWithdrawal } from './guards.ts'
import type { Store } from './open-store.ts'
import { insist } from './refusal.ts'
import { type Receipt, runEvent } from './setup.ts'
import { loadReview } from './working-set.ts'

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

/** Takes one's own proposal back; a designer also that of somebody who has left. Throws Refusal. */
export async function withdrawProposal(store: Store, actor: Actor): Promise<Receipt> {
  const { proposal } = await loadReview(store.db, false)
  const by = proposal?.by ?? actor.id
  return runEvent(
    store,
    actor,
    ({ review }) => ({ kind: 'proposal.withdrawn', payload: { proposal: review.proposal?.sequence ?? 0 } }),
    {
      touches: { members: [by] },
      check: ({ review, members }) => insist(guardWithdrawal(actor, members.get(by), review)),
    },
  )
}
