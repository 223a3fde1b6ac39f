/** @file Counts of runs of n tokens. */

// Between tokens, which hold no control characters.
const SEPARATOR = '\u0000'

/** How often each run of n tokens occurs. */
export function countNGrams(tokens: readonly string[], n: number): Map<string, number> {
  const counts = new Map<string, number>()
  for (let start = 0; start + n <= tokens.length; start++) {
    const gram = tokens.slice(start, start + n).join(SEPARATOR)
    counts.set(gram, (counts.get(gram) ?? 0) + 1)
  }
  return counts
}

/** The sum over n-grams of the smaller of both counts. */
export function clippedMatches(own: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): number {
  let matches = 0
  for (const [gram, count] of own) matches += Math.min(count, other.get(gram) ?? 0)
  return matches
}
