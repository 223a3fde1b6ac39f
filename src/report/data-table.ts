/** @file A table that is shown on the page and written as CSV, from one list of columns. */
import { type CsvCell, toCsv } from '../support/index.ts'
import type { Content, Markup } from './html.ts'
import { type TableRow, table } from './table.ts'

/** A column: what the page shows of a row, and the unrounded values of it in the file. */
export interface DataColumn<Row> {
  /** Heading on the page. */
  readonly label: string
  readonly align?: 'right'
  readonly noWrap?: true
  /** Null for a column of the file alone. */
  readonly show: ((row: Row) => Content) | null
  /** Name in the file -> value. The names are the same in every language of the report. */
  readonly csv: Readonly<Record<string, (row: Row) => CsvCell>>
}

/** A table in both forms. */
export interface DataTable {
  /** Name below `tables/`. */
  readonly file: string
  readonly markup: Markup
  readonly csv: string
}

/** What a table is made from. */
export interface DataTableRequest<Row> {
  readonly file: string
  readonly caption: Content
  readonly columns: readonly DataColumn<Row>[]
  readonly rows: readonly Row[]
  /** Rows for the page where the file has more. */
  readonly shown?: readonly Row[]
  /** Heading over the rows that share it, on the page. */
  readonly groupOf?: (row: Row) => string
  /** What stands in place of a table without rows. */
  readonly none?: string
}

function shownRows<Row>({ columns, rows, shown = rows, groupOf }: DataTableRequest<Row>): readonly TableRow[] {
  const cells = (row: Row) => columns.flatMap(({ show }) => (show ? [show(row)] : []))
  if (!groupOf) return shown.map(cells)
  const groups = new Map<string, Row[]>()
  for (const row of shown) groups.set(groupOf(row), [...(groups.get(groupOf(row)) ?? []), row])
  return [...groups].flatMap(([heading, own]): TableRow[] => [{ heading }, ...own.map(cells)])
}

/** Builds the table for the page and for the file. */
export function dataTable<Row>(request: DataTableRequest<Row>): DataTable {
  const { file, caption, columns, rows, none } = request
  const shown = columns.filter(({ show }) => show !== null)
  const written = columns.flatMap(({ csv }) => Object.entries(csv))
  return {
    file,
    markup: table(caption, shown, shownRows(request), none),
    csv: toCsv(
      written.map(([name]) => name),
      rows.map(row => written.map(([, value]) => value(row))),
    ),
  }
}
