/** @file What a rater reads: her own slots, each by her own id, and what they show. */
import type { Actor } from './events.ts'
import { guardAlive, guardEvent, guardOwn, guardRead } from './guards.ts'
import type { Judgement, ReviewSettings, Side, Task } from './judgement.ts'
import type { Store } from './open-store.ts'
import { insist, Refusal } from './refusal.ts'
import type { EventKind, ReadKind, Role } from './roles.ts'
import type { MemberRow, ReviewRow, SlotRow, SlotStatus } from './rows.ts'
import { readTexts } from './text-cache.ts'
import { SCHEMA } from './tables.ts'
import { loadReview, memberOf, slotOf } from './working-set.ts'

/** A slot in a rater's list: nothing of its case, texts or what it repeats. */
export interface OwnSlot {
  readonly slotId: string
  readonly order: number
  /** Which of her cases it is of, from 1: slots of one visit show the same case. */
  readonly visit: number
  readonly task: Task
  readonly training: boolean
  /** `withdrawn` also for a slot whose arm was told. */
  readonly status: SlotStatus
}

/** A slot as it is shown to its rater. */
export interface ShownSlot extends OwnSlot {
  /** The record's text; null when the slot has none. */
  readonly caseText: string | null
  readonly shown: readonly { readonly side: Side; readonly text: string }[]
  /** Of a training slot that was judged: what there was to see. */
  readonly feedback: string | null
  /** What she said of it, and which event holds it; null before. */
  readonly judgement: Judgement | null
  readonly judged: number | null
  readonly judgedAt: string | null
}

/** Checks who reads what, and returns the row of the review and of the person. Throws Refusal. */
export async function admitReader(
  { db }: Store,
  actor: Actor,
  kind: ReadKind,
): Promise<{ readonly review: ReviewRow; readonly member: MemberRow }> {
  const review = await loadReview(db, false)
  const row = await db
    .withSchema(SCHEMA)
    .selectFrom('member')
    .selectAll()
    .where('person_id', '=', actor.id)
    .executeTakeFirst()
  const member = row && memberOf(row)
  insist(guardRead(kind, actor, member, review))
  return { review, member: member! }
}

/** The slots of the rater who asks, in her order. Throws Refusal for anybody but an active reviewer. */
export async function readOwnSlots(store: Store, actor: Actor): Promise<readonly OwnSlot[]> {
  await admitReader(store, actor, 'own slots')
  const rows = await store.db
    .withSchema(SCHEMA)
    .selectFrom('slot')
    .select(['slot_id', 'order', 'visit', 'task', 'training', 'status', 'revealed'])
    .where('rater_id', '=', actor.id)
    .orderBy('order')
    .orderBy('slot_id')
    .execute()
  return rows.map(row => ({
    slotId: row.slot_id,
    order: row.order,
    visit: row.visit,
    task: row.task as Task,
    training: row.training,
    status: row.revealed ? 'withdrawn' : (row.status as SlotStatus),
  }))
}

/**
 * A slot of the rater who asks, once she has opened it, with the texts that it shows and her own judgement. Texts come without their references,
 * which might be the same in several slots. Throws Refusal; a slot of somebody else is "none with this id".
 */
export async function readOwnSlot(store: Store, actor: Actor, slotId: string): Promise<ShownSlot> {
  await admitReader(store, actor, 'own slots')
  const tables = store.db.withSchema(SCHEMA)
  const row = await tables
    .selectFrom('slot')
    .selectAll()
    .where('slot_id', '=', slotId)
    .where('rater_id', '=', actor.id)
    .executeTakeFirst()
  const slot = row && slotOf(row)
  insist(guardOwn(actor, slot))
  if (slot!.status === 'waiting') throw new Refusal('slot', 'expected a slot that you opened', 'open it first')
  insist(guardAlive(slot!))
  return showSlot(store, slot!)
}

/** A slot with its texts, as its rater sees it. */
export async function showSlot(store: Store, slot: SlotRow): Promise<ShownSlot> {
  const { slotId, order, visit, task, training, status, caseText, shown, judgement, judged, judgedAt } = slot
  const feedback = status === 'done' ? slot.feedback : null
  const ids = [...shown.map(({ text }) => text), caseText, feedback].filter(id => id !== null)
  const contentOf = await readTexts(store, ids)
  return {
    slotId,
    order,
    visit,
    task,
    training,
    status,
    caseText: caseText === null ? null : contentOf.get(caseText)!,
    shown: shown.map(({ side, text }) => ({ side, text: contentOf.get(text)! })),
    feedback: feedback === null ? null : contentOf.get(feedback)!,
    judgement,
    judged,
    judgedAt,
  }
}

/** The role of a person who is or was in the review; a person keeps her role, so it may be remembered. Null for anybody else. */
export async function findRole({ db }: Store, personId: string): Promise<Role | null> {
  const row = await db
    .withSchema(SCHEMA)
    .selectFrom('member')
    .select('role')
    .where('person_id', '=', personId)
    .executeTakeFirst()
  return row === undefined ? null : (row.role as Role)
}

/** Throws Refusal when this person may not cause this kind of event now: for work that comes before the event. */
export async function insistMayCause({ db }: Store, actor: Actor, kind: EventKind): Promise<void> {
  const row = await db
    .withSchema(SCHEMA)
    .selectFrom('member')
    .selectAll()
    .where('person_id', '=', actor.id)
    .executeTakeFirst()
  insist(guardEvent(kind, actor, row && memberOf(row), await loadReview(db, false)))
}

/** The title that a plan gives the study, or null. */
async function titleOfPlan({ db }: Store): Promise<string | null> {
  const row = await db
    .withSchema(SCHEMA)
    .selectFrom('event')
    .select('payload')
    .where('kind', 'in', ['plan.registered', 'plan.amended'])
    .orderBy('sequence', 'desc')
    .executeTakeFirst()
  const title = row === undefined ? null : (JSON.parse(row.payload) as { plan: { title?: unknown } | null }).plan?.title
  return typeof title === 'string' && title !== '' ? title : null
}

/** What a person may know of herself and of the review: role, profile, state, and what is asked of raters. */
export async function readOwnProfile(
  store: Store,
  actor: Actor,
): Promise<{
  readonly member: MemberRow
  readonly state: ReviewRow['state']
  readonly planHash: string | null
  readonly settings: ReviewSettings | null
  /** What the plan calls the study; null when it does not say. */
  readonly title: string | null
}> {
  const { review, member } = await admitReader(store, actor, 'own profile')
  const { state, planHash, settings } = review
  return { member, state, planHash, settings, title: await titleOfPlan(store) }
}
