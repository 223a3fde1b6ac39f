/** @file Stores an allocation as it is given: slots and texts for the raters, and the key apart from both. */
import { z } from 'zod'
import { hashJson, InputError, secretHex } from '../../support/index.ts'
import type { Actor, Slot } from './events.ts'
import { guardEvent } from './guards.ts'
import { idSchema, SIDES } from './judgement.ts'
import { firstSalt, type Key, sealOf, storeKey } from './key.ts'
import type { Store } from './open-store.ts'
import { parseInput } from './parse-input.ts'
import { insistMayCause } from './read-own.ts'
import { insist } from './refusal.ts'
import type { WorkingSet } from './rows.ts'
import { type Receipt, receiptOf } from './setup.ts'
import { SCHEMA } from './tables.ts'
import { insertTexts, writeTextsFile } from './texts.ts'

const slotSchema = z.strictObject({
  slotId: idSchema,
  raterId: idSchema,
  order: z.int().positive(),
  caseId: idSchema,
  visit: z.int().positive(),
  stratum: idSchema.nullable().default(null),
  task: z.enum(['rating', 'pairwise']),
  training: z.boolean().default(false),
  caseText: idSchema.nullable().default(null),
  shown: z.array(z.strictObject({ side: z.enum(SIDES), text: idSchema })),
  feedback: idSchema.nullable().default(null),
  repeatOf: idSchema.nullable().default(null),
})

/** PostgreSQL keeps no zero character, and half a character has no bytes. */
const text = z.string().regex(/^[^\0\p{Cs}]*$/u)

const allocationSchema = z.strictObject({
  slots: z.array(slotSchema).min(1),
  /** Text id -> text; texts of an earlier allocation may be referred to without being given again. */
  texts: z.record(idSchema, text),
  /** Slot id -> side -> arm. */
  key: z.record(idSchema, z.partialRecord(z.enum(SIDES), idSchema)),
  /** What the allocation was drawn with; kept beside the key, for additions. Without one a new one is made. */
  secret: z.string().min(16).max(200).optional(),
})

/** An allocation as it comes from outside. */
export type Allocation = z.input<typeof allocationSchema>

const fault = (slot: Slot, problem: string) =>
  new InputError(problem, { id: slot.slotId }, 'correct the allocation; nothing of it was stored')

/** Checks slots against each other, the texts and the key; what is in the database already is checked in the transaction. */
function checkSlots(slots: readonly Slot[], key: Key, knownTexts: ReadonlySet<string>): void {
  const ids = new Set(slots.map(({ slotId }) => slotId))
  for (const slot of slots) {
    const sides = slot.shown.map(({ side }) => side)
    const expected = slot.task === 'rating' ? ['only'] : ['left', 'right']
    if (sides.toSorted().join() !== expected.join()) {
      throw fault(
        slot,
        `expected a ${slot.task} to show ${expected.join(' and ')}, got ${sides.join(' and ') || 'none'}`,
      )
    }
    const refs = [...slot.shown.map(shown => shown.text), slot.caseText, slot.feedback].filter(id => id !== null)
    if (slot.feedback !== null && !slot.training) throw fault(slot, 'expected feedback on training alone')
    if (refs.some(id => !knownTexts.has(id)))
      throw fault(slot, 'expected texts that are given, got a reference to none')
    if (
      Object.keys(key[slot.slotId] ?? {})
        .sort()
        .join() !== expected.join()
    ) {
      throw fault(slot, 'expected the key to name an arm for each side of the slot, and for no other')
    }
  }
  if (ids.size < slots.length) throw new InputError('expected different slot ids, got one twice')
  if (Object.keys(key).some(id => !ids.has(id))) throw new InputError('expected a key of these slots alone, got more')
}

function checkAgainstReview(slots: readonly Slot[], set: WorkingSet): void {
  const given = new Map(slots.map(slot => [slot.slotId, slot]))
  for (const slot of slots) {
    if (set.slots.has(slot.slotId)) throw fault(slot, 'expected a new slot id, got one that is there')
    const rater = set.members.get(slot.raterId)
    if (rater?.role !== 'reviewer' || !rater.active) throw fault(slot, 'expected a slot of an active reviewer')
    if (slot.repeatOf === null) continue
    const first = given.get(slot.repeatOf) ?? set.slots.get(slot.repeatOf)
    if (first?.raterId !== slot.raterId || first.caseId !== slot.caseId || first.slotId === slot.slotId) {
      throw fault(slot, 'expected to repeat another slot of the same rater and case')
    }
  }
}

/**
 * Adds slots with their texts, and the key apart from them; all or nothing. The event names the hashes of both, that of the
 * key with a secret salt. Throws InputError naming the slot that does not fit, Refusal for anybody but a key holder.
 */
export async function addAllocation(store: Store, actor: Actor, allocation: Allocation): Promise<Receipt> {
  const { slots, texts, key, secret } = parseInput(allocationSchema, allocation, 'allocation')
  const earlier = await store.db.withSchema(SCHEMA).selectFrom('shown_text').select('text_id').execute()
  const known = new Set(earlier.map(({ text_id }) => text_id))
  if (Object.keys(texts).some(id => known.has(id))) {
    throw new InputError('expected new text ids, got one that is there', {}, 'refer to it without giving it again')
  }
  for (const id of Object.keys(texts)) known.add(id)
  checkSlots(slots, key, known)
  // The salt of the seal: as secret as the key, stored with it, and in no event.
  const salt = secret ?? secretHex(16)
  const payload = { slots, textsHash: hashJson(texts), keySeal: sealOf(key, salt) }
  const repeated = slots.flatMap(({ repeatOf }) => repeatOf ?? [])
  return store.writer.run({
    actor,
    touches: {
      members: [actor.id, ...slots.map(({ raterId }) => raterId)],
      slots: [...slots.map(({ slotId }) => slotId), ...repeated],
    },
    decide(set) {
      insist(guardEvent('allocation.added', actor, set.members.get(actor.id), set.review))
      checkAgainstReview(slots, set)
      return { drafts: [{ kind: 'allocation.added', payload }], answer: receiptOf }
    },
    async attach(db) {
      if (store.folder !== null) writeTextsFile(store.folder, texts)
      await insertTexts(db, texts)
      await storeKey({ db, folder: store.folder }, key, salt)
    },
  })
}

/**
 * The secret with which a review is allocated: that of its first allocation, or while there is none the given one or one
 * that nobody knows. Throws Refusal for anybody but a key holder.
 */
export async function allocationSecret(store: Store, actor: Actor, given?: string): Promise<string> {
  await insistMayCause(store, actor, 'allocation.added')
  return (await firstSalt(store)) ?? given ?? secretHex(32)
}
