/** @file From an event to the current state: the only way in which any row of it changes, now and in a rebuild. */
import { hashJson } from '../../support/index.ts'
import type { ReviewEvent } from './events.ts'
import { type MemberRow, type SlotRow, submissionId, type Touches, type WorkingSet } from './rows.ts'

/** The rows that applying an event needs; every other one stays as it is. */
export function touchesOf(event: ReviewEvent): Touches {
  switch (event.kind) {
    case 'plan.registered':
    case 'profile.given':
      return { members: [event.actor] }
    case 'member.added':
    case 'member.invited-again':
    case 'member.left':
      return { members: [event.actor, event.payload.personId] }
    case 'lock.proposed':
    case 'unblind.proposed':
      return { members: [event.actor] }
    case 'allocation.added':
      return { slots: event.payload.slots.map(({ slotId }) => slotId) }
    case 'slots.reassigned':
      return { slots: event.payload.moves.map(({ slotId }) => slotId) }
    case 'slot.opened':
      return { slots: [event.payload.slotId] }
    case 'unblinding.emergency':
      return { slots: [...event.payload.withdrawn, ...event.payload.marked] }
    case 'judgement.given':
    case 'judgement.changed':
      return {
        slots: [event.payload.slotId],
        submissions: [{ personId: event.actor, key: event.payload.key }],
      }
    case 'unblinding.inadvertent':
      return { slots: event.payload.withdrawn }
    default:
      return {}
  }
}

/** What a submission says, as a hash: the same key with another one is a mistake. */
export function bodyHash(body: {
  readonly slotId: string
  readonly judgement: unknown
  readonly replaces?: number
  readonly reason?: string
}): string {
  const { slotId, judgement, replaces = null, reason = null } = body
  return hashJson({ slotId, judgement, replaces, reason })
}

function changeSlot(set: WorkingSet, slotId: string, change: (row: SlotRow) => Partial<SlotRow>): void {
  const row = set.slots.get(slotId)
  if (row === undefined) throw new Error(`project: slot ${slotId} was not loaded`)
  set.slots.set(slotId, { ...row, ...change(row) })
  set.changed.slots.add(slotId)
}

function putMember(set: WorkingSet, row: MemberRow): void {
  set.members.set(row.personId, row)
  set.changed.members.add(row.personId)
}

function changeMember(set: WorkingSet, personId: string, change: Partial<MemberRow>): void {
  const row = set.members.get(personId)
  if (row === undefined) throw new Error('project: a member was not loaded')
  putMember(set, { ...row, ...change })
}

/** Who can stand for somebody whose link this event makes; before the opening there is nothing to tell of. */
function invitedBy({ review, members }: WorkingSet, { actor }: ReviewEvent): readonly string[] {
  return review.state === 'draft' ? [] : [...new Set([actor, ...(members.get(actor)?.invitedBy ?? [])])]
}

const untouched = {
  status: 'waiting',
  tab: null,
  openedAt: null,
  firstJudgedAt: null,
  judgedAt: null,
  judged: null,
  judgement: null,
  revealed: false,
} as const

function applyJudgement(set: WorkingSet, event: ReviewEvent<'judgement.given' | 'judgement.changed'>): void {
  const { sequence, time, hash, actor, payload } = event
  changeSlot(set, payload.slotId, row => ({
    status: 'done',
    tab: null,
    judgedAt: time,
    firstJudgedAt: row.firstJudgedAt ?? time,
    judged: sequence,
    judgement: payload.judgement,
  }))
  const id = submissionId(actor, payload.key)
  set.submissions.set(id, { personId: actor, key: payload.key, bodyHash: bodyHash(payload), sequence, time, hash })
  set.changed.submissions.add(id)
}

/** Applies an event to rows in memory; its `touchesOf` must have been loaded. */
export function project(set: WorkingSet, event: ReviewEvent): void {
  const change: Partial<WorkingSet['review']> = effectOnReview(set, event)
  set.review = { ...set.review, ...change, head: { sequence: event.sequence, hash: event.hash } }
  switch (event.kind) {
    case 'plan.registered':
      putMember(set, {
        personId: event.actor,
        role: 'designer',
        centre: null,
        raterKind: 'clinician',
        profile: null,
        active: true,
        invitedBy: [],
      })
      break
    case 'member.added': {
      const there = set.members.get(event.payload.personId)
      putMember(set, { profile: null, ...there, ...event.payload, active: true, invitedBy: invitedBy(set, event) })
      break
    }
    case 'member.invited-again':
      changeMember(set, event.payload.personId, { invitedBy: invitedBy(set, event) })
      break
    case 'member.left':
      changeMember(set, event.payload.personId, { active: false })
      break
    case 'profile.given': {
      const { centre, answers } = event.payload
      // The centre that is there may have decided which cases she has: another one stays an answer.
      const profile = centre === null ? answers : { site: centre, ...answers }
      changeMember(set, event.actor, { profile, centre: set.members.get(event.actor)?.centre ?? centre })
      break
    }
    case 'allocation.added':
      for (const slot of event.payload.slots) {
        set.slots.set(slot.slotId, { ...slot, ...untouched })
        set.changed.slots.add(slot.slotId)
      }
      break
    case 'slots.reassigned':
      for (const { slotId, to, order, visit } of event.payload.moves) {
        changeSlot(set, slotId, () => ({ raterId: to, order, visit, status: 'waiting', tab: null, openedAt: null }))
      }
      break
    case 'slot.opened':
      changeSlot(set, event.payload.slotId, row => ({
        status: 'open',
        tab: event.payload.tab,
        openedAt: row.openedAt ?? event.time,
      }))
      break
    case 'judgement.given':
    case 'judgement.changed':
      applyJudgement(set, event)
      break
    case 'unblinding.inadvertent':
      for (const slotId of event.payload.withdrawn) changeSlot(set, slotId, () => ({ status: 'withdrawn', tab: null }))
      break
    case 'unblinding.emergency':
      for (const slotId of event.payload.withdrawn) {
        changeSlot(set, slotId, () => ({ revealed: true, status: 'withdrawn', tab: null }))
      }
      for (const slotId of event.payload.marked) changeSlot(set, slotId, () => ({ revealed: true }))
      break
    default:
      break
  }
}

function effectOnReview({ review, members }: WorkingSet, event: ReviewEvent): Partial<WorkingSet['review']> {
  const { sequence, actor: by } = event
  const inviters = members.get(by)?.invitedBy ?? []
  switch (event.kind) {
    case 'plan.registered':
      return { planHash: event.payload.planHash, settings: event.payload.settings }
    case 'plan.amended':
      return { planHash: event.payload.planHash }
    case 'allocation.added':
      return { slots: review.slots + event.payload.slots.length }
    case 'review.opened':
      return { state: 'open' }
    case 'lock.proposed':
      return { proposal: { what: 'lock', sequence, by, reason: null, invitedBy: inviters } }
    case 'unblind.proposed':
      return { proposal: { what: 'unblind', sequence, by, reason: event.payload.reason, invitedBy: inviters } }
    case 'lock.confirmed':
      return { state: 'locked', proposal: null }
    case 'unblind.confirmed':
      return { state: 'unblinded', proposal: null }
    case 'proposal.withdrawn':
      return { proposal: null }
    default:
      return {}
  }
}
