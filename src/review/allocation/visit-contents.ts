/** @file What is asked at each sight of a case: which plans and pairs, in which order, on which side. */
import type { RandomStream } from '../../support/index.ts'
import { type Edge, equitableColouring } from './equitable-colouring.ts'
import { itemSubsets } from './item-subsets.ts'
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
 * For every edge an order of all items: every item stands at every place equally often within 1 (an even number of items) or 2
 * (an odd one), for every rater and for every case. With fewer `perVisit`, the first so many of it.
 */
function williamsOrders<Item>(
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

/** Orders level among the edges that have the same items, which are those of `setOf` in the order of their names. */
function levelOrders<Item>(
  edges: readonly Edge[],
  setOf: (edge: number) => readonly Item[],
  random: RandomStream,
): readonly (readonly Item[])[] {
  const groups = new Map<string, { readonly items: readonly Item[]; readonly own: number[] }>()
  for (const [i] of edges.entries()) {
    const items = setOf(i)
    const name = JSON.stringify(items)
    const group = groups.get(name) ?? { items, own: [] }
    group.own.push(i)
    groups.set(name, group)
  }
  const orders = new Map<number, readonly Item[]>()
  // By name, so that which set was drawn first decides nothing.
  for (const [, { items, own }] of [...groups].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const level = williamsOrders(
      items,
      items.length,
      own.map(i => edges[i]),
      random,
    )
    for (const [place, i] of own.entries()) orders.set(i, level[place])
  }
  return edges.map((_, i) => orders.get(i) ?? [])
}

/**
 * For every edge `perVisit` of the items, in order. Every two items are together equally often. One item, all but one and all are
 * Williams' orders; any other number takes all subsets in turn, each as often as any other within 1 for every rater and every
 * case, and orders each among its own visits: neighbours of Williams' rows alone would leave some pairs out for good.
 */
function itemOrders<Item>(
  items: readonly Item[],
  perVisit: number,
  edges: readonly Edge[],
  random: RandomStream,
): readonly (readonly Item[])[] {
  if (perVisit <= 1 || perVisit >= items.length - 1) return williamsOrders(items, perVisit, edges, random)
  const subsets = itemSubsets(items.length, perVisit, random)
  const named = random.shuffle(subsets)
  const subset = equitableColouring(edges, subsets.length, random)
  return levelOrders(edges, i => named[subset[i]].map(item => items[item]), random)
}

/** What every visit asks. */
export interface WantedContent {
  readonly arms: readonly string[]
  readonly pairs: readonly ArmPair[]
  /** Number of plans alone, or those that the visit compares. */
  readonly ratingsPerVisit: number | 'compared'
  readonly pairsPerVisit: number
}

/**
 * The plans of each visit's pairs, in order. Among the visits with the same plans the orders are level as those of all arms
 * are; of two plans each comes first equally often within one, for each rater, case, stratum and centre, whatever its side.
 */
const comparedOrders = (
  compared: readonly (readonly ArmPair[])[],
  edges: readonly Edge[],
  random: RandomStream,
): readonly (readonly string[])[] => levelOrders(edges, i => [...new Set(compared[i].flat())].sort(), random)

/**
 * The contents of first sights of cases, one an edge (rater, case). For each pair the side of its arms is balanced within
 * one: for each rater, each case, each stratum, each centre and altogether.
 */
export function visitContents(
  edges: readonly Edge[],
  wanted: WantedContent,
  random: RandomStream,
): readonly VisitContent[] {
  const { arms, pairs, ratingsPerVisit, pairsPerVisit } = wanted
  const isCompared = ratingsPerVisit === 'compared'
  const alone = isCompared ? [] : itemOrders(ratingsPerVisit > 0 ? arms : [], ratingsPerVisit, edges, random)
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
  const ratings = isCompared ? comparedOrders(compared, edges, random) : alone
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
