/** @file The texts that a clinician is asked to approve: a random sample that has every source and stratum in proportion. */
import { randomStream } from '../../support/index.ts'

/**
 * Draws `count` items in proportion to their cells: items stand in the order of their cells, within a cell in random
 * order, and are taken at equal steps from a random start (systematic sampling, Cochran, chapter 8). All items when there
 * are no more than `count`. The result depends on seed and items, not on their order, and is in random order.
 */
export function stratifiedSample<T>(
  items: readonly T[],
  count: number,
  seed: number,
  of: { readonly id: (item: T) => string; readonly cell: (item: T) => string },
): T[] {
  const byCell = new Map<string, T[]>()
  for (const item of items) {
    const cell = byCell.get(of.cell(item)) ?? []
    cell.push(item)
    byCell.set(of.cell(item), cell)
  }
  const inCells = [...byCell]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([cell, members]) =>
      randomStream(seed, 'approval', cell).shuffle(members.toSorted((a, b) => (of.id(a) < of.id(b) ? -1 : 1))),
    )
  const drawn = Math.min(count, inCells.length)
  const start = randomStream(seed, 'approval start').uniform()
  const sample = Array.from({ length: drawn }, (_, i) => inCells[Math.floor(((i + start) * inCells.length) / drawn)])
  return randomStream(seed, 'approval order').shuffle(sample)
}
