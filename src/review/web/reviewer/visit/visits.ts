/** @file A rater's list of slots as cases: which is next, and the how-manieth it is. */
import type { Answer } from '../../api-client/index.ts'

/** A slot of the list. */
export type ListedSlot = Answer<'GET /slots'>[number]

/** One sight of a case: its slots that count, in order. */
export interface Visit {
  readonly visit: number
  readonly training: boolean
  readonly slots: readonly ListedSlot[]
}

/** The visits of a list in its order; slots that were withdrawn are left out, and visits without any other. */
export function visitsOf(list: readonly ListedSlot[]): readonly Visit[] {
  const byVisit = new Map<number, ListedSlot[]>()
  for (const slot of list.toSorted((a, b) => a.order - b.order)) {
    if (slot.status !== 'withdrawn') byVisit.set(slot.visit, [...(byVisit.get(slot.visit) ?? []), slot])
  }
  return [...byVisit].map(([visit, slots]) => ({ visit, training: slots[0].training, slots }))
}

/** The slot that is to be judged next, or null when all are done. */
export function nextSlot(list: readonly ListedSlot[]): ListedSlot | null {
  const open = list.filter(({ status }) => status === 'waiting' || status === 'open')
  return open.toSorted((a, b) => a.order - b.order)[0] ?? null
}

/** The visit of a slot. Throws when the slot is not in the list, or was withdrawn. */
export function visitOf(list: readonly ListedSlot[], slotId: string): Visit {
  const visit = visitsOf(list).find(({ slots }) => slots.some(slot => slot.slotId === slotId))
  if (visit === undefined) throw new Error('visitOf: expected a slot of the list')
  return visit
}

/** The how-manieth of her cases (or of her training cases) a visit is, of how many, and how many of them are done. */
export function placeOf(
  list: readonly ListedSlot[],
  visit: Pick<Visit, 'visit' | 'training'>,
): { readonly number: number; readonly of: number; readonly done: number } {
  const alike = visitsOf(list).filter(({ training }) => training === visit.training)
  return {
    number: alike.findIndex(one => one.visit === visit.visit) + 1,
    of: alike.length,
    done: alike.filter(({ slots }) => slots.every(({ status }) => status === 'done')).length,
  }
}

/** Minutes that a case of the study may take: by a reckoning that nobody has timed one for each of its slots, and two at least. */
export function minutesOf(list: readonly ListedSlot[]): number {
  const main = visitsOf(list).filter(({ training }) => !training)
  const slots = main.reduce((sum, visit) => sum + visit.slots.length, 0)
  return Math.max(2, Math.round(slots / Math.max(1, main.length)))
}

/** The list after one of its slots was judged. */
export function afterJudging(list: readonly ListedSlot[], slotId: string): readonly ListedSlot[] {
  return list.map(slot => (slot.slotId === slotId ? { ...slot, status: 'done' } : slot))
}
