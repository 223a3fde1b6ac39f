/** @file What kind of cell stands where a number should: said without showing the cell. */

/** As spreadsheets write a month into a number such as 2-3. */
const MONTH = '(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]{0,6}'

/** In order: the first that fits. Each is a clause that follows `expected a number, got`. */
const KINDS: readonly (readonly [pattern: RegExp, kind: string])[] = [
  [/[０-９]/u, 'full-width digits'],
  [new RegExp(`^(?:\\d{1,4}[-/. ])?${MONTH}(?:[-/. ]\\d{1,4})?$`, 'i'), 'a date'],
  [/^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[ T].*)?$|^\d{4}[年년]|^\d{1,2}[/月월]\d{1,2}[日일]?$/u, 'a date'],
  [/^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/, 'a number with a comma, which is decimal or between thousands'],
  [/^[+-]?\d*,\d+$/, 'a decimal comma (write a point)'],
  [
    /^[+-]?\d{1,3}(?:[\s'’\u00a0\u202f]\d{3})+(?:[.,]\d+)?$/u,
    'a number with a space or an apostrophe between thousands',
  ],
  [/^(?=.*\d)[+-]?[\dOoIlSB|.]+$/, 'a letter for a digit (O for 0, l for 1)'],
  [/^[<>≤≥＜＞~≈]/u, 'a comparison'],
  [/^[+-]?\d+(?:\.\d+)?\s*[*†‡?!#^+↑↓HL]+$/u, 'a number with a mark after it'],
  [/^[+-]?\d+(?:[.,]\d+)?\s*[\p{L}%‰°×/].{0,20}$/u, 'a number with a word or a unit in the cell'],
  [/^\D+$/u, 'text without a digit'],
]

/** Why a cell (not empty) that is no number is none; the reason is one of a few and holds nothing of the cell. */
export function unreadNumber(cell: string): string {
  const kind = KINDS.find(([pattern]) => pattern.test(cell.trim()))?.[1] ?? 'something else'
  return `expected a number, got ${kind}`
}
