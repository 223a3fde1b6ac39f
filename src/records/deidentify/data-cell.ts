/** @file Tells a cell of data from the name of a column. */
import { readCellDate } from './calendar-date.ts'
import { findIdentifiers } from './scan-text.ts'

/** Whether a cell is a number, a date or an identifier and nothing else; an empty one is not, nor is a name of a person. */
export function looksLikeData(cell: string): boolean {
  const text = cell.trim()
  if (/^[<>]?[+-]?\d+(?:[.,]\d+)?$/.test(text) || readCellDate(text) !== null) return true
  const [first, ...more] = findIdentifiers(text)
  // Words with capitals in a header are too often taken for a name.
  return first !== undefined && more.length === 0 && first.kind !== 'name' && first.end - first.start === text.length
}
