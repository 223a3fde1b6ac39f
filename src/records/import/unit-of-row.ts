/** @file The unit of a column's numbers: none to convert, one for all rows, or each row's own from another column. */
import { remembering } from './remembering.ts'
import { type Conversion, conversionTo, type Substance, type UnitOwner } from './units.ts'

/** What a mapping says of the unit of a column: its name, or the column that holds each row's. */
export type DeclaredUnit = string | { readonly column: string } | undefined

/** How the numbers of a row become numbers of the field or layer, or why they cannot. */
export type RowConversion = Conversion | { readonly reason: string }

const same: Conversion = value => value

/**
 * A reader of rows made of readers of cells: one for all rows, or one for each unit that a row names. Throws when the one
 * unit of all rows cannot be converted, which a checked mapping excludes: unconverted, pmol/L would pass for ng/mL.
 * @param readCell makes the reader of cells in one unit.
 * @param indexOf position of a column of the source.
 */
export function readerByUnit<T>(
  from: { readonly column: string; readonly unit?: DeclaredUnit } & Substance,
  to: UnitOwner,
  indexOf: (column: string) => number,
  readCell: (convert: RowConversion) => (cell: string) => T,
): (cells: readonly string[]) => T {
  const { column, unit } = from
  const index = indexOf(column)
  if (unit === undefined || typeof unit === 'string') {
    const convert = unit === undefined ? same : conversionTo(to, unit, from)
    if (convert === null) throw new Error(`readerByUnit: "${unit}" has no conversion`)
    const read = readCell(convert)
    return cells => read(cells[index])
  }
  const unitIndex = indexOf(unit.column)
  const ofUnit = remembering((text: string): ((cell: string) => T) => {
    if (text === '') return readCell({ reason: 'expected a unit in this row, got none' })
    return readCell(conversionTo(to, text, from) ?? { reason: `expected a unit that converts to ${to.unit}` })
  })
  return cells => ofUnit(cells[unitIndex].trim())(cells[index])
}
