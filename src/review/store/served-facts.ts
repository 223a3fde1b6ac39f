/** @file How a review went, from its chain of events: for the export, and so for the report. */
import type { ServedAct, ServedFacts } from '../review-data.ts'
import type { ReviewEvent } from './events.ts'
import type { JudgementLines } from './judgement-lines.ts'
import { readEvents } from './replay.ts'
import type { Database } from './tables.ts'

/** What has been seen of the chain so far. */
interface Seen {
  plan: ReviewEvent<'plan.registered'> | null
  lastPlanHash: string
  openedAt: string | null
  /** Who proposed what waits. */
  proposedBy: string
  locked: ServedAct | null
  unblinded: ServedFacts['unblinded'] | null
  last: ReviewEvent | null
  readonly amendments: ServedFacts['amendments'][number][]
  readonly incidents: ServedFacts['incidents'][number][]
}

function see(seen: Seen, event: ReviewEvent): void {
  const { time: at, actor: by } = event
  seen.last = event
  switch (event.kind) {
    case 'plan.registered':
      seen.plan = event
      seen.lastPlanHash = event.payload.planHash
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
      seen.proposedBy = by
      break
    case 'lock.confirmed':
      seen.locked = { at, proposedBy: seen.proposedBy, confirmedBy: by }
      break
    case 'unblind.confirmed':
      seen.unblinded = { at, proposedBy: seen.proposedBy, confirmedBy: by, reason: event.payload.reason }
      break
    case 'unblinding.inadvertent':
      seen.incidents.push({ at, by, what: event.payload.what, withdrawn: event.payload.withdrawn.length })
      break
    case 'unblinding.emergency':
      seen.incidents.push({ at, by, what: 'emergency', withdrawn: event.payload.withdrawn.length })
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
    proposedBy: '',
    locked: null,
    unblinded: null,
    last: null,
    amendments: [],
    incidents: [],
  }
  for await (const events of readEvents(db)) for (const event of events) see(seen, event)
  const { plan, lastPlanHash, openedAt, locked, unblinded, last, amendments, incidents } = seen
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
    leftOut,
  }
}
