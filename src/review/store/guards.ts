/** @file What must be true before an event may happen: pure functions, each null or a refusal with its reason. */
import type { Actor } from './events.ts'
import { Refusal } from './refusal.ts'
import { EVENT_RULES, type EventKind, READ_RULES, type ReadKind, type Rule } from './roles.ts'
import { AHEAD, type MemberRow, type Proposal, type ReviewRow, type SlotRow } from './rows.ts'

const listed = (words: readonly string[]) =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`

function guardRule(
  what: string,
  { roles, states }: Rule,
  actor: Actor,
  member: MemberRow | undefined,
  { state }: ReviewRow,
): Refusal | null {
  if (!member?.active || member.role !== actor.role) {
    return new Refusal('role', `expected an active ${actor.role} of this review, got somebody else`, 'sign in again')
  }
  if (!roles.includes(actor.role)) {
    return new Refusal('role', `${what}: expected a ${listed(roles)}, got a ${actor.role}`, 'ask one of them')
  }
  if (states.includes(state)) return null
  const problem = `${what}: expected the review to be ${listed(states)}, it is ${state}`
  return new Refusal('state', problem, state === 'draft' ? 'open it first' : 'nothing of it was saved')
}

/** Whether this person may cause this kind of event now. */
export function guardEvent(
  kind: EventKind,
  actor: Actor,
  member: MemberRow | undefined,
  review: ReviewRow,
): Refusal | null {
  if (kind === 'plan.registered') return guardFirst(actor, review)
  if (review.planHash === null) {
    return new Refusal('state', `${kind}: expected a registered analysis plan, got none`, 'register the plan first')
  }
  return guardRule(kind, EVENT_RULES[kind], actor, member, review)
}

/** Whether this person may read this now. */
export function guardRead(
  kind: ReadKind,
  actor: Actor,
  member: MemberRow | undefined,
  review: ReviewRow,
): Refusal | null {
  return guardRule(kind, READ_RULES[kind], actor, member, review)
}

/** The plan comes first, and once; who registers it becomes the first designer. */
function guardFirst(actor: Actor, review: ReviewRow): Refusal | null {
  if (review.head.sequence > 0) {
    return new Refusal('state', 'expected a review without events, got one that began', 'amend its plan, with a reason')
  }
  return actor.role === 'designer'
    ? null
    : new Refusal('role', `plan.registered: expected a designer, got a ${actor.role}`, 'ask one')
}

/** Whether a slot is this rater's own. A slot of another and a slot that is not there get the same answer. */
export function guardOwn(actor: Actor, slot: SlotRow | undefined): Refusal | null {
  return slot?.raterId === actor.id
    ? null
    : new Refusal('slot', 'expected one of your own slots, got none with this id', 'go on with the next one')
}

/** Whether something may still be said of a slot. */
export function guardAlive({ status, revealed }: SlotRow): Refusal | null {
  if (revealed) {
    return new Refusal(
      'slot',
      'expected a blinded slot, got one of a case whose arm was told',
      'go on with the next one',
    )
  }
  return status === 'withdrawn'
    ? new Refusal('slot', 'expected a slot that counts, got one that was withdrawn', 'go on with the next one')
    : null
}

/** Whether a slot is free for this window of the browser, or is already its own. */
export function guardTab(slot: SlotRow, tab: string): Refusal | null {
  return slot.status !== 'open' || slot.tab === tab
    ? null
    : new Refusal('slot', 'this case is open in another window', 'go on there, or take it over here')
}

/**
 * Whether a rater may work on a slot: it is the first of those ahead of her that is not finished, also when the one before it
 * was finished in this very batch. `ahead`: her `AHEAD` first slots that were not finished when the batch began.
 */
export function guardOrder(slot: SlotRow, ahead: readonly SlotRow[]): Refusal | null {
  const first = ahead.find(({ status, revealed }) => status !== 'done' && status !== 'withdrawn' && !revealed)
  // Beyond those that were loaded nobody knows what comes next; with fewer of them nothing does.
  const isNext = first === undefined ? ahead.length < AHEAD : first.slotId === slot.slotId
  return isNext || slot.status === 'open'
    ? null
    : new Refusal('slot', 'expected your next slot, got a later one', 'slots are judged in their order')
}

/** Whether a rater has consented: without it nothing is shown to her and nothing of hers is taken. */
export function guardConsent({ profile }: MemberRow): Refusal | null {
  const consent = (profile as { readonly consent?: unknown } | null)?.consent
  return consent === 'yes'
    ? null
    : new Refusal('state', 'expected a reviewer who has consented, got one who has not', 'consent first')
}

/** Whether a first judgement is of a slot that was opened: what nobody was shown cannot be judged. */
export function guardOpened({ status }: SlotRow): Refusal | null {
  return status === 'waiting'
    ? new Refusal('slot', 'expected a slot that you opened, got one that you did not', 'open it first')
    : null
}

/** Whether a judgement is the first of its slot, or a change that names what it replaces and says why. */
export function guardChange(
  slot: SlotRow,
  change: { readonly replaces: number; readonly reason: string } | undefined,
): Refusal | null {
  if (slot.status !== 'done') {
    return change === undefined
      ? null
      : new Refusal('slot', 'expected a slot that was judged, got one that was not', 'give a first judgement')
  }
  if (change === undefined) {
    return new Refusal('slot', 'this slot was judged already', 'a change names what it replaces and gives a reason')
  }
  if (change.replaces !== slot.judged) {
    return new Refusal('slot', 'expected a change of the current judgement, got one of an earlier', 'read it again')
  }
  return guardReason(change.reason)
}

/** Whether a reason says something. */
export function guardReason(reason: string): Refusal | null {
  return reason.trim() === '' ? new Refusal('input', 'expected a reason, got none', 'say why', 'reason') : null
}

/** Whether a proposal can be made: none waits. */
export function guardNoProposal({ proposal }: ReviewRow): Refusal | null {
  return proposal === null
    ? null
    : new Refusal('people', `a proposal to ${proposal.what} waits already`, 'confirm it, or have it withdrawn')
}

/**
 * Whether this person may confirm what waits: there is such a proposal, somebody else made it, and no third person, nor one of
 * the two, made since the opening the invitations by which both could be the same.
 */
export function guardSecondPerson(
  what: Proposal['what'],
  actor: Actor,
  member: MemberRow | undefined,
  { proposal }: ReviewRow,
): Refusal | null {
  if (proposal?.what !== what) {
    return new Refusal('people', `expected a proposal to ${what}, got none`, 'let one person propose it first')
  }
  if (proposal.by === actor.id) {
    return new Refusal('people', 'expected two people, got the same one twice', 'let another person confirm it')
  }
  const first = [proposal.by, ...proposal.invitedBy]
  const shared = [actor.id, ...(member?.invitedBy ?? [])].find(id => first.includes(id))
  if (shared === undefined) return null
  const got = `${actor.id} after ${proposal.by}, by an invitation that ${shared} made since the review was opened`
  return new Refusal(
    'people',
    `expected two people of whom nobody could be both, got ${got}`,
    'let another designer confirm it, or somebody who was invited before the opening',
  )
}

/** Whether this person may withdraw what waits: it is her own, or she is a designer and who proposed it (`by`) has left. */
export function guardWithdrawal(actor: Actor, by: MemberRow | undefined, { proposal }: ReviewRow): Refusal | null {
  const hasLeft = by?.personId === proposal?.by && by?.active === false
  return proposal?.by === actor.id || (hasLeft && actor.role === 'designer')
    ? null
    : new Refusal('people', 'expected a proposal of your own that waits, got none', 'read the state again')
}

/** Whether a slot is there, for those who may name any. */
export function guardThere(slot: SlotRow | undefined): Refusal | null {
  return slot === undefined
    ? new Refusal(
        'slot',
        'expected a slot of this review, got none',
        'those of a case with their ids: bedside review slots CASE --as ID',
      )
    : null
}
