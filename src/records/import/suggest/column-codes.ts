/** @file The codes of columns that have few of them, so that a draft can list what a mapping must translate. */
import { columnMeaning, findIdentifiers } from '../../deidentify/index.ts'
import { canonicalCell } from '../cell.ts'
import type { RowSource } from '../sources/row-source.ts'

/** The codes of one column. */
export interface ColumnCodes {
  /** Cells that stand in several rows, most frequent first. */
  readonly codes: readonly string[]
  /** How many other cells there are, which stand in one row each or look like a name, and are not shown. */
  readonly unshown: number
}

/** Rows that are looked at. */
const MOST_ROWS = 5000
/** A column with more different cells is no list of codes. */
const MOST_CODES = 15
/** A code is short; longer ones are sentences. */
const LONGEST_CODE = 30
/** What stands in a single row may be about a single person. */
const FEWEST_ROWS = 2
/** A code in digits is short, and a dose in it too; a number of a file is not. */
const LONG_NUMBER = /^\d{4,}$|\d{6,}/

/** What one column showed so far; null: no list of codes. */
type Seen = Map<string, number> | null

function codesOf(seen: Map<string, number>, ownWords: ReadonlySet<string>): ColumnCodes | null {
  const rows = [...seen.values()].reduce((sum, count) => sum + count, 0)
  // Mostly single cells: names or texts of a small file.
  if (seen.size * 2 > rows) return null
  let isIdentifier = false
  const shown = [...seen]
    .sort(([, a], [, b]) => b - a)
    .filter(([cell, count]) => {
      const found = findIdentifiers(cell, [], ownWords)
      if (found.some(({ kind }) => kind !== 'name')) isIdentifier = true
      return count >= FEWEST_ROWS && found.length === 0
    })
  if (isIdentifier || shown.length === 0) return null
  return { codes: shown.map(([cell]) => cell), unshown: seen.size - shown.length }
}

/**
 * Reads the first rows of a source, and returns the codes of those columns that have few: short cells, fewer than the rows
 * by half. Never of a column whose name or cells say that it holds an identifier or a date, and never a cell that stands in
 * one row alone or looks like a name. Columns without such codes are left out.
 * @param wanted the columns to look at; @param ownWords words of the specialty, which are nobody's name.
 */
export async function columnCodes(
  { columns, rows }: RowSource,
  wanted: readonly string[],
  ownWords: ReadonlySet<string>,
): Promise<ReadonlyMap<string, ColumnCodes>> {
  const watched = wanted
    .filter(column => columnMeaning(column) === null)
    .map(column => ({ column, index: columns.indexOf(column), seen: new Map() as Seen }))
  let read = 0
  for await (const { cells } of rows) {
    if (read++ === MOST_ROWS) break
    if (cells.length !== columns.length) continue
    for (const watch of watched) {
      if (watch.seen === null) continue
      const cell = canonicalCell(cells[watch.index])
      if (cell === '') continue
      watch.seen.set(cell, (watch.seen.get(cell) ?? 0) + 1)
      if (watch.seen.size > MOST_CODES || cell.length > LONGEST_CODE || LONG_NUMBER.test(cell)) watch.seen = null
    }
  }
  const found = new Map<string, ColumnCodes>()
  for (const { column, seen } of watched) {
    const codes = seen === null ? null : codesOf(seen, ownWords)
    if (codes !== null) found.set(column, codes)
  }
  return found
}
