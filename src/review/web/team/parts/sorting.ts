/** @file Sorting the lines of a table by one of its columns. */
import { useMemo, useState } from 'react'

/** What a column sorts by; null stands last, whichever way. */
export type SortValue = string | number | null

/** By which column, and which way. */
export interface Sort {
  readonly column: string
  readonly descending: boolean
}

/** Lines in the order of `by`; equal ones stay as they are. */
export function sortedBy<Row>(rows: readonly Row[], by: (row: Row) => SortValue, descending: boolean): readonly Row[] {
  const sign = descending ? -1 : 1
  return rows.toSorted((first, second) => {
    const [a, b] = [by(first), by(second)]
    if (a === null || b === null) return Number(a === null) - Number(b === null)
    if (typeof a === 'number' && typeof b === 'number') return sign * (a - b)
    return sign * String(a).localeCompare(String(b), 'en', { numeric: true })
  })
}

/** Lines in a chosen order. The same column again turns it round. */
export function useSorting<Row>(
  rows: readonly Row[],
  columns: readonly { readonly id: string; readonly sort?: (row: Row) => SortValue }[],
  first: Sort,
) {
  const [sort, setSort] = useState(first)
  const sorted = useMemo(() => {
    const by = columns.find(({ id }) => id === sort.column)?.sort
    return by === undefined ? rows : sortedBy(rows, by, sort.descending)
  }, [rows, columns, sort])
  const sortBy = (column: string) =>
    setSort(before => ({ column, descending: before.column === column && !before.descending }))
  return { sorted, sort, sortBy, setSort }
}
