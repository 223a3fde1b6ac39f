/** @file What an allocation is without its key: who is asked what, in which order; no arm by name. */

interface SlotPlace {
  /** Random; says nothing of case, rater or arm. */
  readonly id: string
  /** The same for all slots of one sight of a case; a repeat is another visit. */
  readonly visitId: string
  readonly raterId: string
  readonly caseId: string
  /** Training comes first, with feedback, and is never analysed. */
  readonly phase: 'training' | 'main'
  /** Place in the rater's list, from 0. */
  readonly position: number
}

/** One plan alone. Texts are named by opaque references: the key says whose they are. */
export interface RatingSlot extends SlotPlace {
  readonly kind: 'rating'
  readonly text: string
}

/** Two plans side by side. */
export interface PairSlot extends SlotPlace {
  readonly kind: 'pair'
  readonly left: string
  readonly right: string
}

/** One thing that one rater is asked. */
export type Slot = RatingSlot | PairSlot

/** Who is asked what. Safe to store beside a server: nothing in it tells an arm. */
export interface Allocation {
  /** How often something was allocated: 1, and one more for every addition. */
  readonly batches: number
  /** Rater by rater, each in the order of her list. */
  readonly slots: readonly Slot[]
}

/** One sight of a case. */
export interface Visit {
  readonly visitId: string
  readonly raterId: string
  readonly caseId: string
  readonly phase: Slot['phase']
  /** In the order in which they are asked. */
  readonly slots: readonly Slot[]
}

/** The slots of one rater, in order. */
export function slotsOf({ slots }: Allocation, raterId: string): Slot[] {
  return slots.filter(slot => slot.raterId === raterId).toSorted((a, b) => a.position - b.position)
}

/** The raters of an allocation, each with her visits in order. A visit that was handed over half done stands at both. */
export function visitsByRater({ slots }: Allocation): ReadonlyMap<string, readonly Visit[]> {
  const byRater = new Map<string, Map<string, Slot[]>>()
  for (const slot of slots.toSorted((a, b) => a.position - b.position)) {
    const visits = byRater.get(slot.raterId) ?? new Map<string, Slot[]>()
    visits.set(slot.visitId, [...(visits.get(slot.visitId) ?? []), slot])
    byRater.set(slot.raterId, visits)
  }
  return new Map(
    [...byRater]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([raterId, visits]) => [
        raterId,
        [...visits].map(([visitId, own]) => ({
          visitId,
          raterId,
          caseId: own[0].caseId,
          phase: own[0].phase,
          slots: own,
        })),
      ]),
  )
}

/** The visits that are analysed as first sights: without training, and without what the same rater saw before. */
export function firstVisits(allocation: Allocation): Visit[] {
  return [...visitsByRater(allocation).values()].flatMap(visits => {
    const seen = new Set<string>()
    return visits.filter(({ phase, caseId }) => {
      const first = phase === 'main' && !seen.has(caseId)
      if (phase === 'main') seen.add(caseId)
      return first
    })
  })
}
