/** @file What a monitor reads: how far each rater is, how long cases take and whether scores drift, without any arm. */
import { secondsBetween } from '../../support/index.ts'
import type { Actor } from './events.ts'
import type { Store } from './open-store.ts'
import { admitReader } from './read-own.ts'
import type { MemberRow, Proposal, SlotRow } from './rows.ts'
import type { State } from './roles.ts'
import { SCHEMA } from './tables.ts'
import { memberOf, slotOf } from './working-set.ts'

/** One quarter of a rater's order: whether she grows faster, or kinder. */
export interface Quarter {
  readonly judged: number
  /** Null when nothing of it was timed. */
  readonly medianSeconds: number | null
  /** Mean of the scores of whole blocks of judgements, whatever the arm; null without one. */
  readonly meanScore: number | null
}

/** How far a rater is. Training slots are not counted. */
export interface RaterProgress {
  readonly raterId: string
  readonly active: boolean
  readonly slots: number
  readonly done: number
  readonly withdrawn: number
  readonly medianSeconds: number | null
  readonly lastJudgedAt: string | null
  readonly quarters: readonly Quarter[]
}

/** What the monitor page shows. */
export interface Progress {
  readonly state: State
  readonly proposal: Proposal | null
  readonly events: number
  readonly raters: readonly RaterProgress[]
}

function median(values: readonly number[]): number | null {
  if (values.length === 0) return null
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  return (sorted[Math.ceil(middle) - 1] + sorted[Math.floor(middle)]) / 2
}

const secondsOf = (slots: readonly SlotRow[]) =>
  slots.flatMap(({ openedAt, firstJudgedAt }) =>
    openedAt === null || firstJudgedAt === null ? [] : [secondsBetween(openedAt, firstJudgedAt)],
  )

/** Judgements whose scores are told only together: two means never differ by less, so none tells a single judgement. */
const BLOCK = 8

/**
 * A rater's ratings in the order in which they were judged, cut into blocks that no later event cuts otherwise. A block that
 * is not full, or holds a judgement that was changed, withdrawn or revealed, is left out as a whole.
 */
function wholeBlocks(slots: readonly SlotRow[]): readonly (readonly SlotRow[])[] {
  const judged = slots
    .filter(({ task, firstJudgedAt }) => task === 'rating' && firstJudgedAt !== null)
    .toSorted((a, b) => (a.firstJudgedAt! < b.firstJudgedAt! ? -1 : a.firstJudgedAt! > b.firstJudgedAt! ? 1 : 0))
  const blocks = Array.from({ length: Math.floor(judged.length / BLOCK) }, (_, i) =>
    judged.slice(i * BLOCK, (i + 1) * BLOCK),
  )
  const isAsFirst = (slot: SlotRow) => slot.status === 'done' && !slot.revealed && slot.judgedAt === slot.firstJudgedAt
  return blocks.filter(block => block.every(isAsFirst))
}

/** A block counts for the quarter that holds its middle. */
function quarterOf(slots: readonly SlotRow[], blocks: readonly (readonly SlotRow[])[]): Quarter {
  const done = slots.filter(({ status }) => status === 'done')
  const scores = blocks
    .filter(block => slots.includes(block[BLOCK / 2]))
    .flat()
    .flatMap(({ judgement }) => (judgement?.task === 'rating' ? judgement.scores.map(({ score }) => score) : []))
  return {
    judged: done.length,
    medianSeconds: median(secondsOf(done)),
    meanScore: scores.length === 0 ? null : scores.reduce((sum, score) => sum + score, 0) / scores.length,
  }
}

function progressOf({ personId, active }: MemberRow, slots: readonly SlotRow[]): RaterProgress {
  const done = slots.filter(({ status }) => status === 'done')
  const blocks = wholeBlocks(slots)
  const bound = (quarter: number) => Math.round((slots.length * quarter) / 4)
  return {
    raterId: personId,
    active,
    slots: slots.length,
    done: done.length,
    withdrawn: slots.filter(({ status }) => status === 'withdrawn').length,
    medianSeconds: median(secondsOf(done)),
    lastJudgedAt:
      done
        .flatMap(({ judgedAt }) => judgedAt ?? [])
        .sort()
        .at(-1) ?? null,
    quarters: [0, 1, 2, 3].map(quarter => quarterOf(slots.slice(bound(quarter), bound(quarter + 1)), blocks)),
  }
}

/** Progress of all raters, for a monitor or designer. Throws Refusal for anybody else. */
export async function readProgress(store: Store, actor: Actor): Promise<Progress> {
  const { review } = await admitReader(store, actor, 'progress')
  const tables = store.db.withSchema(SCHEMA)
  const members = await tables
    .selectFrom('member')
    .selectAll()
    .where('role', '=', 'reviewer')
    .orderBy('person_id')
    .execute()
  const rows = await tables
    .selectFrom('slot')
    .selectAll()
    .where('training', '=', false)
    .orderBy('order')
    .orderBy('slot_id')
    .execute()
  const ofRater = new Map<string, SlotRow[]>()
  for (const slot of rows.map(slotOf)) ofRater.set(slot.raterId, [...(ofRater.get(slot.raterId) ?? []), slot])
  return {
    state: review.state,
    proposal: review.proposal,
    events: review.head.sequence,
    raters: members.map(memberOf).map(member => progressOf(member, ofRater.get(member.personId) ?? [])),
  }
}
