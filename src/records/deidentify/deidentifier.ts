/** @file De-identification as an import uses it: raw rows go through before they are mapped, records after. */
import type { Field, FieldValue, Specialty } from '../../specialty/index.ts'
import { didYouMean, InputError } from '../../support/index.ts'
import type { PatientRecord } from '../patient-record.ts'
import { type DateOrder, readCellDate } from './calendar-date.ts'
import { cellScanner } from './cell-scanner.ts'
import { type ColumnPlan, type IdColumns, planColumns } from './column-plan.ts'
import { type DeidentificationReport, deidentificationTally } from './deidentification-report.ts'
import { columnMeaning } from './identifier-column.ts'
import { type IdentifierKind, OLDEST_AGE, placeholderOf } from './identifier-kind.ts'
import { anonymityTally, defaultQuasiIdentifiers } from './k-anonymity.ts'
import { dateShift, pseudonym, rememberingLast, shiftedDay } from './keyed-values.ts'
import { knownIdentifiers } from './known-identifiers.ts'
import { ownWords } from './own-words.ts'
import { looksLikeName } from './name-cell.ts'
import { nameColumns } from './name-columns.ts'
import { printedName } from './printed-name.ts'
import { scanText } from './scan-text.ts'

/** A row as it stands in a source. */
interface Row {
  /** 1-based. */
  readonly row: number
  readonly cells: readonly string[]
}

/** What an import calls. */
export interface Deidentifier {
  /** What is done with each column; to be held against the mapping by `checkColumnUses`. */
  readonly plan: readonly ColumnPlan[]
  /**
   * The cells without identifiers, as many as there were: dropped columns empty, dates moved, ages capped, the rest
   * scanned. Ids of the study are left for `record`. Cells beyond the header are emptied.
   */
  row(row: Row): readonly string[]
  /** The record with its ids hashed, ages capped and text scanned; counted for the k-anonymity table, so once each. */
  record(record: PatientRecord): PatientRecord
  report(): DeidentificationReport
}

/** How to de-identify one source. */
export interface DeidentifierOptions {
  readonly specialty: Specialty
  /** Names of the source's columns; empty when it has no rows, and only records are passed. */
  readonly columns: readonly string[]
  readonly ids: IdColumns
  /** Null only when there are no ids to hash; dates are then emptied and not moved. */
  readonly key: Uint8Array | null
  readonly keepColumns?: readonly string[]
  readonly dateOrder?: DateOrder
  readonly quasiIdentifiers?: readonly string[]
  /** The columns that the mapping reads; others are emptied without being looked at. All when unset. */
  readonly used?: ReadonlySet<string>
  /** The columns that the mapping reads as numbers only: not scanned, since nothing but a number comes of them. */
  readonly numbers?: ReadonlySet<string>
  /** Cells that the mapping names (values, missing, conditions): somebody wrote them there, and they pass as they are. */
  readonly named?: ReadonlySet<string>
}

/** Whether ids must be hashed, so that a key is needed: not when rows are numbered. */
export function needsKey(ids: IdColumns): boolean {
  return ids.record !== null || ids.couple !== null
}

const ONE_NAME: ReadonlyMap<IdentifierKind, number> = new Map([['name', 1]])

/** An age above this is a code such as 999, or a mistake, and is left to the mapping to refuse. */
const HIGHEST_AGE = 130
const YEARS = /^(?:y|a|yr|yrs|years?|岁)$/i
const isOld = (age: number): boolean => age > OLDEST_AGE && age <= HIGHEST_AGE

/** A person's age in years: by its name where it has no unit, and by the word alone where the unit says years. */
function isAge({ type, name, label, unit }: Field): boolean {
  if (type !== 'number') return false
  if (columnMeaning(name)?.action === 'age' || columnMeaning(label)?.action === 'age') {
    return unit === undefined || YEARS.test(unit)
  }
  return (
    unit !== undefined &&
    YEARS.test(unit) &&
    (/\bage\b|年龄/i.test(label) || /^age(?=[A-Z]|$)|Age(?=[A-Z]|$)/.test(name))
  )
}

function checkedQuasiIdentifiers({ fields }: Specialty, wanted: readonly string[] | undefined): readonly string[] {
  const names = fields.map(({ name }) => name)
  wanted?.forEach((name, index) => {
    if (names.includes(name)) return
    const place = { field: `records.deidentify.quasiIdentifiers.${index}` }
    throw new InputError(`the specialty has no field "${name}"`, place, didYouMean(name, names))
  })
  return wanted ?? defaultQuasiIdentifiers(fields)
}

/**
 * Opens the de-identification of one source. Throws InputError on a kept column that is not there and a quasi-identifier
 * that is no field, TypeError when there are ids to hash and no key.
 */
