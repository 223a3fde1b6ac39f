/** @file What one cell of text says: a field's value or a decision's, or why it is neither. No reason holds the cell. */
import type { DecisionLayer, Field, FieldValue, OtherWords } from '../../specialty/index.ts'
import { namesInRow } from '../../support/index.ts'
import { unreadNumber } from './number-cell.ts'

/** A value, or what was expected instead of what stood there. */
export type Reading<T> = { readonly value: T } | { readonly reason: string }

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i
const FLAGS: ReadonlyMap<string, boolean> = new Map([
  ...['1', 'yes', 'true', '是'].map(text => [text, true] as const),
  ...['0', 'no', 'false', '否'].map(text => [text, false] as const),
])
const MOST_LISTED = 10

/** What spreadsheets write where a formula has failed, also in the CSV files that they save. */
const SHEET_ERRORS = /^#(NAME\?|DIV\/0!|N\/A|REF!|VALUE!|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA)$/

/** True for a cell such as `#NAME?`, which says nothing of the patient: neither a value nor that there is none. */
export const isSheetError = (cell: string): boolean => cell.startsWith('#') && SHEET_ERRORS.test(cell)

/** What such a cell is read as. */
export const SHEET_ERROR = { reason: 'expected a value, got the error of a spreadsheet formula' } as const

/** A cell as it is compared with listed values: exports write the code 1 also as `1.0`. */
export function canonicalCell(cell: string): string {
  const text = cell.trim()
  return /^[+-]?\d+\.\d*$/.test(text) ? text.replace(/\.?0*$/, '') : text
}

function listed(values: readonly string[]): string {
  const shown = namesInRow(values.slice(0, MOST_LISTED))
  const more = values.length > MOST_LISTED ? ` and ${values.length - MOST_LISTED} more` : ''
  return `expected one of ${shown}${more}; \`values\` in the mapping translates other codes`
}

/** One of the values, also by a word for it in another language. */
function readCategory(values: readonly string[], cell: string, otherWords?: OtherWords): Reading<string> {
  const text = canonicalCell(cell)
  const words = otherWords?.values ?? {}
  const value = values.includes(text)
    ? text
    : (values.find(allowed => canonicalCell(allowed) === text) ??
      (Object.hasOwn(words, text) ? words[text] : undefined))
  return value === undefined ? { reason: listed(values) } : { value }
}

/** The number that a cell writes, with a decimal point; else what kind of cell it is. */
export function readNumberText(cell: string): Reading<number> {
  return NUMBER.test(cell) ? { value: Number(cell) } : { reason: unreadNumber(cell) }
}

/** A number of a field or layer, refused when it is outside of the hard range. */
export function withinRange(
  value: number,
  { range, unit }: { readonly range?: readonly [number, number]; readonly unit?: string },
): Reading<number> {
  if (range === undefined || (value >= range[0] && value <= range[1])) return { value }
  return { reason: `expected ${range[0]} to ${range[1]}${unit ? ` ${unit}` : ''}, got a number outside` }
}

function readNumber(cell: string, kind: Parameters<typeof withinRange>[1]): Reading<number> {
  const reading = readNumberText(cell)
  return 'reason' in reading ? reading : withinRange(reading.value, kind)
}

/** The value of a field that a cell (not empty) states; a number outside its range and an unknown code are refused. */
export function readFieldValue(field: Field, cell: string): Reading<FieldValue> {
  switch (field.type) {
    case 'category':
      return readCategory(field.values ?? [], cell, field.otherWords)
    case 'number':
      return readNumber(cell, field)
    case 'flag': {
      const value = FLAGS.get(canonicalCell(cell).toLowerCase())
      return value === undefined ? { reason: 'expected yes or no (also 1 or 0, true or false)' } : { value }
    }
  }
}

/**
 * The value of a decision layer that a cell (not empty) states. Refused are what is no option, out of range, or between
 * two steps of a numeric layer: no completion could state it.
 */
export function readDecisionValue(layer: DecisionLayer, cell: string): Reading<string | number> {
  if (layer.type !== 'numeric') return readCategory(layer.options, cell, layer.otherWords)
  const reading = readNumber(cell, layer)
  if ('reason' in reading || layer.step === undefined || layer.range === undefined) return reading
  const [low, high] = layer.range
  const steps = (reading.value - low) / layer.step
  const isOnStep = Math.abs(steps - Math.round(steps)) < 1e-9
  return isOnStep ? reading : { reason: `expected ${low} to ${high} in steps of ${layer.step}, got a number between` }
}
