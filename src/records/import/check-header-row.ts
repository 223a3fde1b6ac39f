/** @file Refuses a source whose first row is data: its cells would be taken for names, and printed as names. */
import { InputError } from '../../support/index.ts'
import { looksLikeData } from '../deidentify/index.ts'
import { refuseOtherSeparator, refuseTitle } from './sources/header.ts'
import { openSource } from './sources/open-source.ts'
import type { SourceOptions } from './sources/row-source.ts'

/** A clinic may call a column 2019; a row of data has many such cells. */
const FEWEST = 2
const SHARE = 1 / 4

/**
 * Throws InputError when two or more of a source's columns, and a quarter of them, are named by a number, a date or an
 * identifier. Takes any columns that have names of their own, and none.
 */
export function checkHeaderRow(file: string, columns: readonly string[]): void {
  const named = columns.filter(column => column.trim() !== '')
  const data = named.filter(looksLikeData).length
  if (data < FEWEST || data < named.length * SHARE) return
  throw new InputError(
    `expected a header, got what looks like a row of data (${data} of its ${named.length} cells)`,
    { file },
    'put the names of the columns above the first row',
  )
}

/** Opens a source only to check its header: its separator, and that no title stands above it. Throws InputError as `openSource` and `checkHeaderRow` do. */
export async function checkHeaderOf(file: string, options: SourceOptions = {}): Promise<void> {
  const { columns, rows } = await openSource(file, options)
  const iterator = rows[Symbol.asyncIterator]()
  const first = await iterator.next()
  await iterator.return?.()
  const delimiter = options.delimiter ?? ','
  refuseOtherSeparator(file, columns, delimiter, first.done ? null : first.value.cells.join(delimiter))
  checkHeaderRow(file, columns)
  // In delimited text nothing stands beside a title, not even empty cells.
  if (columns.length === 1 && !first.done && first.value.cells.length > 1) refuseTitle(file, 1)
}
