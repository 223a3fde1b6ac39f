/** @file What is asked at each sight of a case: which plans and pairs, in which order, on which side. */
import type { RandomStream } from '../../support/index.ts'
import { type Edge, equitableColouring } from './equitable-colouring.ts'
import type { ArmPair } from './study-design.ts'
import { williamsRows } from './williams-rows.ts'

/** What one visit asks, arms by name: it becomes slots and their key. */
export interface VisitContent {
  /** Arms whose plans are judged alone, in order. */
  readonly ratings: readonly string[]
  /** Arms side by side, in order. */
  readonly pairs: readonly { readonly left: string; readonly right: string }[]
}

/**
 * For every edge an order of `perVisit` of the items. With all of them, every item stands at every place equally often
 * within 1 (an even number of items) or 2 (an odd one), for every rater and for every case; with fewer, items appear
 * equally often within `perVisit`.
 */
function itemOrders<Item>(
  items: readonly Item[],
  perVisit: number,
  edges: readonly Edge[],
  random: RandomStream,
): readonly (readonly Item[])[] {
  const rows = williamsRows(items.length)
  // Which item goes by which number of the design is drawn, so that names decide nothing.
  const named = random.shuffle(items)
  const row = equitableColouring(edges, Math.max(1, rows.length), random)
  return edges.map((_, i) => (rows[row[i]] ?? []).slice(0, perVisit).map(item => named[item]))
}

/**
 * The contents of first sights of cases, one an edge (rater, case). For each pair the side of its arms is balanced within
 * one: for each rater, each case, each stratum, each centre and altogether.
 */
export function visitContents(
  edges: readonly Edge[],
  wanted: {
    readonly arms: readonly string[]
    readonly pairs: readonly ArmPair[]
    readonly ratingsPerVisit: number
    readonly pairsPerVisit: number
  },
  random: RandomStream,
): readonly VisitContent[] {
  const { arms, pairs, ratingsPerVisit, pairsPerVisit } = wanted
  const ratings = itemOrders(ratingsPerVisit > 0 ? arms : [], ratingsPerVisit, edges, random)
  const compared = itemOrders(pairs, pairsPerVisit, edges, random)
  const leftOf = new Map<ArmPair, Map<number, string>>()
  for (const pair of pairs) {
    const shown = edges.flatMap((_, i) => (compared[i].includes(pair) ? [i] : []))
    const side = equitableColouring(
      shown.map(i => edges[i]),
      2,
      random,
    )
    const swap = random.integer(2)
    leftOf.set(pair, new Map(shown.map((edge, i) => [edge, pair[side[i] ^ swap]])))
  }
  return edges.map((_, i) => ({
    ratings: ratings[i],
    pairs: compared[i].map(pair => {
      const left = leftOf.get(pair)?.get(i) ?? pair[0]
      return { left, right: left === pair[0] ? pair[1] : pair[0] }
    }),
  }))
}

/** The content of a repeat: the same questions in the opposite order, sides swapped. */
export function repeatOf({ ratings, pairs }: VisitContent): VisitContent {
  return {
    ratings: ratings.toReversed(),
    pairs: pairs.map(({ left, right }) => ({ left: right, right: left })).toReversed(),
  }
}
