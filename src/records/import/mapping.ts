/** @file From a raw row to a patient record, or to the reason why it gives none. */
import type { DecisionLayer, Field, FieldValue, Specialty } from '../../specialty/index.ts'
import { closestName, didYouMean, InputError } from '../../support/index.ts'
import type { PatientRecord } from '../patient-record.ts'
import { canonicalCell, type Reading, readDecisionValue, readFieldValue } from './cell.ts'
import { columnUses, foldedColumn, type Mapping, ROW } from './check-mapping.ts'
import type { RawRow } from './csv.ts'
import type { Condition, DecisionCase, DecisionColumn, FieldMapping } from './mapping-file.ts'

/** What became of a row. */
export type MappedRow =
  | { readonly kind: 'record'; readonly record: PatientRecord }
  /** The row is not one of the study's cases, for the reason given. */
  | { readonly kind: 'outside'; readonly condition: string }
  /** The row is one, but something in it is wrong. */
  | { readonly kind: 'quarantined'; readonly field: string; readonly reason: string }

type Cells = readonly string[]
/** Null = not recorded. */
type Reader<T> = (cells: Cells) => Reading<T | null>
type ColumnIndex = (column: string) => number

const NOT_RECORDED = { value: null } as const

const canonicalSet = (values: readonly string[]): ReadonlySet<string> => new Set(values.map(canonicalCell))

/** Cell -> target text, for a mapping's `values`. */
function translation(values: Readonly<Record<string, unknown>> | undefined): ReadonlyMap<string, string> {
  return new Map(Object.entries(values ?? {}).map(([source, target]) => [canonicalCell(source), String(target)]))
}

/** A reader of one column: not recorded when the cell is empty or listed as missing, else translated and read. */
function columnReader<T>(
  { column, values, missing }: Pick<FieldMapping | DecisionColumn, 'column' | 'values' | 'missing'>,
  indexOf: ColumnIndex,
  read: (cell: string) => Reading<T>,
): Reader<T> {
  const index = indexOf(column)
  const absent = canonicalSet(['', ...missing])
  const translated = translation(values)
  return cells => {
    const cell = canonicalCell(cells[index])
    return absent.has(cell) ? NOT_RECORDED : read(translated.get(cell) ?? cell)
  }
}

/** A reader of a decision that several columns tell: the value of the first case whose conditions all hold. */
function casesReader(
  layer: DecisionLayer,
  cases: readonly DecisionCase[],
  indexOf: ColumnIndex,
): Reader<string | number> {
  const compiled = cases.map(({ when, value }) => ({
    conditions: Object.entries(when).map(([column, values]) => ({
      index: indexOf(column),
      values: canonicalSet(values),
    })),
    reading: readDecisionValue(layer, value),
  }))
  return cells =>
    compiled.find(({ conditions }) => conditions.every(({ index, values }) => values.has(canonicalCell(cells[index]))))
      ?.reading ?? NOT_RECORDED
}

function conditionTest({ column, values, except }: Condition, indexOf: ColumnIndex): (cells: Cells) => boolean {
  const index = indexOf(column)
  const named = canonicalSet(values ?? except ?? [])
  return cells => named.has(canonicalCell(cells[index])) === (values !== undefined)
}

/** Throws InputError when a column that the mapping reads is not in the source. */
function checkColumns(mapping: Mapping, columns: readonly string[]): void {
  for (const { column, path } of columnUses(mapping.value)) {
    if (columns.includes(column)) continue
    const packed = columns.length === 1 ? /[;\t|]/.exec(columns[0])?.[0] : undefined
    throw new InputError(
      `the source has no column "${column}"`,
      mapping.placeOf(path),
      packed === undefined
        ? didYouMean(column, columns)
        : `its header is one cell: set \`delimiter: ${JSON.stringify(packed)}\` under records`,
    )
  }
}

/** An outcome that is misspelt in the specialty protects nothing, so a near miss of a column nobody lists is an error. */
function checkProtection(specialty: Specialty, columns: readonly string[]): void {
  const present = new Set(columns.map(foldedColumn))
  const listed = [...specialty.outcomes, ...(specialty.decisionColumns ?? [])]
  const open = columns.filter(column => !listed.some(name => foldedColumn(name) === foldedColumn(column)))
  for (const column of listed) {
    const meant = present.has(foldedColumn(column)) ? null : closestName(column, open)
    if (meant !== null) {
      throw new InputError(
        `outcomes or decisionColumns list "${column}", which the source does not have, though it has "${meant}"`,
        { field: 'specialty' },
        'write the name in the specialty as it stands in the header',
      )
    }
  }
}

/**
 * Binds a checked mapping to a source's columns and returns what turns its rows into records. A row is first tested
 * for belonging to the cohort (conditions in order, then a decision in every layer that applies), then read field by
 * field. Throws InputError, with the mapping's line, on a column that the source does not have.
 */
export function bindMapping(
  mapping: Mapping,
  specialty: Specialty,
  columns: readonly string[],
): (row: RawRow) => MappedRow {
  checkColumns(mapping, columns)
  checkProtection(specialty, columns)
  const { recordId, coupleId, include, fields, decisions } = mapping.value
  const indexOf: ColumnIndex = column => columns.indexOf(column)
  const conditions = include.map(condition => ({
    condition: condition.excludes,
    holds: conditionTest(condition, indexOf),
  }))
  const fieldReaders = specialty.fields.map((field: Field) => ({
    name: field.name,
    read: columnReader<FieldValue>(fields[field.name], indexOf, cell => readFieldValue(field, cell)),
  }))
  const layerReaders = specialty.decisionLayers.map(layer => {
    const declared = decisions[layer.name]
    return {
      layer,
      read: Array.isArray(declared)
        ? casesReader(layer, declared, indexOf)
        : columnReader<string | number>(declared, indexOf, cell => readDecisionValue(layer, cell)),
    }
  })
  const idReader = (column: string) => {
    const index = indexOf(column)
    return ({ row, cells }: RawRow) => (column === ROW ? `r${row}` : cells[index].trim())
  }
  const readRecordId = idReader(recordId)
  const readCoupleId = idReader(coupleId)
  const quarantined = (field: string, reason: string): MappedRow => ({ kind: 'quarantined', field, reason })

  return raw => {
    const { cells } = raw
    if (cells.length !== columns.length) {
      const amount = cells.length < columns.length ? 'fewer' : 'more'
      return quarantined('(row)', `expected ${columns.length} cells, got ${amount}`)
    }
    for (const { condition, holds } of conditions) if (!holds(cells)) return { kind: 'outside', condition }
    const decision: Record<string, string | number> = {}
    for (const { layer, read } of layerReaders) {
      const { appliesWhen } = layer
      if (appliesWhen && !appliesWhen.values.includes(String(decision[appliesWhen.layer]))) continue
      const reading = read(cells)
      if ('reason' in reading) return quarantined(layer.name, reading.reason)
      if (reading.value === null) return { kind: 'outside', condition: `no recorded decision: ${layer.label}` }
      decision[layer.name] = reading.value
    }
    const values: Record<string, FieldValue> = {}
    for (const { name, read } of fieldReaders) {
      const reading = read(cells)
      if ('reason' in reading) return quarantined(name, reading.reason)
      values[name] = reading.value
    }
    const record = readRecordId(raw)
    const couple = readCoupleId(raw)
    if (record === '') return quarantined('recordId', 'expected an id, got nothing')
    if (couple === '') return quarantined('coupleId', 'expected an id, got nothing')
    return {
      kind: 'record',
      record: { recordId: record, coupleId: couple, fields: values, decision, reasoning: null, synthetic: false },
    }
  }
}
