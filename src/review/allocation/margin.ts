/** @file Counts of a balance: how often each category stands in each unit, and how far apart the counts are. */

/** One way of looking at balance. Holds no name of what was counted, so that it can be shown while arms are masked. */
export interface Margin {
  /** What is counted in what, as a phrase. */
  readonly name: string
  readonly units: number
  readonly categories: number
  readonly smallest: number
  readonly largest: number
  /** The largest difference between two categories of one unit. */
  readonly largestImbalance: number
}

/**
 * Counts pairs of a unit and a category; a category that never stands in a unit counts 0 there, where `isPossible` says
 * that it could. Without units or categories all figures are 0.
 */
export function margin(
  name: string,
  counted: Iterable<readonly [unit: string, category: string]>,
  units: readonly string[],
  categories: readonly string[],
  isPossible: (unit: string, category: string) => boolean = () => true,
): Margin {
  const counts = new Map<string, Map<string, number>>(units.map(unit => [unit, new Map<string, number>()]))
  for (const [unit, category] of counted) {
    const own = counts.get(unit)
    own?.set(category, (own.get(category) ?? 0) + 1)
  }
  let [smallest, largest, largestImbalance] = [Number.POSITIVE_INFINITY, 0, 0]
  for (const [unit, own] of counts) {
    const open = categories.filter(category => own.has(category) || isPossible(unit, category))
    const numbers = open.map(category => own.get(category) ?? 0)
    if (numbers.length === 0) continue
    const [low, high] = [Math.min(...numbers), Math.max(...numbers)]
    smallest = Math.min(smallest, low)
    largest = Math.max(largest, high)
    largestImbalance = Math.max(largestImbalance, high - low)
  }
  if (smallest > largest) smallest = 0
  return { name, units: units.length, categories: categories.length, smallest, largest, largestImbalance }
}
