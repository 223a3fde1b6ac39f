/** @file Where a review stands, told from its events alone: how far it is, who is in it, what waits. Without any arm. */
import { existsSync } from 'node:fs'
import { GENESIS, type Head, type ReviewEvent } from '../store/events.ts'
import { readJournal } from '../store/journal.ts'
import { openServer } from '../store/database.ts'
import { journalFile, type Place } from '../store/open-store.ts'
import { SCHEMA } from '../store/tables.ts'
import { project } from '../store/project.ts'
import { readEvents } from '../store/replay.ts'
import type { Role, State } from '../store/roles.ts'
import { emptySet, type Proposal } from '../store/rows.ts'

/** A person and how far she is; training slots are not counted. */
export interface PersonStanding {
  readonly personId: string
  readonly role: Role
  readonly centre: string | null
  readonly active: boolean
  readonly slots: number
  readonly done: number
  readonly withdrawn: number
}

/** Where a review stands. */
export interface Standing {
  readonly state: State
  /** The version of the plan that is in force; null before the first event. */
  readonly plan: { readonly hash: string; readonly at: string; readonly by: string } | null
  readonly simulated: boolean
  readonly people: readonly PersonStanding[]
  readonly slots: number
  readonly done: number
  readonly withdrawn: number
  readonly proposal: (Proposal & { readonly at: string }) | null
  /** Unblinding out of turn: authors that were recognised or told, and emergencies. Who knows a case knows no arm by it. */
  readonly incidents: number
  readonly openedAt: string | null
  readonly lockedAt: string | null
  readonly unblindedAt: string | null
  readonly exportedAt: string | null
  readonly head: Head
}

/** Sums events up. None at all: a draft without a plan. */
export function standingOf(events: Iterable<ReviewEvent>): Standing {
  const set = emptySet({ head: GENESIS, state: 'draft', planHash: null, settings: null, proposal: null, slots: 0 })
  const last = new Map<ReviewEvent['kind'], ReviewEvent>()
  let proposedAt = ''
  let incidents = 0
  for (const event of events) {
    project(set, event)
    last.set(event.kind, event)
    if (event.kind === 'lock.proposed' || event.kind === 'unblind.proposed') proposedAt = event.time
    if (event.kind === 'unblinding.emergency') incidents++
    if (event.kind === 'unblinding.inadvertent' && event.payload.what !== 'knows the case') incidents++
  }
  const { review } = set
  const slots = [...set.slots.values()].filter(({ training }) => !training)
  const count = (list: typeof slots, status: string) => list.filter(slot => slot.status === status).length
  const plan = last.get('plan.amended') ?? last.get('plan.registered')
  const timeOf = (kind: ReviewEvent['kind']) => last.get(kind)?.time ?? null
  return {
    state: review.state,
    plan:
      plan === undefined || review.planHash === null ? null : { hash: review.planHash, at: plan.time, by: plan.actor },
    simulated: review.settings?.simulated ?? false,
    people: [...set.members.values()]
      .toSorted((a, b) => (a.personId < b.personId ? -1 : 1))
      .map(({ personId, role, centre, active }) => {
        const own = slots.filter(({ raterId }) => raterId === personId)
        const [done, withdrawn] = [count(own, 'done'), count(own, 'withdrawn')]
        return { personId, role, centre, active, slots: own.length, done, withdrawn }
      }),
    slots: slots.length,
    done: count(slots, 'done'),
    withdrawn: count(slots, 'withdrawn'),
    proposal: review.proposal === null ? null : { ...review.proposal, at: proposedAt },
    incidents,
    openedAt: timeOf('review.opened'),
    lockedAt: timeOf('lock.confirmed'),
    unblindedAt: timeOf('unblind.confirmed'),
    exportedAt: timeOf('data.exported'),
    head: review.head,
  }
}

/**
 * Reads where a review stands, also while another process has it open: an embedded one from its journal, which is ahead of
 * its database. Makes and changes nothing. Null when there is no review. Throws InputError when a server cannot be used.
 */
export async function readStanding(place: Place): Promise<Standing | null> {
  if ('folder' in place) {
    if (!existsSync(journalFile(place.folder))) return null
    const { events } = readJournal(journalFile(place.folder))
    return events.length === 0 ? null : standingOf(events)
  }
  // Not as a review, which would make its tables.
  const { db, close } = await openServer(place.connectionString)
  try {
    const tables = await db.introspection.getTables()
    if (!tables.some(({ schema, name }) => schema === SCHEMA && name === 'event')) return null
    const events: ReviewEvent[] = []
    for await (const chunk of readEvents(db)) events.push(...chunk)
    return events.length === 0 ? null : standingOf(events)
  } finally {
    await close()
  }
}
