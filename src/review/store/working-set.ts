/** @file Loads the rows that a batch of commands needs, and writes back those that changed, a few queries for all. */
import { sql } from 'kysely'
import { canonicalJson } from '../../support/index.ts'
import { GENESIS, type ReviewEvent } from './events.ts'
import { AHEAD, emptySet, type MemberRow, type ReviewRow, type SlotRow, type Touches, type WorkingSet } from './rows.ts'
import { submissionId } from './rows.ts'
import type { Role, State } from './roles.ts'
import { type Database, SCHEMA, type Tables } from './tables.ts'

const unique = <T>(lists: readonly (readonly T[] | undefined)[]) => [...new Set(lists.flatMap(list => list ?? []))]
const parsed = <T>(text: string | null) => (text === null ? null : (JSON.parse(text) as T))
/** Canonical, so that a state from the journal or a backup is the same to the last byte. */
const written = (value: unknown) => (value === null ? null : canonicalJson(value))

/** Reads the row of the review; `lock` keeps every other writer out until the transaction ends. */
export async function loadReview(db: Database, lock: boolean): Promise<ReviewRow> {
  const query = db.withSchema(SCHEMA).selectFrom('review').selectAll()
  const row = await (lock ? query.forUpdate() : query).executeTakeFirstOrThrow()
  return {
    head: { sequence: row.sequence, hash: row.hash },
    state: row.state as State,
    planHash: row.plan_hash,
    settings: parsed(row.settings),
    proposal: parsed(row.proposal),
    slots: row.slots,
  }
}

/** A row of the table of members. */
export function memberOf(row: Tables['member']): MemberRow {
  return {
    personId: row.person_id,
    role: row.role as Role,
    centre: row.centre,
    raterKind: row.rater_kind as MemberRow['raterKind'],
    profile: JSON.parse(row.profile),
    active: row.active,
    invitedBy: JSON.parse(row.invited_by),
  }
}

/** A row of the table of slots. */
export function slotOf(row: Tables['slot']): SlotRow {
  return {
    slotId: row.slot_id,
    raterId: row.rater_id,
    order: row.order,
    caseId: row.case_id,
    visit: row.visit,
    stratum: row.stratum,
    task: row.task as SlotRow['task'],
    training: row.training,
    caseText: row.case_text,
    feedback: row.feedback,
    shown: JSON.parse(row.shown),
    repeatOf: row.repeat_of,
    status: row.status as SlotRow['status'],
    tab: row.tab,
    openedAt: row.opened_at,
    firstJudgedAt: row.first_judged_at,
    judgedAt: row.judged_at,
    judged: row.judged,
    judgement: parsed(row.judgement),
    revealed: row.revealed,
  }
}

/** All slots, rater by rater in the order of each. */
export async function slotsByRater(db: Database): Promise<readonly SlotRow[]> {
  const query = db.withSchema(SCHEMA).selectFrom('slot').selectAll()
  return (await query.orderBy('rater_id').orderBy('order').orderBy('slot_id').execute()).map(slotOf)
}

function slotTableRow(slot: SlotRow): Tables['slot'] {
  return {
    slot_id: slot.slotId,
    rater_id: slot.raterId,
    order: slot.order,
    case_id: slot.caseId,
    visit: slot.visit,
    stratum: slot.stratum,
    task: slot.task,
    training: slot.training,
    case_text: slot.caseText,
    feedback: slot.feedback,
    shown: canonicalJson(slot.shown),
    repeat_of: slot.repeatOf,
    status: slot.status,
    tab: slot.tab,
    opened_at: slot.openedAt,
    first_judged_at: slot.firstJudgedAt,
    judged_at: slot.judgedAt,
    judged: slot.judged,
    judgement: written(slot.judgement),
    revealed: slot.revealed,
  }
}

/** Loads, under the lock of the review's row, all rows that are touched. Rows that are not there are simply absent. */
export async function loadSet(db: Database, touches: readonly Touches[]): Promise<WorkingSet> {
  const tables = db.withSchema(SCHEMA)
  const set = emptySet(await loadReview(db, true))
  const members = unique(touches.map(touch => touch.members))
  if (members.length > 0) {
    const rows = await tables
      .selectFrom('member')
      .selectAll()
      .where('person_id', '=', sql<string>`any(${members})`)
      .execute()
    for (const row of rows) set.members.set(row.person_id, memberOf(row))
  }
  const [slots, siblings, next] = [
    unique(touches.map(touch => touch.slots)),
    unique(touches.map(touch => touch.siblings)),
    unique(touches.map(touch => touch.next)),
  ]
  if (slots.length > 0) {
    const rows = await tables.selectFrom('slot').selectAll().where('slot_id', '=', sql<string>`any(${slots})`).execute()
    for (const row of rows) set.slots.set(row.slot_id, slotOf(row))
  }
  if (siblings.length > 0) {
    const rows = await tables
      .selectFrom('slot')
      .innerJoin('slot as named', join =>
        join.onRef('named.rater_id', '=', 'slot.rater_id').onRef('named.case_id', '=', 'slot.case_id'),
      )
      .selectAll('slot')
      .where('named.slot_id', '=', sql<string>`any(${siblings})`)
      .execute()
    for (const row of rows) set.slots.set(row.slot_id, slotOf(row))
  }
  if (next.length > 0) {
    const rows = await tables
      .selectFrom(from =>
        from
          .selectFrom('slot')
          .selectAll()
          .select(sql<number>`row_number() over (partition by rater_id order by "order", slot_id)`.as('place'))
          .where('rater_id', '=', sql<string>`any(${next})`)
          .where('status', 'in', ['waiting', 'open'])
          .where('revealed', '=', false)
          .as('pending'),
      )
      .selectAll()
      .where('place', '<=', AHEAD)
      .orderBy('place')
      .execute()
    for (const row of rows) {
      set.slots.set(row.slot_id, slotOf(row))
      set.next.set(row.rater_id, [...(set.next.get(row.rater_id) ?? []), row.slot_id])
    }
  }
  const submissions = touches.flatMap(touch => touch.submissions ?? [])
  if (submissions.length > 0) {
    const rows = await tables
      .selectFrom('submission')
      .selectAll()
      .where('key', '=', sql<string>`any(${submissions.map(({ key }) => key)})`)
      .where('person_id', '=', sql<string>`any(${submissions.map(({ personId }) => personId)})`)
      .execute()
    for (const row of rows) {
      set.submissions.set(submissionId(row.person_id, row.key), {
        personId: row.person_id,
        key: row.key,
        bodyHash: row.body_hash,
        sequence: row.sequence,
        time: row.time,
        hash: row.hash,
      })
    }
  }
  return set
}

