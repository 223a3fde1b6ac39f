/** @file Delimited text as a source of raw rows: the header and, one by one, each row's cells with row and line. */
import { InputError } from '../../../support/index.ts'
import { BYTE_ORDER_MARK } from './encodings.ts'
import { BrokenRowError, csvRows } from './csv-rows.ts'
import { checkHeader, refuseOtherSeparator } from './header.ts'
import type { RawRow, RowSource, SourceOptions } from './row-source.ts'
import { readTextChunks } from './text-file.ts'

/** The line at the beginning of a text, which is the header where it is complete. */
const firstLine = (text: Buffer): string => /^[^\r\n]*/.exec(text.toString('utf8', 0, 1 << 16))?.[0] ?? ''

/** All rows of a file, the header first as row 0. */
async function* readRows(file: string, options: SourceOptions): AsyncGenerator<RawRow> {
  const delimiter = options.delimiter ?? ','
  const splitter = csvRows(delimiter)
  let head: string | null = null
  const withPlace = (work: () => RawRow[]): RawRow[] => {
    try {
      return work()
    } catch (error) {
      if (!(error instanceof BrokenRowError)) throw error
      // Under the wrong separator, any cell in quotes stands in the middle of one.
      if (head !== null) refuseOtherSeparator(file, head.split(delimiter), delimiter)
      throw new InputError(error.message, { file, line: error.line }, 'mend the quotes')
    }
  }
  for await (const chunk of readTextChunks(file, options.encoding ?? 'utf-8', options.onBytes)) {
    const hasMark = head === null && chunk.subarray(0, 3).equals(BYTE_ORDER_MARK)
    const text = hasMark ? chunk.subarray(3) : chunk
    if (chunk.length > 0) head ??= firstLine(text)
    for (const row of withPlace(() => splitter.push(text))) yield row
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