export function deidentifier(options: DeidentifierOptions): Deidentifier {
  const { specialty, columns, ids, key, keepColumns = [], dateOrder, used, numbers, named } = options
  if (key === null && needsKey(ids)) throw new TypeError('deidentifier: expected a key to hash ids with, got none')
  const plan = planColumns(columns, ids, keepColumns)
  const own = ownWords(specialty)
  const shown = new Map(columns.map(column => [column, printedName(column, own)]))
  const tally = deidentificationTally(column => shown.get(column) ?? column)
  const anonymity = anonymityTally(checkedQuasiIdentifiers(specialty, options.quasiIdentifiers))
  const isName = (cell: string): boolean => !named?.has(cell.trim()) && looksLikeName(cell, own)
  const known = knownIdentifiers(plan, isName)
  const names = nameColumns(plan, isName)
  const scanner = cellScanner(own)
  const coupleAt = ids.couple?.map(column => columns.indexOf(column)) ?? null
  const shiftOf = key === null ? null : rememberingLast(id => dateShift(key, id))
  const coupleName = key === null ? null : rememberingLast(id => pseudonym(key, 'couple', id))
  const ages = specialty.fields.filter(isAge).map(({ name }) => name)
  const listed = new Set(specialty.fields.filter(({ type }) => type === 'category').map(({ name }) => name))

  /** A cell that is a date, moved or emptied; null when it is none. */
  const dateCell = (cell: string, column: string, row: Row): string | null => {
    const date = readCellDate(cell, dateOrder)
    if (date === null) return null
    const couple = coupleAt?.map(index => (row.cells[index] ?? '').trim()) ?? [`r${row.row}`]
    // A row without its couple's id is quarantined later, and must not share a shift with all such rows.
    if (date.kind === 'unclear' || shiftOf === null || couple.includes('')) {
      tally.count('datesRemoved', column)
      return ''
    }
    tally.count('datesShifted', column)
    return date.write(shiftedDay(date.day, shiftOf(couple.join('\0'))))
  }

  const scanned = (cell: string, column: string, row: Row): string => {
    if (!scanner.mayHold(cell) || named?.has(cell.trim())) return cell
    const date = cell.length <= 40 && scanner.hasDigits(cell) ? dateCell(cell, column, row) : null
    if (date !== null) return date
    const { text, removed } = scanner.scan(cell, known.of(row.cells))
    if (removed.size > 0) tally.replace(column, removed)
    return text
  }

  const cellOf = (cell: string, index: number, row: Row): string => {
    if (cell === '' || index >= plan.length) return ''
    const { column, action } = plan[index]
    if (action === 'id' || action === 'keep') return cell
    if (action === 'drop' || (used !== undefined && !used.has(column))) return ''
    if (action === 'names' && isName(cell)) {
      tally.replace(column, ONE_NAME)
      return placeholderOf('name')
    }
    if (action === 'age' && isOld(Number(cell))) {
      tally.count('agesCapped', column)
      return String(OLDEST_AGE)
    }
    return numbers?.has(column) ? cell : scanned(cell, column, row)
  }

  const fieldsOf = (fields: PatientRecord['fields']): PatientRecord['fields'] => {
    const changed: Record<string, FieldValue> = {}
    for (const name of ages) {
      const age = fields[name]
      if (typeof age !== 'number' || !isOld(age)) continue
      changed[name] = OLDEST_AGE
      tally.count('agesCapped', name)
    }
    for (const [name, value] of Object.entries(fields)) {
      // A category holds one of its listed values, which the specialty has in writing.
      if (typeof value !== 'string' || listed.has(name)) continue
      const { text, removed } = scanText(value, [], own)
      if (removed.size === 0) continue
      changed[name] = text
      tally.replace(name, removed)
    }
    return Object.keys(changed).length === 0 ? fields : { ...fields, ...changed }
  }

  return {
    plan,
    row: row => {
      known.begin()
      names.add(row.cells)
      return row.cells.map((cell, index) => cellOf(cell, index, row))
    },
    record(record) {
      const reasoning = record.reasoning === null ? null : scanText(record.reasoning, [], own)
      if (reasoning !== null && reasoning.removed.size > 0) tally.replace('reasoning', reasoning.removed)
      let { recordId, coupleId } = record
      if (ids.record !== null && key !== null) {
        recordId = pseudonym(key, 'record', recordId)
        tally.hash('records')
      }
      if (ids.couple !== null && coupleName !== null) {
        coupleId = coupleName(coupleId)
        tally.hash('couples')
      }
      const safe = {
        ...record,
        recordId,
        coupleId,
        fields: fieldsOf(record.fields),
        reasoning: reasoning === null ? null : reasoning.text,
      }
      anonymity.add(safe)
      return safe
    },
    report: () => tally.report(names.settled(), anonymity.table(), null),
  }
}

/** The same interface when the user has turned de-identification off: everything passes, and the report says why. */
export function importedAsIs(options: {
  readonly specialty: Specialty
  readonly reason: string
  readonly quasiIdentifiers?: readonly string[]
}): Deidentifier {
  const anonymity = anonymityTally(checkedQuasiIdentifiers(options.specialty, options.quasiIdentifiers))
  const tally = deidentificationTally()
  return {
    plan: [],
    row: ({ cells }) => cells,
    record(record) {
      anonymity.add(record)
      return record
    },
    report: () => tally.report([], anonymity.table(), options.reason),
  }
}
