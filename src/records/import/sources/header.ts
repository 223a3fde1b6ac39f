/** @file The rules for every header: no name stands twice, and a title above the table is none. */
import { InputError } from '../../../support/index.ts'

/** Columns from which one name alone among unnamed ones is no header. */
const FEWEST_COLUMNS = 3

/** What a table looks like that has a line above its header: one cell, and nothing beside it. */
export function refuseTitle(file: string, line: number): never {
  throw new InputError(
    `expected a header, got row ${line}, which looks like a title (one cell above a table)`,
    { file, line },
    'remove it, so that the names of the columns come first',
  )
}

/**
 * Throws InputError when a column name stands twice (unnamed columns may repeat, since nothing can refer to them), and
 * when only one column has a name.
 */
export function checkHeader(file: string, columns: readonly string[], line = 1): void {
  if (columns.length >= FEWEST_COLUMNS && columns.filter(name => name.trim() !== '').length === 1)
    refuseTitle(file, line)
  const seen = new Map<string, number>()
  columns.forEach((name, index) => {
    const before = seen.get(name)
    if (before !== undefined) {
      throw new InputError(
        `the header has "${name}" twice, in columns ${before + 1} and ${index + 1}`,
        { file, line },
        'rename one of them',
      )
    }
    // Spreadsheets leave unnamed columns at the end, and R one at the beginning.
    if (name !== '') seen.set(name, index)
  })
}
