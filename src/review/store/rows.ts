/** @file The current state of a review as rows, and the part of it that a batch of commands works on in memory. */
import type { JsonValue } from '../../support/index.ts'
import type { RaterKind } from '../review-data.ts'
import type { Head, Slot } from './events.ts'
import type { Judgement, ReviewSettings } from './judgement.ts'
import type { Role, State } from './roles.ts'

/** The one row of the review itself. */
export interface ReviewRow {
  readonly head: Head
  readonly state: State
  /** Hash of the plan that is in force; null before it is registered. */
  readonly planHash: string | null
  readonly settings: ReviewSettings | null
  /** A lock or unblinding that waits for its second person. */
  readonly proposal: Proposal | null
  /** How many slots there are. */
  readonly slots: number
}

/** What one person proposed and another must confirm. */
export interface Proposal {
  readonly what: 'lock' | 'unblind'
  readonly sequence: number
  readonly by: string
  readonly reason: string | null
  /** Of who proposed, when she did: see `MemberRow`. */
  readonly invitedBy: readonly string[]
}

/** A person of the review. */
export interface MemberRow {
  readonly personId: string
  readonly role: Role
  readonly centre: string | null
  readonly raterKind: RaterKind
  readonly profile: JsonValue
  readonly active: boolean
  /**
   * When her last invitation was made after the opening: by whom, by whom that person then was invited, and so on. Empty when
   * it was made before. Each of them could have used her link, and stand for her.
   */
  readonly invitedBy: readonly string[]
}

/** Where a slot stands; `withdrawn` for good. */
export type SlotStatus = 'waiting' | 'open' | 'done' | 'withdrawn'

/** A slot and what was last said of it. */
export interface SlotRow extends Slot {
  readonly status: SlotStatus
  /** The window of the rater's browser that has it open. */
  readonly tab: string | null
  readonly openedAt: string | null
  readonly firstJudgedAt: string | null
  readonly judgedAt: string | null
  /** Sequence of the event that holds the current judgement. */
  readonly judged: number | null
  readonly judgement: Judgement | null
  /** Its arm, or another one of this case and rater, was told in an emergency: nothing more can be said of it. */
  readonly revealed: boolean
}

/** A submission that was acknowledged, by rater and key. */
export interface SubmissionRow {
  readonly personId: string
  readonly key: string
  readonly bodyHash: string
  readonly sequence: number
  readonly time: string
  readonly hash: string
}

/** Which rows a command or an event needs. */
export interface Touches {
  readonly members?: readonly string[]
  readonly slots?: readonly string[]
  /** Slots of which all others of the same rater and case are needed too. */
  readonly siblings?: readonly string[]
  readonly submissions?: readonly { readonly personId: string; readonly key: string }[]
  /** Raters of whom the first slots that are not done are needed. */
  readonly next?: readonly string[]
}

/** Rows in memory, replaced as events are applied; `changed` says what must be written. */
export interface WorkingSet {
  review: ReviewRow
  readonly members: Map<string, MemberRow>
  readonly slots: Map<string, SlotRow>
  /** By `submissionId`. */
  readonly submissions: Map<string, SubmissionRow>
  /** Rater -> her first `AHEAD` slots that were not done or withdrawn when the set was loaded, in her order. */
  readonly next: Map<string, readonly string[]>
  readonly changed: {
    readonly members: Set<string>
    readonly slots: Set<string>
    readonly submissions: Set<string>
  }
}

/** How many slots ahead of a rater a batch knows: the one she judges and the one that she opens after it. */
export const AHEAD = 2

/** The slots ahead of a rater as the batch has left them so far. */
export function aheadOf({ next, slots }: WorkingSet, raterId: string): readonly SlotRow[] {
  return (next.get(raterId) ?? []).map(slotId => slots.get(slotId)!)
}

/** A working set that holds nothing but the row of the review. */
export function emptySet(review: ReviewRow): WorkingSet {
  return {
    review,
    members: new Map(),
    slots: new Map(),
    submissions: new Map(),
    next: new Map(),
    changed: { members: new Set(), slots: new Set(), submissions: new Set() },
  }
}

/** One name for a rater and a key. */
export function submissionId(personId: string, key: string): string {
  return JSON.stringify([personId, key])
}
