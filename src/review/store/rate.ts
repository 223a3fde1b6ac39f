/** @file What a rater does with her own slots: open the next one, judge it, change a judgement, report that she knows it. */
import { z } from 'zod'
import type { Actor, EventDraft } from './events.ts'
import {
  guardAlive,
  guardChange,
  guardConsent,
  guardEvent,
  guardOpened,
  guardOrder,
  guardOwn,
  guardReason,
  guardTab,
} from './guards.ts'
import { faultOfJudgement, idSchema, judgementSchema } from './judgement.ts'
import type { Store } from './open-store.ts'
import { parseInput } from './parse-input.ts'
import { bodyHash } from './project.ts'
import { showSlot, type ShownSlot } from './read-own.ts'
import { insist, Refusal } from './refusal.ts'
import { aheadOf, submissionId } from './rows.ts'
import { type Receipt, receiptOf, runEvent } from './setup.ts'

const openSchema = z.strictObject({ slotId: idSchema, tab: idSchema, takeOver: z.boolean().default(false) })

/**
 * Takes a slot of her own for one window of the rater's browser, and shows it: her next one, or the one that is open. Another
 * window that has it is refused, unless it takes it over. Throws Refusal; a slot of somebody else is "none with this id".
 */
export async function openSlot(store: Store, actor: Actor, input: z.input<typeof openSchema>): Promise<ShownSlot> {
  const { slotId, tab, takeOver } = parseInput(openSchema, input, 'slot')
  const row = await store.writer.run({
    actor,
    touches: { members: [actor.id], slots: [slotId], next: [actor.id] },
    decide(set) {
      insist(guardEvent('slot.opened', actor, set.members.get(actor.id), set.review))
      insist(guardConsent(set.members.get(actor.id)!))
      const slot = set.slots.get(slotId)
      insist(guardOwn(actor, slot))
      insist(guardAlive(slot!), takeOver ? null : guardTab(slot!, tab))
      insist(guardOrder(slot!, aheadOf(set, actor.id)))
      if (slot!.status === 'done') {
        throw new Refusal('slot', 'this slot was judged already', 'a change needs no opening')
      }
      const draft: EventDraft = { kind: 'slot.opened', payload: { slotId, tab } }
      // A window that shows it again changes nothing.
      const isAgain = slot!.status === 'open' && slot!.tab === tab
      // The row as the event leaves it: no need to read it again.
      return { drafts: isAgain ? [] : [draft], answer: () => set.slots.get(slotId)! }
    },
  })
  return showSlot(store, row)
}

const submissionSchema = z.strictObject({
  slotId: idSchema,
  /** Names this submission; sent again with the same key it is answered again and counts once. */
  key: idSchema,
  tab: idSchema,
  judgement: judgementSchema,
  /** For a judgement that replaces an earlier one. */
  change: z.strictObject({ replaces: z.int(), reason: z.string().max(2000) }).optional(),
})

/** What is sent to judge a slot. */
export type Submission = z.input<typeof submissionSchema>

/**
 * Judges a slot of her own; when it returns, the judgement survives a power cut. The same key with the same content gets
 * the first answer, also after the lock. Throws Refusal: no consent, another content under the key, not her slot, not opened,
 * open in another window, judged already (a change names what it replaces and gives a reason), review not open.
 */
export function submitJudgement(store: Store, actor: Actor, input: Submission): Promise<Receipt> {
  const { slotId, key, tab, judgement, change } = parseInput(submissionSchema, input, 'submission')
  const body = { slotId, judgement, ...change }
  return store.writer.run({
    actor,
    touches: {
      members: [actor.id],
      slots: [slotId, ...judgement.guesses.flatMap(guess => guess.slotId ?? [])],
      submissions: [{ personId: actor.id, key }],
      next: [actor.id],
    },
    decide(set) {
      const earlier = set.submissions.get(submissionId(actor.id, key))
      if (earlier !== undefined) {
        if (earlier.bodyHash !== bodyHash(body)) {
          throw new Refusal('key', 'expected the content that came first with this key, got another', 'use a new key')
        }
        const { sequence, time, hash } = earlier
        return { drafts: [], answer: () => ({ sequence, time, hash }) }
      }
      const { review, slots, members } = set
      const kind = change === undefined ? 'judgement.given' : 'judgement.changed'
      insist(guardEvent(kind, actor, members.get(actor.id), review))
      insist(guardConsent(members.get(actor.id)!))
      const slot = slots.get(slotId)
      insist(guardOwn(actor, slot))
      insist(guardAlive(slot!), guardTab(slot!, tab), guardChange(slot!, change))
      if (change === undefined) insist(guardOrder(slot!, aheadOf(set, actor.id)), guardOpened(slot!))
      const sides = slot!.shown.map(({ side }) => side)
      const sidesOf = (id: string) => {
        const other = slots.get(id)
        const isOfVisit = other?.raterId === actor.id && other.visit === slot!.visit
        return isOfVisit ? other.shown.map(({ side }) => side) : []
      }
      insist(faultOfJudgement(judgement, review.settings!, { task: slot!.task, sides, sidesOf }))
      const draft: EventDraft =
        change === undefined
          ? { kind: 'judgement.given', payload: { slotId, key, judgement } }
          : { kind: 'judgement.changed', payload: { slotId, key, judgement, ...change } }
      return { drafts: [draft], answer: receiptOf }
    },
  })
}

const reportSchema = z.strictObject({
  what: z.enum(['knows the case', 'recognised the author', 'was told']),
  slotId: idSchema.nullable().default(null),
  note: z.string().max(5000).default(''),
})

/**
 * Records that somebody is no longer blind without having meant to. "Knows the case" on a slot of her own withdraws all
 * slots of that case from her, judged or not, while the review is open; after the lock, and of the other kinds, nothing is
 * withdrawn and the export marks the lines.
 */
export function reportUnblinding(store: Store, actor: Actor, input: z.input<typeof reportSchema>): Promise<Receipt> {
  const { what, slotId, note } = parseInput(reportSchema, input, 'report')
  return runEvent(
    store,
    actor,
    set => {
      const own = slotId === null ? undefined : set.slots.get(slotId)
      const withdrawn = [...set.slots.values()]
        // What was locked stays: the export marks it.
        .filter(() => what === 'knows the case' && set.review.state === 'open')
        .filter(slot => slot.raterId === actor.id && slot.caseId === own?.caseId)
        .filter(({ status }) => status !== 'withdrawn')
        .map(slot => slot.slotId)
        .sort()
      return { kind: 'unblinding.inadvertent', payload: { what, note, slotId, withdrawn } }
    },
    {
      touches: slotId === null ? {} : { siblings: [slotId] },
      check(set) {
        if (slotId !== null) insist(guardOwn(actor, set.slots.get(slotId)))
        if (what === 'knows the case' && slotId === null) {
          throw new Refusal('slot', 'expected the slot of the case, got none', 'name it', 'slotId')
        }
        if (what !== 'knows the case') insist(guardReason(note))
      },
    },
  )
}
