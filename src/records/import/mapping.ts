/** @file From a raw row to a patient record, or to the reason why it gives none. */
import type { DecisionLayer, FieldValue, Specialty } from '../../specialty/index.ts'
import { placeInDeclaration } from '../../specialty/register/index.ts'
import { closestName, didYouMean, InputError } from '../../support/index.ts'
import { ownWords, printedName } from '../deidentify/index.ts'
import type { PatientRecord } from '../patient-record.ts'
import { canonicalCell, isSheetError, type Reading, readDecisionValue, readNumberText, SHEET_ERROR } from './cell.ts'
import { columnUses, isNumbered, type Mapping } from './check-mapping.ts'
import { checkHeaderUnits } from './check-unit.ts'
import { canonicalSet, type FieldReader, fieldReader, translation } from './field-reader.ts'
import type { Condition, DecisionCase, DecisionMapping } from './mapping-file.ts'
import { sayer } from './not-applicable.ts'
import { foldedColumn, outcomeColumns } from './outcome-columns.ts'
import { remembering } from './remembering.ts'
import type { RawRow } from './sources/row-source.ts'
import { type RowConversion, readerByUnit } from './unit-of-row.ts'

/** What became of a row. */
export type MappedRow =
  | {
      readonly kind: 'record'
      readonly record: PatientRecord
      /** Fields whose number stands for a band. */
      readonly fromBands: readonly string[]
      /** Layers that do not apply, and of which the row says something all the same. */
      readonly notApplicable: readonly string[]
    }
  /** The row is not one of the study's cases, for the reason given. */
  | {
      readonly kind: 'outside'
      readonly condition: string
      /** What was decided at the first layer, when a later one has no decision. */
      readonly firstDecision?: string
    }
  /** The row is one, but something in it is wrong. */
  | {
      readonly kind: 'quarantined'
      readonly field: string
      readonly reason: string
      /** As the source has it; null when the row has none that can be read. */
      readonly recordId: string | null
    }

type Cells = readonly string[]
/** Null = not recorded. */
type Reader<T> = (cells: Cells) => Reading<T | null>
type ColumnIndex = (column: string) => number

const NOT_RECORDED = { value: null } as const
const NONE: readonly string[] = []

/** A reader of one column: not recorded when the cell is empty or listed as missing, else translated and read. */
function decisionReader(
  mapping: Exclude<DecisionMapping, { cases: readonly DecisionCase[] }>,
  layer: DecisionLayer,
  indexOf: ColumnIndex,
): Reader<string | number> {
  const absent = canonicalSet(['', ...mapping.missing])
  const translated = translation(mapping.values)
  const converted = (cell: string, convert: RowConversion): Reading<string | number> => {
    if (mapping.unit === undefined) return readDecisionValue(layer, cell)
    if (typeof convert !== 'function') return convert
    const number = readNumberText(cell)
    return 'reason' in number ? number : readDecisionValue(layer, String(convert(number.value)))
  }
  return readerByUnit(mapping, layer, indexOf, convert =>
    remembering((raw: string): Reading<string | number | null> => {
      const cell = canonicalCell(raw)
      if (absent.has(cell)) return NOT_RECORDED
      const target = translated.get(cell)
      // What a mapping writes is the layer's own value, in the layer's unit.
      if (target !== undefined) return readDecisionValue(layer, target)
      return isSheetError(cell) ? SHEET_ERROR : converted(cell, convert)
    }),
  )
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
  const holds = remembering((cell: string) => named.has(canonicalCell(cell)) === (values !== undefined))
  return cells => holds(cells[index])
}

/** An id made of several columns: joined so that `a|b` + `c` and `a` + `b|c` stay two ids. Empty when a part is. */
function idReader(names: readonly string[], indexOf: ColumnIndex): (raw: RawRow) => string {
  if (isNumbered(names)) return ({ row }) => `r${row}`
  const indices = names.map(indexOf)
  if (indices.length === 1) return ({ cells }) => cells[indices[0]].trim()
  return ({ cells }) => {
    const parts = indices.map(index => cells[index].trim())
    return parts.includes('') ? '' : parts.map(part => part.replace(/[\\|]/g, '\\$&')).join('|')
  }
}

/** The reasons of a row as they were written; null when the mapping names no column, or there are none. */
function reasoningReader(
  reasoning: { readonly column: string; readonly missing: readonly string[] } | undefined,
  indexOf: ColumnIndex,
): (cells: Cells) => string | null {
  if (!reasoning) return () => null
  const index = indexOf(reasoning.column)
  const absent = canonicalSet(['', ...reasoning.missing])
  return cells => {
    const text = cells[index].trim()
    return absent.has(text) ? null : text
  }
}

function printedNames(columns: readonly string[], specialty: Specialty): readonly string[] {
  const own = ownWords(specialty)
  return columns.map(column => printedName(column, own))
}

/** Throws InputError when a column that the mapping reads is not in the source. */
function checkColumns(mapping: Mapping, specialty: Specialty, columns: readonly string[]): void {
  for (const { column, path } of columnUses(mapping.value)) {
    if (columns.includes(column)) continue
    const packed = columns.length === 1 ? /[;\t|]/.exec(columns[0])?.[0] : undefined
    throw new InputError(
      `the source has no column "${column}"`,
      mapping.placeOf(path),
      packed === undefined
        ? didYouMean(column, printedNames(columns, specialty))
        : `its header is one cell: set \`delimiter: ${JSON.stringify(packed)}\` under records`,
    )
  }
}

/**
 * An outcome that is misspelt in the specialty protects nothing. A declared specialty names the columns of its source,
 * so each must be there; a built-in one names things that a source may lack, so only a near miss is an error.
 */
