/** @file Turns what a rater is shown, arms by name, into slots that name none and the key that does. */
import { createHmac } from 'node:crypto'
import type { SlotKey, TextKey } from './key.ts'
import type { Slot } from './slot.ts'
import type { VisitContent } from './visit-contents.ts'

/** One visit of a rater before it has ids. */
export interface PlannedVisit {
  readonly raterId: string
  readonly caseId: string
  readonly phase: Slot['phase']
  readonly content: VisitContent
  /** Place among the planned visits of the one that this repeats; null when it is none. */
  readonly repeats: number | null
}

/** 128 bits as 22 characters of base64url; the same for the same secret and names, and without the secret like chance. */
function opaqueId(secret: string, ...names: readonly (string | number)[]): string {
  return createHmac('sha256', secret).update(JSON.stringify(names)).digest().subarray(0, 16).toString('base64url')
}

/** The reference of an arm's text for a case: the same in every slot, so that a text is stored once. */
export const textReference = (secret: string, caseId: string, arm: string): string =>
  opaqueId(secret, 'text', caseId, arm)

/** Whether two slots ask the same, sides apart. */
const isSame = (a: SlotKey, b: SlotKey): boolean =>
  a.kind === 'rating'
    ? b.kind === 'rating' && a.arm === b.arm
    : b.kind === 'pair' && ((a.left === b.left && a.right === b.right) || (a.left === b.right && a.right === b.left))

/**
 * The slots of planned visits, which must stand rater by rater in order; `firstPosition` is where a rater's list goes on.
 * Ids follow from the secret, the batch and a running number: nothing of rater, case or arm enters them.
 */
export function writeSlots(
  visits: readonly PlannedVisit[],
  { secret, batch, firstPosition }: { secret: string; batch: number; firstPosition: (raterId: string) => number },
): {
  readonly slots: readonly Slot[]
  readonly key: { readonly slots: readonly SlotKey[]; readonly texts: readonly TextKey[] }
} {
  const slots: Slot[] = []
  const keys: SlotKey[][] = []
  const texts = new Map<string, TextKey>()
  const positions = new Map<string, number>()
  for (const [number, { raterId, caseId, phase, content, repeats }] of visits.entries()) {
    const visitId = opaqueId(secret, 'visit', batch, number)
    const reference = (arm: string) => {
      const text = textReference(secret, caseId, arm)
      texts.set(text, { text, caseId, arm })
      return text
    }
    const place = () => {
      const position = positions.get(raterId) ?? firstPosition(raterId)
      positions.set(raterId, position + 1)
      return { id: opaqueId(secret, 'slot', batch, slots.length), visitId, raterId, caseId, phase, position }
    }
    const own: SlotKey[] = []
    for (const arm of content.ratings) {
      const slot: Slot = { ...place(), kind: 'rating', text: reference(arm) }
      slots.push(slot)
      own.push({ slotId: slot.id, kind: 'rating', arm, repeatOf: null })
    }
    for (const { left, right } of content.pairs) {
      const slot: Slot = { ...place(), kind: 'pair', left: reference(left), right: reference(right) }
      slots.push(slot)
      own.push({ slotId: slot.id, kind: 'pair', left, right, repeatOf: null })
    }
    const first = repeats === null ? [] : keys[repeats]
    keys.push(own.map(key => ({ ...key, repeatOf: first.find(other => isSame(key, other))?.slotId ?? null })))
  }
  const sortedTexts = [...texts.values()].sort((a, b) => (a.text < b.text ? -1 : 1))
  return { slots, key: { slots: keys.flat(), texts: sortedTexts } }
}
