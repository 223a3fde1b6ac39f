/** @file Adjustment of p values for their number: Holm within a family, Benjamini-Hochberg for exploratory lists. */

function checkP(name: string, p: readonly number[]): void {
  if (!p.every(value => value >= 0 && value <= 1)) throw new RangeError(`${name}: expected p values in 0..1`)
}

/** Places of the values from the smallest up; equal ones as they came. */
const ascending = (p: readonly number[]) => p.map((_, i) => i).sort((a, b) => p[a] - p[b] || a - b)

/**
 * Holm's adjusted p values, in the order of the input; equals R p.adjust(p, 'holm'). An empty list stays empty. Throws
 * RangeError on a value outside 0..1.
 */
export function holmAdjust(p: readonly number[]): number[] {
  checkP('holmAdjust', p)
  const adjusted = new Array<number>(p.length)
  let highest = 0
  for (const [rank, i] of ascending(p).entries()) {
    highest = Math.max(highest, Math.min(1, (p.length - rank) * p[i]))
    adjusted[i] = highest
  }
  return adjusted
}

/**
 * Benjamini and Hochberg's adjusted p values, in the order of the input; equals R p.adjust(p, 'BH'). An empty list stays
 * empty. Throws RangeError on a value outside 0..1.
 */
export function benjaminiHochbergAdjust(p: readonly number[]): number[] {
  checkP('benjaminiHochbergAdjust', p)
  const adjusted = new Array<number>(p.length)
  let lowest = 1
  for (const [rank, i] of [...ascending(p).entries()].reverse()) {
    lowest = Math.min(lowest, (p.length / (rank + 1)) * p[i])
    adjusted[i] = lowest
  }
  return adjusted
}
