/** @file Lines with the same columns: a table, and where the window is narrow a list of cards. */
import { type ReactNode, useId } from 'react'
import { useMedia } from '../../look/use-media.ts'
import { useWords } from '../../words/index.ts'
import type { Sort, SortValue } from './sorting.ts'

/** A column, or a line of each card; the first one names the line. */
export interface Column<Row> {
  readonly id: string
  readonly label: string
  /** Below the label, small. */
  readonly unit?: string
  /** Numbers stand at the end of their cell. */
  readonly isNumber?: boolean
  /** On a card it has a line of its own. */
  readonly isWide?: boolean
  readonly sort?: (row: Row) => SortValue
  cell(row: Row): ReactNode
}

interface Props<Row> {
  caption: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  idOf: (row: Row) => string | number
  /** Left out: the lines stand in their own order. */
  sort?: Sort
  onSort?: (column: string) => void
  narrow?: string
}

/** `narrow`: the media query below which lines are cards. */
export function Records<Row>(props: Props<Row>) {
  const { narrow = '(max-width: 960px)' } = props
  return useMedia(narrow) ? <Cards {...props} /> : <Table {...props} />
}

function Table<Row>({ caption, columns, rows, idOf, sort, onSort }: Props<Row>) {
  return (
    <div className="table-space">
      <table className="records">
        <caption className="only-read-aloud">{caption}</caption>
        <thead>
          <tr>
            {columns.map(column => {
              const isSorted = sort?.column === column.id
              const order = sort?.descending ? 'descending' : 'ascending'
              const canSort = column.sort !== undefined && onSort !== undefined
              return (
                <th
                  key={column.id}
                  scope="col"
                  className={column.isNumber ? 'amount' : undefined}
                  aria-sort={canSort && isSorted ? order : undefined}
                >
                  {canSort ? (
                    <button type="button" className="sort" onClick={() => onSort(column.id)}>
                      {column.label}
                      <span aria-hidden="true" className="sort-mark">
                        {isSorted ? (sort.descending ? '▼' : '▲') : ''}
                      </span>
                    </button>
                  ) : (
                    column.label
                  )}
                  {column.unit !== undefined && <span className="column-unit">{column.unit}</span>}
                </th>
              )
            })}
          </tr>
        </thead>
        <tbody>
          {rows.map(row => (
            <tr key={idOf(row)}>
              {columns.map((column, i) =>
                i === 0 ? (
                  <th key={column.id} scope="row">
                    {column.cell(row)}
                  </th>
                ) : (
                  <td key={column.id} className={column.isNumber ? 'amount' : undefined}>
                    {column.cell(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Cards<Row>({ caption, columns, rows, idOf, sort, onSort }: Props<Row>) {
  const { words } = useWords()
  const id = useId()
  const [name, ...others] = columns
  return (
    <>
      {sort !== undefined && onSort !== undefined && (
        <div className="card-sort">
          <label htmlFor={id}>{words.team.progress.sortBy}</label>
          <select id={id} value={sort.column} onChange={event => onSort(event.target.value)}>
            {columns
              .filter(column => column.sort !== undefined)
              .map(column => (
                <option key={column.id} value={column.id}>
                  {column.label}
                </option>
              ))}
          </select>
          <button type="button" className="button plain" onClick={() => onSort(sort.column)}>
            {sort.descending ? words.team.progress.downwards : words.team.progress.upwards}
          </button>
        </div>
      )}
      <ul className="cards" aria-label={caption}>
        {rows.map(row => (
          <li key={idOf(row)} className="card">
            <h3>{name.cell(row)}</h3>
            <dl>
              {others.map(column => (
                <div key={column.id} className={column.isWide ? 'whole-line' : undefined}>
                  <dt>
                    {column.label} {column.unit !== undefined && <span className="column-unit">{column.unit}</span>}
                  </dt>
                  <dd>{column.cell(row)}</dd>
                </div>
              ))}
            </dl>
          </li>
        ))}
      </ul>
    </>
  )
}
