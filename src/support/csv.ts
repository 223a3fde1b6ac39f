/** @file Tables as CSV files that open the same in R, pandas and a spreadsheet. */

/** A cell; null is an empty one. */
export type CsvCell = string | number | boolean | null

/** A spreadsheet would run a text that begins like this as a formula. */
const FORMULA = /^[=+\-@\t\r]/

function csvCell(cell: CsvCell): string {
  if (cell === null) return ''
  if (typeof cell !== 'string') return String(cell)
  const text = FORMULA.test(cell) ? `'${cell}` : cell
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** CSV text (RFC 4180 quoting, line feeds, header first); text cells that begin with = + - @ get a leading '. */
export function toCsv(columns: readonly string[], rows: readonly (readonly CsvCell[])[]): string {
  return `${[columns, ...rows].map(row => row.map(csvCell).join(',')).join('\n')}\n`
}
