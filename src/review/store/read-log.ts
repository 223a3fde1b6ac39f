/** @file What the study team reads beside progress: who is in the review, what was done, and which slots there are. */
import type { Actor, ReviewEvent, Slot } from './events.ts'
import type { Store } from './open-store.ts'
import { admitReader } from './read-own.ts'
import { readEvents } from './replay.ts'
import type { EventKind } from './roles.ts'
import type { MemberRow, SlotStatus } from './rows.ts'
import { SCHEMA } from './tables.ts'
import { memberOf, slotsByRater } from './working-set.ts'

/** Kinds whose content is a rater's own, or too much for a log; of these the log shows that they happened. */
const WITHOUT_CONTENT: ReadonlySet<EventKind> = new Set<EventKind>([
  'judgement.given',
  'judgement.changed',
  'profile.given',
  'slot.opened',
  'slots.reassigned',
  'allocation.added',
  'unblinding.inadvertent',
])

/** A line of the audit log. */
export interface LogLine extends Omit<ReviewEvent, 'payload' | 'kind' | 'previous'> {
  readonly kind: EventKind
  /** Null for judgements and other things that are the rater's own. */
  readonly payload: unknown
}

/** Lines of one page of the log at most. */
const PAGE = 5000

/**
 * The audit log from after event `after`, for the study team, a page of at most 5,000 events at a time; an empty one behind
 * the last. What raters said is not in it. Throws Refusal.
 */
export async function readLog(store: Store, actor: Actor, after = 0): Promise<readonly LogLine[]> {
  await admitReader(store, actor, 'audit log')
  const lines: LogLine[] = []
  for await (const events of readEvents(store.db, after)) {
    for (const { sequence, time, actor: who, role, kind, payload, hash } of events) {
      const shown = WITHOUT_CONTENT.has(kind) ? null : payload
      lines.push({ sequence, time, actor: who, role, kind, payload: shown, hash })
      if (lines.length === PAGE) return lines
    }
  }
  return lines
}

/** Everybody who is or was in the review. Throws Refusal. */
export async function readMembers(store: Store, actor: Actor): Promise<readonly MemberRow[]> {
  await admitReader(store, actor, 'members')
  const rows = await store.db.withSchema(SCHEMA).selectFrom('member').selectAll().orderBy('person_id').execute()
  return rows.map(memberOf)
}

/** All slots and where they stand, without judgements and without arms: what a replacement of a rater needs. */
export async function readAllocation(
  store: Store,
  actor: Actor,
): Promise<readonly (Slot & { readonly status: SlotStatus })[]> {
  await admitReader(store, actor, 'allocation')
  return (await slotsByRater(store.db)).map(slot => {
    const { slotId, raterId, order, caseId, visit, stratum, task, training, status } = slot
    const { caseText, feedback, shown, repeatOf } = slot
    const place = { slotId, raterId, order, caseId, visit, stratum, task, training, status }
    return { ...place, caseText, feedback, shown, repeatOf }
  })
}
