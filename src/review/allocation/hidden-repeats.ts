/** @file Which cases a rater sees a second time, and when. */
import { InputError, type RandomStream } from '../../support/index.ts'
import type { RepeatRule } from './study-design.ts'

/** One place in a rater's list. */
export interface OrderedCase {
  readonly caseId: string
  readonly repeat: boolean
}

/**
 * Puts the repeats into the orders of all raters: of each rater's cases the share of the rule, rounded, each with at least
 * `distance` other cases in between. Strata are repeated in proportion to their readings, and no case much more often than
 * another. Throws InputError when a rater's list is too short for the distance.
 */
export function insertRepeats(
  orders: ReadonlyMap<string, readonly string[]>,
  stratumOf: (caseId: string) => string,
  { share, distance }: RepeatRule,
  random: RandomStream,
): ReadonlyMap<string, readonly OrderedCase[]> {
  const timesOfCase = new Map<string, number>()
  /** Readings that are still to be repeated, by stratum; below 0 where more were than its share. */
  const dueOfStratum = new Map<string, number>()
  for (const caseId of [...orders.values()].flat()) {
    dueOfStratum.set(stratumOf(caseId), (dueOfStratum.get(stratumOf(caseId)) ?? 0) + share)
  }
  return new Map(
    [...orders].map(([rater, order]) => {
      const wanted = Math.round(share * order.length)
      const open = order.slice(0, Math.max(0, order.length - distance))
      if (wanted > open.length) {
        const problem = `expected room for ${wanted} repeats ${distance} cases later, got ${order.length} cases of rater ${rater}`
        throw new InputError(
          problem,
          { field: 'review.repeats' },
          'give fewer repeats, a shorter distance or more cases',
        )
      }
      const chosen = new Set<string>()
      while (chosen.size < wanted) {
        const rest = random.shuffle(open.filter(caseId => !chosen.has(caseId)))
        const due = (caseId: string) => dueOfStratum.get(stratumOf(caseId)) ?? 0
        const times = (caseId: string) => timesOfCase.get(caseId) ?? 0
        const [next] = rest.sort((a, b) => due(b) - due(a) || times(a) - times(b))
        chosen.add(next)
        timesOfCase.set(next, times(next) + 1)
        dueOfStratum.set(stratumOf(next), due(next) - 1)
      }
      const before = Array.from({ length: order.length + 1 }, (): string[] => [])
      for (const [place, caseId] of order.entries()) {
        if (!chosen.has(caseId)) continue
        const earliest = place + distance + 1
        before[earliest + random.integer(order.length - earliest + 1)].push(caseId)
      }
      const list = Array.from({ length: order.length + 1 }, (_, place): OrderedCase[] => [
        ...random.shuffle(before[place]).map(caseId => ({ caseId, repeat: true })),
        ...order.slice(place, place + 1).map(caseId => ({ caseId, repeat: false })),
      ])
      return [rater, list.flat()]
    }),
  )
}
