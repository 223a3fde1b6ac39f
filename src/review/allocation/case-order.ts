/** @file In which order a rater sees her cases: another one for each, every case early for some and late for others. */
import type { RandomStream } from '../../support/index.ts'
import { type Edge, equitableColouring } from './equitable-colouring.ts'

/** Parts of a rater's list over which cases and strata are spread evenly. */
export const PARTS = 4
/** Draws of an order until it is one that nobody has; few cases have few orders. */
const DRAWS = 50

/**
 * The cases (right vertices) of each rater (left vertex) in order, raters as first seen in the edges. Each case stands in
 * each quarter of the raters' lists equally often within one, and so do the cases of a stratum as nearly as they divide.
 * No two raters have the same order while there are orders left to draw. Deterministic for a stream and an order of edges.
 */
export function caseOrders(edges: readonly Edge[], random: RandomStream): ReadonlyMap<string, readonly string[]> {
  const part = equitableColouring(edges, PARTS, random)
  const parts = new Map<string, string[][]>()
  for (const [i, { left, right }] of edges.entries()) {
    const own = parts.get(left) ?? Array.from({ length: PARTS }, () => [])
    own[part[i]].push(right)
    parts.set(left, own)
  }
  const taken = new Set<string>()
  const orders = new Map<string, readonly string[]>()
  for (const [rater, own] of parts) {
    let order: readonly string[] = []
    for (let draw = 0; draw < DRAWS; draw++) {
      // With a few cases in the parts these allow no other order: then all of them are drawn anew.
      order = draw < DRAWS / 2 ? own.flatMap(cases => random.shuffle(cases)) : random.shuffle(own.flat())
      if (!taken.has(JSON.stringify(order))) break
    }
    taken.add(JSON.stringify(order))
    orders.set(rater, order)
  }
  return orders
}
