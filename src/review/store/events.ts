/** @file The events of a review and the chain that they form: each carries the hash of the one before it. */
import { canonicalJson, type JsonValue, sha256 } from '../../support/index.ts'
import type { RaterKind } from '../review-data.ts'
import type { Judgement, ReviewSettings, Side, Task } from './judgement.ts'
import type { EventKind, Role } from './roles.ts'

/** A slot as it is allocated: what one rater is shown at one place of her order. Nothing in it tells an arm. */
export interface Slot {
  readonly slotId: string
  readonly raterId: string
  /** Place in the rater's order, from 1. */
  readonly order: number
  readonly caseId: string
  /** Which sight of a case this is of, from 1 in the rater's order: slots of one visit belong together; a repeat is another. */
  readonly visit: number
  readonly stratum: string | null
  readonly task: Task
  /** A case to learn the page with; it enters no analysis. */
  readonly training: boolean
  /** Reference of the record's text; null when the page shows the record in another way. */
  readonly caseText: string | null
  readonly shown: readonly { readonly side: Side; readonly text: string }[]
  /** Of a training slot: reference of what is told once it was judged; null: nothing. */
  readonly feedback: string | null
  /** The slot that this one repeats, never told to the rater. */
  readonly repeatOf: string | null
}

/** What each kind of event says. */
export interface Payloads {
  'plan.registered': { readonly plan: JsonValue; readonly planHash: string; readonly settings: ReviewSettings }
  'plan.amended': { readonly plan: JsonValue; readonly planHash: string; readonly reason: string }
  'member.added': {
    readonly personId: string
    readonly role: Role
    readonly centre: string | null
    readonly raterKind: RaterKind
  }
  /** A new link for her was made: whoever got it could set her password. */
  'member.invited-again': { readonly personId: string }
  'member.left': { readonly personId: string; readonly reason: string }
  'profile.given': { readonly centre: string | null; readonly answers: Readonly<Record<string, string | number>> }
  /** Texts and key lie apart; the event holds their hashes, that of the key with a secret salt. */
  'allocation.added': { readonly slots: readonly Slot[]; readonly textsHash: string; readonly keySeal: string }
  'slots.reassigned': {
    readonly moves: readonly {
      readonly slotId: string
      readonly from: string
      readonly to: string
      readonly order: number
      readonly visit: number
    }[]
    readonly reason: string
  }
  'review.opened': Readonly<Record<string, never>>
  'slot.opened': { readonly slotId: string; readonly tab: string }
  'judgement.given': {
    readonly slotId: string
    readonly key: string
    readonly judgement: Judgement
  }
  'judgement.changed': {
    readonly slotId: string
    readonly key: string
    readonly judgement: Judgement
    /** Sequence of the judgement that this one replaces. */
    readonly replaces: number
    readonly reason: string
  }
  'unblinding.inadvertent': {
    readonly what: 'knows the case' | 'recognised the author' | 'was told'
    readonly note: string
    /** The slot in question, and all slots that are withdrawn with it: none after the lock. */
    readonly slotId: string | null
    readonly withdrawn: readonly string[]
  }
  /** Whose slot it is may learn the arm, and so of all her slots of this case: `withdrawn` were not judged, `marked` were. */
  'unblinding.emergency': {
    readonly slotId: string
    readonly reason: string
    readonly withdrawn: readonly string[]
    readonly marked: readonly string[]
  }
  'lock.proposed': Readonly<Record<string, never>>
  'lock.confirmed': { readonly proposal: number }
  'unblind.proposed': { readonly reason: string }
  'unblind.confirmed': { readonly proposal: number; readonly reason: string }
  'proposal.withdrawn': { readonly proposal: number }
  /** File -> SHA-256. */
  'data.exported': { readonly files: Readonly<Record<string, string>> }
}

/** What is about to become an event. */
export type EventDraft<Kind extends EventKind = EventKind> = {
  readonly [K in Kind]: { readonly kind: K; readonly payload: Payloads[K] }
}[Kind]

/** Who does something, as the server has authenticated her. */
export interface Actor {
  readonly id: string
  readonly role: Role
}

/** An event of the chain. */
export type ReviewEvent<Kind extends EventKind = EventKind> = EventDraft<Kind> & {
  /** From 1, without gaps. */
  readonly sequence: number
  /** ISO 8601 in UTC. */
  readonly time: string
  readonly actor: string
  readonly role: Role
  /** Hash of the event before. */
  readonly previous: string
  readonly hash: string
}

/** Where a chain stands. */
export interface Head {
  readonly sequence: number
  readonly hash: string
}

/** The head of a chain without events. */
export const GENESIS: Head = { sequence: 0, hash: '0'.repeat(64) }

const hashOf = ({ hash: _, ...rest }: ReviewEvent | (Omit<ReviewEvent, 'hash'> & { hash?: string })) =>
  sha256(canonicalJson(rest))

/** Makes the next event of a chain: number, time, who, and the hash over all of it and of the event before. */
export function sealEvent(head: Head, time: string, actor: Actor, draft: EventDraft): ReviewEvent {
  const open = {
    ...draft,
    sequence: head.sequence + 1,
    time,
    actor: actor.id,
    role: actor.role,
    previous: head.hash,
  }
  return { ...open, hash: hashOf(open) }
}

/** What is wrong with an event as the next one after `head`, or null: its number, its link, its hash. */
export function faultOfEvent(head: Head, event: ReviewEvent): string | null {
  if (event.sequence !== head.sequence + 1) return `expected event ${head.sequence + 1}, got ${event.sequence}`
  if (event.previous !== head.hash) return `event ${event.sequence} does not follow the event before it`
  return hashOf(event) === event.hash ? null : `event ${event.sequence} was altered: its hash does not match`
}
