/** @file How a review went, from its chain of events: for the export, and so for the report. */
import type { ServedAct, ServedFacts, ServedInvitation } from '../review-data.ts'
import type { ReviewEvent } from './events.ts'
import type { JudgementLines } from './judgement-lines.ts'
import { readEvents } from './replay.ts'
import type { Database } from './tables.ts'

/** An invitation of somebody who had one. */
interface Again {
  readonly at: string
  readonly by: string
  readonly personId: string
  readonly hadJudged: boolean
  judgedAfter: number
}

/** What has been seen of the chain so far. */
interface Seen {
  plan: ReviewEvent<'plan.registered'> | null
  lastPlanHash: string
  openedAt: string | null
  /** Who proposed what waits, and the last invitation of hers then. */
  proposed: { readonly by: string; readonly invited: ServedInvitation }
  locked: ServedAct | null
  unblinded: ServedFacts['unblinded'] | null
  last: ReviewEvent | null
  readonly amendments: ServedFacts['amendments'][number][]
  readonly incidents: ServedFacts['incidents'][number][]
  /** Person -> her last invitation. */
  readonly invited: Map<string, ServedInvitation>
  readonly invitedAgain: Again[]
  readonly judged: Set<string>
  readonly judgedSlots: Set<string>
}

/** An invitation of somebody who had one, after the opening, is one that she may not have asked for. */
function seeInvitation(seen: Seen, { time: at, actor: by }: ReviewEvent, personId: string): void {
  if (seen.openedAt !== null && seen.invited.has(personId)) {
    seen.invitedAgain.push({ at, by, personId, hadJudged: seen.judged.has(personId), judgedAfter: 0 })
  }
  seen.invited.set(personId, { by, at })
}

function seeJudgement({ judged, invitedAgain }: Seen, rater: string): void {
  for (const one of invitedAgain) if (one.personId === rater && one.hadJudged) one.judgedAfter++
  judged.add(rater)
}

function withdrawnWith({ judgedSlots }: Seen, { withdrawn }: { readonly withdrawn: readonly string[] }) {
  return { withdrawn: withdrawn.length, withdrawnJudged: withdrawn.filter(slotId => judgedSlots.has(slotId)).length }
}

function actOf({ proposed, invited }: Seen, { time: at, actor: by }: ReviewEvent): ServedAct {
  const invitations = { proposedBy: proposed.invited, confirmedBy: invited.get(by)! }
  return { at, proposedBy: proposed.by, confirmedBy: by, invited: invitations }
}

function see(seen: Seen, event: ReviewEvent): void {
  const { time: at, actor: by } = event
  seen.last = event
  switch (event.kind) {
    case 'plan.registered':
      seen.plan = event
      seen.lastPlanHash = event.payload.planHash
      seen.invited.set(by, { by: null, at })
      break
    case 'plan.amended':
      seen.lastPlanHash = event.payload.planHash
      seen.amendments.push({ at, by, reason: event.payload.reason })
      break
    case 'review.opened':
      seen.openedAt = at
      break
    case 'lock.proposed':
    case 'unblind.proposed':
      seen.proposed = { by, invited: seen.invited.get(by)! }
      break
    case 'lock.confirmed':
      seen.locked = actOf(seen, event)
      break
    case 'unblind.confirmed':
      seen.unblinded = { ...actOf(seen, event), reason: event.payload.reason }
      break
    case 'member.added':
    case 'member.invited-again':
      seeInvitation(seen, event, event.payload.personId)
      break
    case 'judgement.given':
    case 'judgement.changed':
      seeJudgement(seen, by)
      seen.judgedSlots.add(event.payload.slotId)
      break
    case 'unblinding.inadvertent':
      seen.incidents.push({ at, by, what: event.payload.what, ...withdrawnWith(seen, event.payload) })
      break
    case 'unblinding.emergency':
      seen.incidents.push({ at, by, what: 'emergency', ...withdrawnWith(seen, event.payload) })
      break
    default:
  }
}

/**
 * Reads the chain and says when and by whom the plan was registered, the review opened, locked and unblinded, and where
 * the chain stands. Notes of raters are not in it. Throws Error for a review that is not unblinded: the caller asks before.
 */
export async function servedFacts(db: Database, leftOut: JudgementLines['leftOut']): Promise<ServedFacts> {
  const seen: Seen = {
    plan: null,
    lastPlanHash: '',
    openedAt: null,
    proposed: { by: '', invited: { by: null, at: '' } },
    locked: null,
    unblinded: null,
    last: null,
    amendments: [],
    incidents: [],
    invited: new Map(),
    invitedAgain: [],
    judged: new Set(),
    judgedSlots: new Set(),
  }
  for await (const events of readEvents(db)) for (const event of events) see(seen, event)
  const { plan, lastPlanHash, openedAt, locked, unblinded, last, amendments, incidents, invitedAgain } = seen
  if (plan === null || locked === null || unblinded === null || last === null) {
    throw new Error('servedFacts: expected the chain of an unblinded review, got another')
  }
  return {
    planHash: plan.payload.planHash,
    lastPlanHash,
    planRegisteredAt: plan.time,
    amendments,
    openedAt,
    locked,
    unblinded,
    chain: { sequence: last.sequence, hash: last.hash },
    incidents,
    invitedAgain: invitedAgain.map(({ hadJudged, ...one }) => one),
    leftOut,
  }
}
