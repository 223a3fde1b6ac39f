/** @file Scans cells by the million: most are short numbers or words that were seen before, and cost next to nothing. */
import { type KnownIdentifier, type ScannedText, scanText } from './scan-text.ts'

/** Longest cell whose result is remembered. */
const LONGEST_REMEMBERED = 40
/** Results that are remembered; then the memory begins anew, so that it stays small over a source without repeats. */
const MOST_REMEMBERED = 10_000
/** The shortest identifier that is only digits, and the fewest digits of a date with two signs between. */
const FEWEST_DIGITS = 7

/** Looks at cells. */
export interface CellScanner {
  /** False when a cell can hold no identifier: too short, or a number with too few digits. */
  mayHold(cell: string): boolean
  hasDigits(cell: string): boolean
  /** As `scanText`; known identifiers are those of the cell's own row. */
  scan(cell: string, known: readonly KnownIdentifier[]): ScannedText
}

/** Opens a scanner with an empty memory; own words are those of the specialty, which are no names. */
export function cellScanner(ownWords?: ReadonlySet<string>): CellScanner {
  let remembered = new Map<string, ScannedText>()
  const remember = (cell: string, result: ScannedText): ScannedText => {
    if (remembered.size >= MOST_REMEMBERED) remembered = new Map()
    remembered.set(cell, result)
    return result
  }
  return {
    mayHold(cell) {
      const { length } = cell
      if (length < 2) return false
      let digits = 0
      let signs = 0
      for (let at = 0; at < length; at++) {
        const code = cell.charCodeAt(at)
        if (code >= 0x30 && code <= 0x39) digits++
        else if (code === 0x2d || code === 0x2e || code === 0x2f || code === 0x20) signs++
        else return true
      }
      // Digits and signs: a number that is long enough, or a date such as 3/4/85.
      return digits >= FEWEST_DIGITS || (signs >= 2 && digits >= 4)
    },
    hasDigits: cell => /\d.*\d/.test(cell),
    scan(cell, known) {
      const folded = known.length === 0 ? '' : cell.toLowerCase()
      const here = known.filter(({ text }) => text.length <= cell.length && folded.includes(text.toLowerCase()))
      if (here.length > 0) return scanText(cell, here, ownWords)
      if (cell.length > LONGEST_REMEMBERED) return scanText(cell, [], ownWords)
      return remembered.get(cell) ?? remember(cell, scanText(cell, [], ownWords))
    },
  }
}
