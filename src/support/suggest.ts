/** @file "Did you mean" for a name that is not in a list. */

/** Edits (insert, delete, replace, swap of neighbours) that turn one string into the other. */
function editDistance(a: string, b: string): number {
  let beforePrevious: number[] = []
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const current = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = previous[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      const swap = swapped ? beforePrevious[j - 2] + 1 : Number.POSITIVE_INFINITY
      current.push(Math.min(previous[j] + 1, current[j - 1] + 1, replaced, swap))
    }
    beforePrevious = previous
    previous = current
  }
  return previous[b.length]
}

/** The name closest to `got` if it is close enough to be a slip (at most a third of its letters differ), else null. */
export function closestName(got: string, names: readonly string[]): string | null {
  let best: string | null = null
  let bestDistance = Number.POSITIVE_INFINITY
  for (const name of names) {
    const distance = editDistance(got.toLowerCase(), name.toLowerCase())
    if (distance < bestDistance) {
      best = name
      bestDistance = distance
    }
  }
  return bestDistance <= Math.max(1, Math.floor(got.length / 3)) ? best : null
}

/** Names in a row, in quotes when one of them holds a comma: `"fresh, day 3", "freeze all"` would else look like three. */
export function namesInRow(names: readonly string[]): string {
  const quote = names.some(name => name.includes(',')) ? '"' : ''
  return names.map(name => `${quote}${name}${quote}`).join(', ')
}

/** Names that begin with what was written, as with a folder of `policies/sft` that was named alone; two signs at least. */
function beginWith(got: string, names: readonly string[]): readonly string[] {
  const start = got.toLowerCase()
  return start.length < 2 ? [] : names.filter(name => name.toLowerCase().startsWith(start))
}

/**
 * The names that begin with what was written, `did you mean "x"?` for a near miss, otherwise the list of what is allowed. At
 * most ten names.
 */
export function didYouMean(got: string, names: readonly string[]): string {
  const longer = beginWith(got, names)
  if (longer.length > 1) {
    const rest = longer.length > 10 ? `, or one of ${longer.length - 10} more` : ''
    return `did you mean one of ${namesInRow(longer.slice(0, 10))}${rest}?`
  }
  const name = longer[0] ?? closestName(got, names)
  if (name !== null) return `did you mean "${name}"?`
  const shown = namesInRow(names.slice(0, 10))
  return `known names: ${shown}${names.length > 10 ? `, and ${names.length - 10} more` : ''}`
}
