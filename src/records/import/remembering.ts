/** @file A function that remembers its answers, for cells: codes, ages and most laboratory values repeat. */

/** Distinct cells whose answers are kept. */
const MOST_KEPT = 4096

/** The same function, which remembers what it said of the first few thousand different cells. */
export function remembering<T>(read: (cell: string) => T): (cell: string) => T {
  const known = new Map<string, T>()
  return cell => {
    const before = known.get(cell)
    if (before !== undefined) return before
    const reading = read(cell)
    if (known.size < MOST_KEPT) known.set(cell, reading)
    return reading
  }
}