/** Rows of one statement: PostgreSQL takes 65,535 values. */
const CHUNK = 2000

async function inChunks<T>(rows: readonly T[], write: (chunk: readonly T[]) => Promise<unknown>): Promise<void> {
  for (let start = 0; start < rows.length; start += CHUNK) await write(rows.slice(start, start + CHUNK))
}

/** Appends events to the table of events. */
export async function insertEvents(db: Database, events: readonly ReviewEvent[]): Promise<void> {
  await inChunks(events, chunk =>
    db
      .withSchema(SCHEMA)
      .insertInto('event')
      .values(chunk.map(({ payload, ...rest }) => ({ ...rest, payload: canonicalJson(payload) })))
      .execute(),
  )
}

/** Writes the row of the review and every row that changed since the set was loaded. */
export async function flushSet(db: Database, set: WorkingSet): Promise<void> {
  const tables = db.withSchema(SCHEMA)
  const { head, state, planHash, settings, proposal, slots } = set.review
  await tables
    .updateTable('review')
    .set({
      sequence: head.sequence,
      hash: head.hash,
      state,
      plan_hash: planHash,
      settings: written(settings),
      proposal: written(proposal),
      slots,
    })
    .execute()
  const members = [...set.changed.members].map(id => set.members.get(id)!)
  await inChunks(members, chunk =>
    tables
      .insertInto('member')
      .values(
        chunk.map(row => ({
          person_id: row.personId,
          role: row.role,
          centre: row.centre,
          rater_kind: row.raterKind,
          profile: canonicalJson(row.profile),
          active: row.active,
          invited_by: canonicalJson(row.invitedBy),
        })),
      )
      .onConflict(conflict =>
        conflict.column('person_id').doUpdateSet(({ ref }) => ({
          centre: ref('excluded.centre'),
          rater_kind: ref('excluded.rater_kind'),
          profile: ref('excluded.profile'),
          active: ref('excluded.active'),
          invited_by: ref('excluded.invited_by'),
        })),
      )
      .execute(),
  )
  await inChunks(
    [...set.changed.slots].map(id => slotTableRow(set.slots.get(id)!)),
    chunk =>
      tables
        .insertInto('slot')
        .values(chunk)
        .onConflict(conflict =>
          // Only these change in the life of a slot.
          conflict.column('slot_id').doUpdateSet(({ ref }) => ({
            rater_id: ref('excluded.rater_id'),
            order: ref('excluded.order'),
            visit: ref('excluded.visit'),
            status: ref('excluded.status'),
            tab: ref('excluded.tab'),
            opened_at: ref('excluded.opened_at'),
            first_judged_at: ref('excluded.first_judged_at'),
            judged_at: ref('excluded.judged_at'),
            judged: ref('excluded.judged'),
            judgement: ref('excluded.judgement'),
            revealed: ref('excluded.revealed'),
          })),
        )
        .execute(),
  )
  await inChunks(
    [...set.changed.submissions].map(id => set.submissions.get(id)!),
    chunk =>
      tables
        .insertInto('submission')
        .values(
          chunk.map(row => ({
            person_id: row.personId,
            key: row.key,
            body_hash: row.bodyHash,
            sequence: row.sequence,
            time: row.time,
            hash: row.hash,
          })),
        )
        .execute(),
  )
  for (const changed of Object.values(set.changed)) changed.clear()
}

/** Empties the current state, as before the first event; events, texts and key stay. */
export async function clearState(db: Database): Promise<void> {
  const tables = db.withSchema(SCHEMA)
  for (const table of ['member', 'slot', 'submission'] as const) await tables.deleteFrom(table).execute()
  const fresh = { state: 'draft', plan_hash: null, settings: null, proposal: null, slots: 0 }
  await tables
    .updateTable('review')
    .set({ sequence: GENESIS.sequence, hash: GENESIS.hash, ...fresh })
    .execute()
}
