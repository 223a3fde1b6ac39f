/** @file Reads one file of judgements; any fault in it stops the study, since a dropped rating changes a result. */
import { openSource, type RawRow } from '../records/index.ts'
import { closestName, InputError, type Place, utcInstant } from '../support/index.ts'
import type { RaterKind } from './review-data.ts'

/** One row by column name; a cell that is asked for is checked. */
export interface ReviewRow {
  /** The text of a column that must be there and not empty. */
  text(column: string): string
  /** The text of a column that may lack; null when it does or is empty. */
  optional(column: string): string | null
  /** One of the given words. Throws InputError that lists them. */
  oneOf<Word extends string>(column: string, words: readonly Word[]): Word
  /** One of the given words, or the default where the column lacks or is empty. */
  optionalOneOf<Word extends string>(column: string, words: readonly Word[], otherwise: Word): Word
  /** Throws InputError at this cell; values are not repeated, they may be a person's words. */
  refuse(column: string, problem: string, remedy: string): never
}

const cellsOf = (columns: readonly string[], { cells }: RawRow) =>
  new Map(columns.map((column, i) => [column.trim(), (cells[i] ?? '').trim()]))

function rowOf(file: string, columns: readonly string[], raw: RawRow): ReviewRow {
  const cells = cellsOf(columns, raw)
  const refuse = (column: string, problem: string, remedy: string): never => {
    const place: Place = { file, row: raw.row, field: column }
    throw new InputError(problem, place, remedy)
  }
  const optional = (column: string) => cells.get(column) || null
  const text = (column: string) => optional(column) ?? refuse(column, 'expected a value, got nothing', 'fill it in')
  const oneOf = <Word extends string>(column: string, words: readonly Word[]): Word => {
    const given = text(column).toLowerCase()
    return (
      words.find(word => word === given) ?? refuse(column, `expected one of ${words.join(', ')}`, 'correct the cell')
    )
  }
  const optionalOneOf = <Word extends string>(column: string, words: readonly Word[], otherwise: Word): Word =>
    optional(column) === null ? otherwise : oneOf(column, words)
  return { text, optional, oneOf, optionalOneOf, refuse }
}

/** What every row of every file has besides its own columns. */
export function commonOf(row: ReviewRow) {
  const written = row.optional('rated_at')
  const ratedAt = written === null ? null : utcInstant(written)
  if (written !== null && ratedAt === null) {
    row.refuse('rated_at', 'expected a time such as 2026-11-28T09:30:00Z', 'write it with its time zone')
  }
  return {
    raterId: row.text('rater'),
    raterKind: row.optionalOneOf<RaterKind>('rater_kind', ['clinician', 'judge'], 'clinician'),
    centre: row.optional('centre'),
    ratedAt,
    repeat: row.optionalOneOf('repeat', ['yes', 'no'], 'no') === 'yes',
  }
}

/**
 * Reads every row of a file of any form that records come in, and makes a line of each. Throws InputError when a column
 * lacks, with row and column when a cell is not what it should be, and when a row cannot be read.
 */
export async function readReviewFile<Line>(
  file: string,
  columns: readonly string[],
  lineOf: (row: ReviewRow) => Line,
): Promise<readonly Line[]> {
  const source = await openSource(file)
  const found = source.columns.map(column => column.trim())
  for (const column of columns) {
    if (found.includes(column)) continue
    // The columns that are there are the reader's own file; what helps is the name that lacks, or a slip in it.
    const meant = closestName(
      column,
      found.filter(name => !columns.includes(name)),
    )
    throw new InputError(
      `expected a column "${column}", got none`,
      { file, line: 1 },
      meant === null ? `add it; every row needs ${columns.join(', ')}` : `rename "${meant}"`,
    )
  }
  const lines: Line[] = []
  for await (const raw of source.rows) {
    if (raw.broken) {
      throw new InputError(
        `cannot read the row: ${raw.broken.reason}`,
        { file, line: raw.line, row: raw.row },
        'mend it',
      )
    }
    if (raw.cells.every(cell => cell.trim() === '')) continue
    lines.push(lineOf(rowOf(file, source.columns, raw)))
  }
  return lines
}
