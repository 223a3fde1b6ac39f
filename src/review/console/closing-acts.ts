/** @file Acts that need a password: the lock and the unblinding by two people, the emergency, the export. */
import {
  type CaseSlot,
  EVENT_RULES,
  proposeLock,
  proposeUnblinding,
  READ_RULES,
  readCaseSlots,
  type Receipt,
  withdrawProposal,
} from '../store/index.ts'
import { type Arms, confirmLock, confirmUnblinding, exportJudgements, revealInEmergency } from '../store/key-holders.ts'
import { loadReview } from '../store/working-set.ts'
import type { Desk } from './desk.ts'
import { type Signature, signedActor } from './who-acts.ts'

/** What became of the first or second signature. */
export interface Signed {
  readonly did: 'proposed' | 'confirmed' | 'withdrawn'
  readonly by: string
  readonly receipt: Receipt
}

const rolesOf = (...kinds: readonly (keyof typeof EVENT_RULES)[]) => kinds.flatMap(kind => EVENT_RULES[kind].roles)

const waiting = async ({ store }: Desk) => (await loadReview(store.db, false)).proposal !== null

/** Proposes to lock when nothing waits; confirms when another person proposed it. */
export async function lock(desk: Desk, signature: Signature): Promise<Signed> {
  const actor = await signedActor(desk, signature, rolesOf('lock.proposed', 'lock.confirmed'))
  const confirms = await waiting(desk)
  const receipt = await (confirms ? confirmLock : proposeLock)(desk.store, actor)
  return { did: confirms ? 'confirmed' : 'proposed', by: actor.id, receipt }
}

/** Proposes to unblind, with a reason, when nothing waits; confirms for that reason when another person proposed it. */
export async function unblind(desk: Desk, input: Signature & { readonly reason: string }): Promise<Signed> {
  const actor = await signedActor(desk, input, rolesOf('unblind.proposed', 'unblind.confirmed'))
  const confirms = await waiting(desk)
  const receipt = confirms
    ? await confirmUnblinding(desk.store, actor)
    : await proposeUnblinding(desk.store, actor, { reason: input.reason })
  return { did: confirms ? 'confirmed' : 'proposed', by: actor.id, receipt }
}

/** Takes one's own proposal back. */
export async function withdraw(desk: Desk, signature: Signature): Promise<Signed> {
  const actor = await signedActor(desk, signature, rolesOf('proposal.withdrawn'))
  return { did: 'withdrawn', by: actor.id, receipt: await withdrawProposal(desk.store, actor) }
}

/** The slots of a case, to name the one that `reveal` is to tell: no arm, and for who may reveal alone. */
export async function slotsOfCase(
  desk: Desk,
  input: Signature & { readonly named: string },
): Promise<readonly CaseSlot[]> {
  const actor = await signedActor(desk, input, READ_RULES['slots of a case'].roles)
  return readCaseSlots(desk.store, actor, input.named)
}

/** Tells the arms of one slot to a key holder, with a reason; the event is on the disk before. */
export async function reveal(
  desk: Desk,
  input: Signature & { readonly slotId: string; readonly reason: string },
): Promise<{ readonly receipt: Receipt; readonly arms: Arms }> {
  const actor = await signedActor(desk, input, rolesOf('unblinding.emergency'))
  return revealInEmergency(desk.store, actor, { slotId: input.slotId, reason: input.reason })
}

/** Writes the judgements of an unblinded review, with arms, into a new folder. */
export async function exportTo(
  desk: Desk,
  input: Signature & { readonly folder: string },
): Promise<{ readonly receipt: Receipt }> {
  const actor = await signedActor(desk, input, rolesOf('data.exported'))
  return { receipt: await exportJudgements(desk.store, actor, input.folder) }
}
