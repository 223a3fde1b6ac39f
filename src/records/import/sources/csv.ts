/** @file Delimited text as a source of raw rows: the header and, one by one, each row's cells with row and line. */
import { Readable } from 'node:stream'
import { type CsvError, type InfoRecord, parse } from 'csv-parse'
import { InputError } from '../../../support/index.ts'
import { checkHeader } from './header.ts'
import type { RawRow, RowSource, SourceOptions } from './row-source.ts'
import { readTextChunks } from './text-file.ts'

/** A row longer than this is a quote that was never closed, met before the memory is full of it. */
const LONGEST_ROW_BYTES = 1 << 20

const QUOTE_PROBLEMS: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quote opens in the row that begins here and never closes',
  CSV_INVALID_CLOSING_QUOTE: 'text follows a closing quote in the row that begins here',
  INVALID_OPENING_QUOTE: 'a quote stands in the middle of a cell in the row that begins here',
  CSV_MAX_RECORD_SIZE: 'the row that begins here is longer than 1 MiB, as when a quote never closes',
}

/**
 * Opens a delimited text file (gzipped or not, with or without a byte order mark, any line ends) and reads its header.
 * Throws InputError when the file is empty, a column name stands twice, a byte is not of the encoding, or a quote is
 * broken; the last two also while rows are read. Empty lines are skipped. Messages hold no cell.
 */
export async function openCsv(file: string, options: SourceOptions = {}): Promise<RowSource> {
  let nextLine = 1
  let emptyLines = 0
  const parser = parse({
    bom: true,
    delimiter: options.delimiter ?? ',',
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: LONGEST_ROW_BYTES,
    // Called in step with the parser, unlike the loop that consumes: after an error, `nextLine` is the failing row's.
    on_record(cells: string[], context: InfoRecord) {
      const line = nextLine + context.empty_lines - emptyLines
      emptyLines = context.empty_lines
      nextLine = line + 1
      for (const cell of cells) {
        for (let at = cell.indexOf('\n'); at >= 0; at = cell.indexOf('\n', at + 1)) nextLine++
      }
      const raw: RawRow = { row: context.records - 1, line, cells }
      // The library's types allow another form only together with its `columns` option.
      return raw as unknown as string[]
    },
  })
  const chunks = Readable.from(readTextChunks(file, options.encoding ?? 'utf-8', options.onBytes))
  chunks.on('error', error => parser.destroy(error))
  chunks.pipe(parser)
  const describe = (error: unknown): unknown => {
    const code = (error as Partial<CsvError>).code
    const problem = code === undefined ? undefined : QUOTE_PROBLEMS[code]
    return problem === undefined ? error : new InputError(problem, { file, line: nextLine }, 'mend the quotes')
  }
  const records = parser[Symbol.asyncIterator]() as unknown as AsyncIterator<RawRow>
  const next = async () => {
    try {
      return await records.next()
    } catch (error) {
      throw describe(error)
    }
  }
  async function* rows(): AsyncGenerator<RawRow> {
    try {
      for (let result = await next(); !result.done; result = await next()) yield result.value
    } finally {
      chunks.destroy()
      parser.destroy()
    }
  }
  const header = await next()
  if (header.done) throw new InputError('expected a header row, got none', { file }, 'export the file again')
  const columns = header.value.cells.map(name => name.trim())
  checkHeader(file, columns)
  return { columns, rows: rows(), notes: () => [] }
}
