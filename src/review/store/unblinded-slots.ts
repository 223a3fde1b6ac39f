/** @file On which judged slots a rater was not blind, or was known not to have been, from the events that say so. */
import type { ReviewEvent } from './events.ts'
import type { SlotRow } from './rows.ts'

/** An event that says that somebody was not blind. */
export type Incident = ReviewEvent<'unblinding.inadvertent' | 'unblinding.emergency'>

/**
 * Slot -> why, several reasons with a semicolon between them. "Knows the case" of a time in which nothing was withdrawn any
 * more, after the lock, and an emergency hold for all slots of the rater and the case; the other reports for the slot alone.
 */
export function unblindedSlots(incidents: readonly Incident[], slots: readonly SlotRow[]): ReadonlyMap<string, string> {
  const reasons = new Map<string, Set<string>>()
  const say = (slotIds: readonly string[], why: string) => {
    for (const slotId of slotIds) reasons.set(slotId, (reasons.get(slotId) ?? new Set()).add(why))
  }
  const rowOf = new Map(slots.map(slot => [slot.slotId, slot]))
  for (const { kind, actor, payload } of incidents) {
    if (kind === 'unblinding.emergency') {
      say(payload.marked, 'emergency, after the judgement')
      continue
    }
    const slot = rowOf.get(payload.slotId ?? '')
    // A slot that passed to another rater since was not what this one saw.
    if (slot?.raterId !== actor) continue
    if (payload.what !== 'knows the case') say([slot.slotId], payload.what)
    else if (payload.withdrawn.length === 0) {
      const ofCase = slots.filter(({ raterId, caseId }) => raterId === actor && caseId === slot.caseId)
      const ids = ofCase.map(({ slotId }) => slotId)
      say(ids, 'knew the case, told after the lock')
    }
  }
  return new Map([...reasons].map(([slotId, why]) => [slotId, [...why].join('; ')]))
}
