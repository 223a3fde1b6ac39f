/** @file Delimited text as a source of raw rows: the header and, one by one, each row's cells with row and line. */
import { InputError } from '../../../support/index.ts'
import { BrokenRowError, csvRows } from './csv-rows.ts'
import { checkHeader } from './header.ts'
import type { RawRow, RowSource, SourceOptions } from './row-source.ts'
import { readTextChunks } from './text-file.ts'

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf])

/** All rows of a file, the header first as row 0. */
async function* readRows(file: string, options: SourceOptions): AsyncGenerator<RawRow> {
  const splitter = csvRows(options.delimiter ?? ',')
  const withPlace = (work: () => RawRow[]): RawRow[] => {
    try {
      return work()
    } catch (error) {
      if (!(error instanceof BrokenRowError)) throw error
      throw new InputError(error.message, { file, line: error.line }, 'mend the quotes')
    }
  }
  let first = true
  for await (const chunk of readTextChunks(file, options.encoding ?? 'utf-8', options.onBytes)) {
    const hasMark = first && chunk.subarray(0, 3).equals(BYTE_ORDER_MARK)
    if (chunk.length > 0) first = false
    for (const row of withPlace(() => splitter.push(hasMark ? chunk.subarray(3) : chunk))) yield row
  }
  for (const row of withPlace(() => splitter.finish())) yield row
}

/**
 * Opens a delimited text file (gzipped or not, with or without a byte order mark, any line ends) and reads its header.
 * Throws InputError when the file is empty, a column name stands twice, a byte is not of the encoding, or a quote is
 * broken; the last two also while rows are read. Empty lines are skipped. Messages hold no cell.
 */
export async function openCsv(file: string, options: SourceOptions = {}): Promise<RowSource> {
  const rows = readRows(file, options)
  const header = await rows.next()
  if (header.done) throw new InputError('expected a header row, got none', { file }, 'export the file again')
  const columns = header.value.cells.map(name => name.trim())
  checkHeader(file, columns)
  return { columns, rows, notes: () => [] }
}
