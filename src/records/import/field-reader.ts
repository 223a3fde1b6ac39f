/** @file From a row's cells to the value of one field: missing, not examined, translated, from a band, in another unit. */
import { type Field, type FieldValue, NOT_DONE } from '../../specialty/index.ts'
import { bandReader, isBand } from './bands.ts'
import {
  canonicalCell,
  isSheetError,
  type Reading,
  readFieldValue,
  readNumberText,
  SHEET_ERROR,
  withinRange,
} from './cell.ts'
import type { FieldMapping } from './mapping-file.ts'
import { remembering } from './remembering.ts'
import { readerByUnit } from './unit-of-row.ts'
import type { Conversion } from './units.ts'

/** What a row says of a field; null = not recorded. */
export type FieldReading = Reading<FieldValue> & { readonly fromBand?: true }

/** Reads one field of a row. */
export type FieldReader = (cells: readonly string[]) => FieldReading

const NOT_RECORDED: FieldReading = { value: null }
/** Constant, so that no reason holds a cell: the examples are no patient's. */
const UNREAD_BAND = { reason: 'expected a number, got a band (such as "35-37" or ">40"); `bands` reads such cells' }
const NOT_EXAMINED: FieldReading = { value: NOT_DONE }

/** The cells of a list, as they are compared. */
export const canonicalSet = (values: readonly string[]): ReadonlySet<string> => new Set(values.map(canonicalCell))

/** Cell -> target text, for a mapping's `values`. */
export function translation(values: Readonly<Record<string, unknown>> | undefined): ReadonlyMap<string, string> {
  return new Map(Object.entries(values ?? {}).map(([source, target]) => [canonicalCell(source), String(target)]))
}

/** Digits that a converted number keeps at the least: a weight of `5` in another unit is no better known than that. */
const FEWEST_DIGITS = 4

/** A converted number to one significant digit more than was written: 18.2 pmol/L is not 2.54901960784 ng/mL. */
function asPrecise(converted: number, written: number): number {
  if (converted === written) return converted
  const digits = String(Math.abs(written)).replace(/e.*$/, '').replace('.', '').replace(/^0+/, '').length
  return Number(converted.toPrecision(Math.min(12, Math.max(FEWEST_DIGITS, digits + 1))))
}

/** Reads a cell of a number in the source's unit: bands first, then the conversion, then the field's range. */
function numberReader(field: Field, mapping: FieldMapping, convert: Conversion): (cell: string) => FieldReading {
  const { bands } = mapping
  const inBands = bands && bandReader({ closed: bands.closed, open: bands.open })
  const isPercent = (mapping.unit ?? field.unit) === '%'
  return raw => {
    const cell = isPercent ? raw.replace(/\s*%$/, '') : raw
    const reading: Reading<number> & { readonly fromBand?: true } = inBands ? inBands(cell) : readNumberText(cell)
    if ('reason' in reading) return !inBands && isBand(cell) ? UNREAD_BAND : reading
    const inRange = withinRange(asPrecise(convert(reading.value), reading.value), field)
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

/** The reader of one field: what a cell, or a row's unit, does not tell becomes a reason that never holds the cell. */
export function fieldReader(field: Field, mapping: FieldMapping, indexOf: (column: string) => number): FieldReader {
  return readerByUnit(mapping, field, indexOf, convert => {
    const readPlain =
      typeof convert !== 'function'
        ? () => convert
        : field.type === 'number'
          ? numberReader(field, mapping, convert)
          : (cell: string) => readFieldValue(field, cell)
    return remembering(cellReader(field, mapping, readPlain))
  })
}
