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
function comparedOrders(
  compared: readonly (readonly ArmPair[])[],
  edges: readonly Edge[],
  random: RandomStream,
): readonly (readonly string[])[] {
  const groups = new Map<string, { readonly arms: readonly string[]; readonly visits: number[] }>()
  for (const [i, pairs] of compared.entries()) {
    const arms = [...new Set(pairs.flat())].sort()
    const name = JSON.stringify(arms)
    const group = groups.get(name) ?? { arms, visits: [] }
    group.visits.push(i)
    groups.set(name, group)
  }
  const orders = new Map<number, readonly string[]>()
  // By name, so that which pair was drawn first decides nothing.
  for (const [, { arms, visits }] of [...groups].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const own = itemOrders(
      arms,
      arms.length,
      visits.map(i => edges[i]),
      random,
    )
    for (const [place, i] of visits.entries()) orders.set(i, own[place])
  }
  return edges.map((_, i) => orders.get(i) ?? [])
}

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
