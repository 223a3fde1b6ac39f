/** @file A text as counts of its character n-grams in a fixed number of columns, for any language. */

/** How texts become features. */
export interface NGramOptions {
  /** Lengths of n-grams, in characters. */
  readonly lengths: readonly number[]
  /** Columns; n-grams that fall into one add up. */
  readonly columns: number
}

/** FNV-1a over UTF-16 units. */
function hash32(text: string, seed: number): number {
  let hash = (2166136261 ^ seed) >>> 0
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 16777619) >>> 0
  return hash
}

/**
 * Writes log(1 + count) of every n-gram's column, scaled to length 1, so that a long text is not simply larger. Line
 * breaks count as characters, for layout tells too; digits are one sign, since numbers belong to the case. An empty text has zeros.
 */
export function hashedNGrams(text: string, { lengths, columns }: NGramOptions): Float64Array {
  const row = new Float64Array(columns)
  const characters = [
    ...text
      .replace(/\r\n?/g, '\n')
      .replace(/[ \t]+/g, ' ')
      .replace(/\d/g, '0'),
  ]
  for (const length of lengths) {
    for (let at = 0; at + length <= characters.length; at++) {
      row[hash32(characters.slice(at, at + length).join(''), length) % columns]++
    }
  }
  let squares = 0
  for (let j = 0; j < columns; j++) {
    row[j] = Math.log1p(row[j])
    squares += row[j] ** 2
  }
  if (squares > 0) for (let j = 0; j < columns; j++) row[j] /= Math.sqrt(squares)
  return row
}
