/**
 * @file Splits delimited text (RFC 4180) into rows of cells. Its own code and not a package's for speed: a row without a
 * quote is one search for its end and one split, which a parser that looks at every character is several times slower than.
 */
import type { RawRow } from './row-source.ts'

/** A row longer than this is a quote that was never closed, met before the memory is full of it. */
const LONGEST_ROW = 1 << 20

const [LF, CR] = [10, 13]
const QUOTE = '"'

/** What can be wrong with a row, and on which line it begins. */
export class BrokenRowError extends Error {
  readonly line: number

  constructor(problem: string, line: number) {
    super(problem)
    this.line = line
  }
}

/** A row under way: it began on an earlier line, and a quote in it is still open. */
interface OpenRow {
  readonly cells: string[]
  readonly line: number
  /** The open cell so far, as pieces. */
  readonly cell: string[]
  size: number
}

/** Takes bytes in chunks that end between characters, and gives the rows that are complete. */
export interface CsvRows {
  push(bytes: Buffer): RawRow[]
  /** The last row, when the text does not end in a line end. Throws when a quote is still open. */
  finish(): RawRow[]
}

/**
 * Opens a splitter. Lines end in LF, CRLF or CR; empty lines are no rows; a cell in quotes may hold delimiters, doubled
 * quotes and line ends. The first row has number 0: it is the header. `push` and `finish` throw BrokenRowError when a quote
 * stands inside a cell, text follows a closing quote, a quote never closes, or a row is longer than 1 MiB.
 */
export function csvRows(delimiter: string): CsvRows {
  let rest: Buffer = Buffer.alloc(0)
  let line = 1
  let row = 0
  let open: OpenRow | null = null

  /** Reads on in a line from `at`, where a cell begins, or (with an open row) the rest of an open cell. */
  const readQuoted = (text: string, lineEnd: string, state: OpenRow, inCell: boolean): OpenRow | null => {
    const { cells, cell } = state
    let at = 0
    let inside = inCell
    for (;;) {
      if (inside) {
        const quote = text.indexOf(QUOTE, at)
        if (quote < 0) {
          cell.push(text.slice(at), lineEnd)
          return state
        }
        cell.push(text.slice(at, quote))
        if (text[quote + 1] === QUOTE) {
          cell.push(QUOTE)
          at = quote + 2
          continue
        }
        cells.push(cell.join(''))
        cell.length = 0
        inside = false
        at = quote + 1
        if (at === text.length) return null
        if (!text.startsWith(delimiter, at))
          throw new BrokenRowError('text follows a closing quote in the row that begins here', state.line)
        at += delimiter.length
      } else if (text[at] === QUOTE) {
        inside = true
        at++
      } else {
        const next = text.indexOf(delimiter, at)
        const plain = next < 0 ? text.slice(at) : text.slice(at, next)
        if (plain.includes(QUOTE))
          throw new BrokenRowError('a quote stands in the middle of a cell in the row that begins here', state.line)
        cells.push(plain)
        if (next < 0) return null
        at = next + delimiter.length
      }
    }
  }

  /** Takes one line without its end; returns the row that it completes. */
  const take = (text: string, lineEnd: string): RawRow | null => {
    const here = line++
    if (open === null) {
      if (text === '') return null
      if (!text.includes(QUOTE)) return { row: row++, line: here, cells: text.split(delimiter) }
    }
    const state: OpenRow = open ?? { cells: [], line: here, cell: [], size: 0 }
    state.size += text.length
    if (state.size > LONGEST_ROW) throw tooLong(state.line)
    open = readQuoted(text, lineEnd, state, open !== null)
    return open === null ? { row: row++, line: state.line, cells: state.cells } : null
  }
  const tooLong = (at: number) =>
    new BrokenRowError('the row that begins here is longer than 1 MiB, as when a quote never closes', at)

  return {
    push(bytes) {
      const buffer = rest.length > 0 ? Buffer.concat([rest, bytes]) : bytes
      const rows: RawRow[] = []
      let start = 0
      let lf = buffer.indexOf(LF)
      let cr = buffer.indexOf(CR)
      while (lf >= 0 || cr >= 0) {
        const atCr = cr >= 0 && (lf < 0 || cr < lf)
        const end = atCr ? cr : lf
        // A CR at the very end may be the first half of a line end.
        if (atCr && end + 1 === buffer.length) break
        const length = atCr && buffer[end + 1] === LF ? 2 : 1
        // Each row is decoded by itself, so that a cell that is kept somewhere keeps no more than its row in memory.
        const found = take(buffer.toString('utf8', start, end), length === 2 ? '\r\n' : atCr ? '\r' : '\n')
        if (found !== null) rows.push(found)
        start = end + length
        if (lf >= 0 && lf < start) lf = buffer.indexOf(LF, start)
        if (cr >= 0 && cr < start) cr = buffer.indexOf(CR, start)
      }
      rest = buffer.subarray(start)
      if (rest.length > LONGEST_ROW) throw tooLong(open === null ? line : (open as OpenRow).line)
      return rows
    },
    finish() {
      const found = rest.length === 0 ? null : take(rest.toString('utf8').replace(/\r$/, ''), '')
      if (open !== null)
        throw new BrokenRowError('a quote opens in the row that begins here and never closes', (open as OpenRow).line)
      return found === null ? [] : [found]
    },
  }
}
