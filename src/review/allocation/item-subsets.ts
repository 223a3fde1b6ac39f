/** @file Subsets of a size in which every two items stand together equally often. */
import type { RandomStream } from '../../support/index.ts'

/** More subsets than this are not listed: a review has fewer visits. */
const MOST_SUBSETS = 1000

function everySubset(items: number, size: number): readonly (readonly number[])[] {
  if (size === 0) return [[]]
  const subsets: number[][] = []
  for (let first = 0; first <= items - size; first++) {
    for (const rest of everySubset(items - first - 1, size - 1)) {
      subsets.push([first, ...rest.map(item => item + first + 1)])
    }
  }
  return subsets
}

function subsetCount(items: number, size: number): number {
  let count = 1
  for (let i = 0; i < size; i++) count = (count * (items - i)) / (i + 1)
  return Math.round(count)
}

/**
 * Subsets of `size` of the items 0 to `items` - 1, each in ascending order: all of them, so that every two items are together
 * equally often; of more than `MOST_SUBSETS` all turns of some that are drawn, in which every item is equally often and two items
 * are together so but for chance. Draws nothing where it lists all.
 */
export function itemSubsets(items: number, size: number, random: RandomStream): readonly (readonly number[])[] {
  if (subsetCount(items, size) <= MOST_SUBSETS) return everySubset(items, size)
  const all = Array.from({ length: items }, (_, i) => i)
  return Array.from({ length: Math.ceil(MOST_SUBSETS / items) }, () => random.shuffle(all).slice(0, size)).flatMap(
    drawn => all.map(turn => drawn.map(item => (item + turn) % items).sort((a, b) => a - b)),
  )
}
