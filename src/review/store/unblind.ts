/** @file Closing a review by two people: the lock, the unblinding, and the emergency in which one slot is told. */
import type { Actor } from './events.ts'
import { guardThere, guardReason, guardSecondPerson } from './guards.ts'
import { type Arms, loadKey } from './key.ts'
import type { Store } from './open-store.ts'
import { admitReader } from './read-own.ts'
import { insist } from './refusal.ts'
import { type Receipt, runEvent } from './setup.ts'

/**
 * The second person locks the review: no judgement is taken any more. The key is checked before, so that what was locked
 * can be unblinded. Throws Refusal for the person who proposed it; StudyError when the key is not whole.
 */
export async function confirmLock(store: Store, actor: Actor): Promise<Receipt> {
  await loadKey(store)
  return runEvent(
    store,
    actor,
    ({ review }) => ({ kind: 'lock.confirmed', payload: { proposal: review.proposal?.sequence ?? 0 } }),
    { check: ({ review, members }) => insist(guardSecondPerson('lock', actor, members.get(actor.id), review)) },
  )
}

/** The second person, a key holder, unblinds a locked review for the reason that was proposed. Throws Refusal. */
export function confirmUnblinding(store: Store, actor: Actor): Promise<Receipt> {
  return runEvent(
    store,
    actor,
    ({ review }) => ({
      kind: 'unblind.confirmed',
      payload: { proposal: review.proposal?.sequence ?? 0, reason: review.proposal?.reason ?? '' },
    }),
    { check: ({ review, members }) => insist(guardSecondPerson('unblind', actor, members.get(actor.id), review)) },
  )
}

/**
 * Tells a key holder the arms of one slot before its time, with a reason. The event is on the disk before anything is
 * told; this slot and all others of the same rater and case take no judgement any more, since they show the same plans. What
 * was said of them before stays and is marked in the export.
 */
export async function revealInEmergency(
  store: Store,
  actor: Actor,
  { slotId, reason }: { readonly slotId: string; readonly reason: string },
): Promise<{ readonly receipt: Receipt; readonly arms: Arms }> {
  const receipt = await runEvent(
    store,
    actor,
    set => {
      const told = set.slots.get(slotId)
      const ofCase = [...set.slots.values()].filter(
        ({ raterId, caseId }) => raterId === told?.raterId && caseId === told.caseId,
      )
      const idsOf = (list: typeof ofCase) => list.map(slot => slot.slotId).sort()
      return {
        kind: 'unblinding.emergency',
        payload: {
          slotId,
          reason,
          withdrawn: idsOf(ofCase.filter(({ status }) => status === 'waiting' || status === 'open')),
          marked: idsOf(ofCase.filter(({ status }) => status === 'done')),
        },
      }
    },
    {
      touches: { siblings: [slotId] },
      check: ({ slots }) => insist(guardThere(slots.get(slotId)), guardReason(reason)),
    },
  )
  return { receipt, arms: (await loadKey(store)).get(slotId)! }
}

/** The whole key of an unblinded review, for the analyst. Throws Refusal before the unblinding and for anybody else. */
export async function readKey(store: Store, actor: Actor): Promise<ReadonlyMap<string, Arms>> {
  await admitReader(store, actor, 'judgements with arms')
  return loadKey(store)
}