function checkProtection(specialty: Specialty, columns: readonly string[]): void {
  const { outcomes, decisionColumns } = specialty
  const present = new Set(columns.map(foldedColumn))
  const listed = new Set([...outcomes, ...(decisionColumns ?? [])].map(foldedColumn))
  const outcomeOf = outcomeColumns(specialty)
  // What reads like an outcome is protected as it is.
  const open = columns.filter(column => !listed.has(foldedColumn(column)) && outcomeOf(column) === null)
  for (const [list, names] of Object.entries({ outcomes, decisionColumns: decisionColumns ?? [] })) {
    names.forEach((name, index) => {
      if (present.has(foldedColumn(name))) return
      const meant = closestName(name, printedNames(open, specialty))
      if (meant === null && decisionColumns === undefined) return
      throw new InputError(
        `${list} names "${name}", which is no column of the source, so that nothing is protected by it`,
        placeInDeclaration(specialty, [list, index]),
        meant === null ? 'write it as it stands in the header, or remove it' : `did you mean "${meant}"?`,
      )
    })
  }
}

/** Columns that a mapping reads in more than one place. */
function repeatedColumns(uses: readonly { readonly column: string }[]): ReadonlySet<string> {
  const columns = uses.map(({ column }) => column)
  return new Set(columns.filter((column, index) => columns.indexOf(column) !== index))
}

/**
 * Binds a checked mapping to a source's columns and returns what turns its rows into records. A row is first tested
 * for belonging to the cohort (conditions in order, then a decision in every layer that applies), then read field by
 * field. Throws InputError on a column that the source does not have: with the mapping's line when the mapping reads it,
 * with the specialty's when it is listed there as an outcome or a decision; and as `checkHeaderUnits` does.
 */
export function bindMapping(
  mapping: Mapping,
  specialty: Specialty,
  columns: readonly string[],
): (row: RawRow) => MappedRow {
  checkColumns(mapping, specialty, columns)
  checkProtection(specialty, columns)
  checkHeaderUnits(mapping, specialty)
  const { recordId, coupleId, include, fields, reasoning, decisions } = mapping.value
  const indexOf: ColumnIndex = column => columns.indexOf(column)
  const conditions = include.map(condition => ({
    condition: condition.excludes,
    holds: conditionTest(condition, indexOf),
  }))
  const fieldReaders = specialty.fields.map((field): { name: string; read: FieldReader } => ({
    name: field.name,
    read: Object.hasOwn(fields, field.name) ? fieldReader(field, fields[field.name], indexOf) : () => NOT_RECORDED,
  }))
  const readTwice = repeatedColumns(columnUses(mapping.value))
  // A source without decisions gives records that have none.
  const layerReaders = specialty.decisionLayers.flatMap(layer => {
    const declared = decisions?.[layer.name]
    if (declared === undefined) return []
    const read =
      declared.cases !== undefined
        ? casesReader(layer, declared.cases, indexOf)
        : decisionReader(declared, layer, indexOf)
    const own = declared.cases === undefined && !readTwice.has(declared.column) ? indexOf(declared.column) : null
    return { layer, excludes: declared.excludes, read, says: sayer(read, own) }
  })
  const readReasoning = reasoningReader(reasoning, indexOf)
  const readRecordId = idReader(recordId, indexOf)
  const readCoupleId = idReader(coupleId, indexOf)
  return raw => {
    const { cells, broken } = raw
    let recordId: string | null = null
    const quarantined = (field: string, reason: string): MappedRow => ({ kind: 'quarantined', field, reason, recordId })
    if (broken !== undefined) return quarantined(broken.field, broken.reason)
    if (cells.length !== columns.length) {
      const amount = cells.length < columns.length ? 'fewer' : 'more'
      return quarantined('(row)', `expected ${columns.length} cells, got ${amount}`)
    }
    for (const { condition, holds } of conditions) if (!holds(cells)) return { kind: 'outside', condition }
    const record = readRecordId(raw)
    recordId = record === '' ? null : record
    const decision: Record<string, string | number> = {}
    let notApplicable: string[] | null = null
    for (const { layer, excludes, read, says } of layerReaders) {
      const { appliesWhen } = layer
      if (appliesWhen && !appliesWhen.values.includes(String(decision[appliesWhen.layer]))) {
        if (says(cells)) {
          notApplicable ??= []
          notApplicable.push(layer.name)
        }
        continue
      }
      const reading = read(cells)
      if ('reason' in reading) return quarantined(layer.name, reading.reason)
      if (reading.value === null) {
        const first = decision[layerReaders[0].layer.name]
        const decided = first === undefined ? {} : { firstDecision: String(first) }
        return { kind: 'outside', condition: excludes ?? `no recorded decision: ${layer.label}`, ...decided }
      }
      decision[layer.name] = reading.value
    }
    const values: Record<string, FieldValue> = {}
    let fromBands: string[] | null = null
    for (const { name, read } of fieldReaders) {
      const reading = read(cells)
      if ('reason' in reading) return quarantined(name, reading.reason)
      values[name] = reading.value
      if (reading.fromBand) {
        fromBands ??= []
        fromBands.push(name)
      }
    }
    const couple = readCoupleId(raw)
    if (record === '') return quarantined('recordId', 'expected an id, got nothing')
    if (couple === '') return quarantined('coupleId', 'expected an id, got nothing')
    return {
      kind: 'record',
      record: {
        recordId: record,
        coupleId: couple,
        fields: values,
        decision,
        reasoning: readReasoning(cells),
        synthetic: false,
      },
      fromBands: fromBands ?? NONE,
      notApplicable: notApplicable ?? NONE,
    }
  }
}
