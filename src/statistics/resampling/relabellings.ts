/** @file The ways to hand out the labels of the arms anew within each cluster: all of them, or random ones. */
import { randomStream } from '../../support/index.ts'

/** How a permutation test is run. */
export interface PermutationOptions {
  readonly seed: number
  /** Name of the random stream; one a question, so that adding a question changes no other result. */
  readonly stream: readonly (string | number)[]
  /** @default 'two-sided' */
  readonly alternative?: Alternative
  /** Random relabellings where there are too many to go through. @default 9999 */
  readonly draws?: number
}

/** Which values of the statistic count as far: large in absolute value, large, or small. */
export type Alternative = 'two-sided' | 'greater' | 'less'

/** All relabellings are gone through up to this number of them: two arms and 20 clusters. */
export const MOST_ENUMERATED = 2 ** 20
/** Orders of more arms than this would be too many to list. */
const MOST_ARMS = 8
/** Random relabellings or flips unless another number is asked for. */
export const DEFAULT_DRAWS = 9999

/** Every order of 0..count - 1, the identity first. Throws RangeError outside 2..8. */
export function allOrders(count: number): readonly (readonly number[])[] {
  if (!(Number.isInteger(count) && count >= 2 && count <= MOST_ARMS)) {
    throw new RangeError(`allOrders: expected 2 to ${MOST_ARMS} arms, got ${count}`)
  }
  let orders: number[][] = [[0]]
  for (let next = 1; next < count; next++) {
    const places = Array.from({ length: next + 1 }, (_, i) => next - i)
    orders = places.flatMap(place => orders.map(order => [...order.slice(0, place), next, ...order.slice(place)]))
  }
  return orders
}

/** Whether every relabelling of these clusters is gone through. */
export function isEnumerated(clusters: number, arms: number): boolean {
  return clusters * Math.log2(allOrders(arms).length) <= Math.log2(MOST_ENUMERATED) + 1e-9
}

/**
 * Calls `visit` once for each relabelling with, for each cluster, the place of its order in `allOrders(arms)`: with all of
 * them when `isEnumerated` (the observed one first), else with as many random ones as asked. The array is reused.
 */
export function eachRelabelling(
  clusters: number,
  arms: number,
  { seed, stream, draws = DEFAULT_DRAWS }: PermutationOptions,
  visit: (order: Int32Array) => void,
): void {
  if (!(Number.isInteger(draws) && draws >= 1)) {
    throw new RangeError(`eachRelabelling: expected a whole number of draws, at least 1, got ${draws}`)
  }
  const orders = allOrders(arms).length
  const order = new Int32Array(clusters)
  if (isEnumerated(clusters, arms)) {
    for (let place = 0; place < clusters; ) {
      if (place === 0) visit(order)
      // Counts up in base `orders`, the first cluster fastest.
      if (++order[place] < orders) place = 0
      else order[place++] = 0
    }
    if (clusters === 0) visit(order)
    return
  }
  const random = randomStream(seed, 'permutation', ...stream)
  for (let draw = 0; draw < draws; draw++) {
    for (let cluster = 0; cluster < clusters; cluster++) order[cluster] = random.integer(orders)
    visit(order)
  }
}
