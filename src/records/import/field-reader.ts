/** @file From a row's cells to the value of one field: missing, not examined, translated, from a band, in another unit. */
import { type Field, type FieldValue, NOT_DONE } from '../../specialty/index.ts'
import { bandReader } from './bands.ts'
import { canonicalCell, isSheetError, type Reading, readFieldValue, readNumberText, withinRange } from './cell.ts'
import type { FieldMapping } from './mapping-file.ts'
import { type Conversion, conversionToField } from './units.ts'

/** What a row says of a field; null = not recorded. */
export type FieldReading = Reading<FieldValue> & { readonly fromBand?: true }

/** Reads one field of a row. */
export type FieldReader = (cells: readonly string[]) => FieldReading

const NOT_RECORDED: FieldReading = { value: null }
const NOT_EXAMINED: FieldReading = { value: NOT_DONE }
const SHEET_ERROR: FieldReading = { reason: 'expected a value, got the error of a spreadsheet formula' }

/** Distinct cells of a column whose readings are kept: codes, ages and most laboratory values repeat. */
const MOST_KEPT = 4096

/** The cells of a list, as they are compared. */
export const canonicalSet = (values: readonly string[]): ReadonlySet<string> => new Set(values.map(canonicalCell))

/** Cell -> target text, for a mapping's `values`. */
export function translation(values: Readonly<Record<string, unknown>> | undefined): ReadonlyMap<string, string> {
  return new Map(Object.entries(values ?? {}).map(([source, target]) => [canonicalCell(source), String(target)]))
}

/** The same function, which remembers what it said of the first few thousand different cells. */
export function remembering<T>(read: (cell: string) => T): (cell: string) => T {
  const known = new Map<string, T>()
  return cell => {
    const before = known.get(cell)
    if (before !== undefined) return before
    const reading = read(cell)
    if (known.size < MOST_KEPT) known.set(cell, reading)
    return reading
  }
}

/** Reads a cell of a number in the source's unit: bands first, then the conversion, then the field's range. */
function numberReader(field: Field, mapping: FieldMapping, convert: Conversion): (cell: string) => FieldReading {
  const { bands } = mapping
  const inBands = bands && bandReader({ closed: bands.closed, open: bands.open })
  return cell => {
    const reading: Reading<number> & { readonly fromBand?: true } = inBands ? inBands(cell) : readNumberText(cell)
    if ('reason' in reading) return reading
    const inRange = withinRange(convert(reading.value), field)
    return reading.fromBand && 'value' in inRange ? { ...inRange, fromBand: true } : inRange
  }
}

/** A field's cell -> reading, when all rows have the same unit. */
function cellReader(field: Field, mapping: FieldMapping, readPlain: (cell: string) => FieldReading) {
  const absent = canonicalSet(mapping.missing)
  const notDone = canonicalSet(mapping.notDone)
  const translated = translation(mapping.values)
  const empty = mapping.empty === undefined ? NOT_RECORDED : readFieldValue(field, mapping.empty)
  return (raw: string): FieldReading => {
    const cell = canonicalCell(raw)
    if (absent.has(cell)) return NOT_RECORDED
    if (notDone.has(cell)) return NOT_EXAMINED
    if (cell === '') return empty
    const target = translated.get(cell)
    // What a mapping writes is the field's own value, in the field's unit.
    if (target !== undefined) return readFieldValue(field, target)
    return isSheetError(cell) ? SHEET_ERROR : readPlain(cell)
  }
}

const same: Conversion = value => value

/**
 * The reader of one field. Throws nothing: what a cell or a row's unit does not tell becomes a reason, which never holds
 * the cell.
 * @param indexOf position of a column of the source.
 */
export function fieldReader(field: Field, mapping: FieldMapping, indexOf: (column: string) => number): FieldReader {
  const { unit } = mapping
  const index = indexOf(mapping.column)
  const isNumber = field.type === 'number'
  const reader = (convert: Conversion) =>
    remembering(
      cellReader(
        field,
        mapping,
        isNumber ? numberReader(field, mapping, convert) : cell => readFieldValue(field, cell),
      ),
    )
  if (!isNumber || unit === undefined) {
    const read = reader(same)
    return cells => read(cells[index])
  }
  if (typeof unit === 'string') {
    const convert = conversionToField(unit, field, mapping)
    // A checked mapping has none: without this, one that is not would take pmol/L for ng/mL.
    if (convert === null) throw new Error(`fieldReader: no conversion to the unit of ${field.name}`)
    const read = reader(convert)
    return cells => read(cells[index])
  }
  const unitIndex = indexOf(unit.column)
  const ofUnit = remembering((text: string): ((cell: string) => FieldReading) => {
    const convert = text === '' ? null : conversionToField(text, field, mapping)
    const reason =
      text === '' ? 'expected a unit in this row, got none' : `expected a unit that converts to ${field.unit}`
    return convert ? reader(convert) : remembering(cellReader(field, mapping, () => ({ reason })))
  })
  return cells => ofUnit(cells[unitIndex].trim())(cells[index])
}
