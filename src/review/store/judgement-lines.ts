/** @file Judgements with arms by name: from slots and the key to the lines that the analysis takes. */
import { secondsBetween } from '../../support/index.ts'
import { criterionName, type Guess, type Preference, type RaterKind, type Rating } from '../review-data.ts'
import type { Side } from './judgement.ts'
import type { Arms } from './key.ts'
import type { MemberRow, SlotRow } from './rows.ts'

/** What a line of the export has beyond the line that the analysis takes. */
export interface Origin {
  readonly slotId: string
  readonly order: number
  readonly stratum: string | null
  /** From opening the slot to its first judgement; null when it was sent without opening. */
  readonly seconds: number | null
  /** True when the judgement is not the first of its slot. */
  readonly changed: boolean
  /** Why the rater was no longer blind on this slot; null when nothing is known of that. */
  readonly unblinded: string | null
}

/** A judgement's free remarks on one slot. */
export interface Remark extends Origin {
  readonly caseId: string
  readonly raterId: string
  readonly raterKind: RaterKind
  readonly centre: string | null
  readonly ratedAt: string | null
  readonly repeat: boolean
  readonly arm: string
  readonly side: Side
  /** Severity of a harm that the rater saw in the plan; null for none. */
  readonly harm: string | null
  readonly comment: string
  readonly tags: readonly string[]
}

/** All lines of an unblinded review, and what was left out of them. */
export interface JudgementLines {
  readonly ratings: readonly (Rating & Origin)[]
  readonly preferences: readonly (Preference & Origin)[]
  readonly guesses: readonly (Guess & Origin & { readonly sureness: number | null })[]
  readonly remarks: readonly Remark[]
  readonly leftOut: {
    /** Slots of cases that their rater turned out to know, or one of whose arms was told in an emergency. */
    readonly withdrawn: number
    /** Of these, the ones that she had judged. */
    readonly withdrawnJudged: number
    readonly training: number
    /** Guesses of an arm that the rater had guessed before on the same case: the first one counts. */
    readonly laterGuesses: number
    /** Neither judged nor withdrawn. */
    readonly notJudged: number
  }
}

/** Slots whose judgements are exported: judged, not withdrawn, and of the study. */
export const exportedSlots = (slots: readonly SlotRow[]): readonly SlotRow[] =>
  slots.filter(({ status, training }) => status === 'done' && !training)

/**
 * Lines of all judged slots, in the order of the judgements. Training, withdrawn and unjudged slots give none and are
 * counted. A hidden repeat is marked as one when the same rater judged what it repeats. `unblinded` maps a slot to why its rater was not blind.
 */
export function judgementLines(
  slots: readonly SlotRow[],
  members: ReadonlyMap<string, MemberRow>,
  key: ReadonlyMap<string, Arms>,
  unblinded: ReadonlyMap<string, string>,
): JudgementLines {
  const counted = exportedSlots(slots)
  const ratings: (Rating & Origin)[] = []
  const preferences: (Preference & Origin)[] = []
  const guesses: JudgementLines['guesses'][number][] = []
  const remarks: Remark[] = []
  const guessed = new Set<string>()
  const slotOf = new Map(slots.map(slot => [slot.slotId, slot]))
  /** After a replacement the first sight is another rater's: then the repeat is her own first sight. */
  const isRepeat = ({ repeatOf, raterId }: SlotRow) => {
    const first = slotOf.get(repeatOf ?? '')
    return first?.raterId === raterId && first.judgement !== null
  }
  let laterGuesses = 0
  for (const slot of counted.toSorted((a, b) => a.judged! - b.judged!)) {
    const { slotId, caseId, raterId, order, stratum, openedAt, firstJudgedAt, judgedAt } = slot
    const member = members.get(raterId)!
    const arms = key.get(slotId)!
    const judgement = slot.judgement!
    const origin: Origin = {
      slotId,
      order,
      stratum,
      seconds: openedAt === null || firstJudgedAt === null ? null : secondsBetween(openedAt, firstJudgedAt),
      changed: firstJudgedAt !== judgedAt,
      unblinded: unblinded.get(slotId) ?? null,
    }
    const line = {
      caseId,
      raterId,
      raterKind: member.raterKind satisfies RaterKind,
      centre: member.centre,
      ratedAt: judgedAt,
      repeat: isRepeat(slot),
      ...origin,
    }
    if (judgement.task === 'rating') {
      for (const { criterion, layer, score } of judgement.scores) {
        ratings.push({ ...line, arm: arms.only!, criterion: criterionName(criterion, layer), score })
      }
    } else {
      for (const { criterion, choice } of judgement.choices) {
        preferences.push({ ...line, left: arms.left!, right: arms.right!, criterion, choice })
      }
    }
    for (const { slotId: shownIn, side, guess, sureness } of judgement.guesses) {
      const arm = (shownIn === null ? arms : key.get(shownIn)!)[side]!
      const id = JSON.stringify([line.repeat, caseId, raterId, arm])
      if (guessed.has(id)) laterGuesses++
      else guesses.push({ ...line, arm, guess, guessedArm: null, sureness })
      guessed.add(id)
    }
    const harmOn = new Map(judgement.harms.map(({ side, severity }) => [side, severity]))
    const { comment, tags } = judgement
    for (const { side } of slot.shown) {
      const harm = harmOn.get(side) ?? null
      if (harm === null && comment === '' && tags.length === 0) continue
      remarks.push({ ...line, arm: arms[side]!, side, harm, comment, tags })
    }
  }
  const judged = (slot: SlotRow) => slot.judgement !== null
  const withdrawn = slots.filter(({ status }) => status === 'withdrawn')
  return {
    ratings,
    preferences,
    guesses,
    remarks,
    leftOut: {
      withdrawn: withdrawn.length,
      withdrawnJudged: withdrawn.filter(judged).length,
      training: slots.filter(slot => slot.training && judged(slot)).length,
      laterGuesses,
      notJudged: slots.filter(slot => !judged(slot) && slot.status !== 'withdrawn').length,
    },
  }
}
