/** @file Drafts a mapping from a source's header: what was found, what is a guess, and what a person must fill in. */
import { basename } from 'node:path'
import type { DecisionLayer, Field, Specialty } from '../../../specialty/index.ts'
import { namesInRow } from '../../../support/index.ts'
import { ownWords } from '../../deidentify/index.ts'
import { readDecisionValue, readFieldValue } from '../cell.ts'
import { foldedColumn, isThisCycles, outcomeColumns, saysDecision } from '../outcome-columns.ts'
import { openSource } from '../sources/open-source.ts'
import type { SourceOptions } from '../sources/row-source.ts'
import { conversionTo } from '../units.ts'
import { headerName } from '../header-name.ts'
import { codeKeys, scalar } from './code-keys.ts'
import { type ColumnCodes, columnCodes } from './column-codes.ts'
import { type Match, matchColumns } from './match-columns.ts'
import { idColumn, reasonsColumn } from './special-columns.ts'

const marked = (line: string, { certainty }: Match, more = ''): string =>
  certainty === 'guess' || more
    ? `${line} # ${[certainty === 'guess' ? 'guess' : '', more].filter(Boolean).join('; ')}`
    : line

/** Codes of columns, by name. */
type Codes = ReadonlyMap<string, ColumnCodes>

/** The keys after `column`, and what a person should look at. */
function fieldDetails(field: Field, column: string, columns: readonly string[]): { keys: string; remark: string } {
  const unitColumn = `${column}.unit`
  if (columns.includes(unitColumn)) {
    const unit = field.type === 'number' && field.unit !== undefined ? `, unit: { column: ${scalar(unitColumn)} }` : ''
    return { keys: `${unit}, notDone: [not-performed]`, remark: '' }
  }
  if (/^(Partner\.)?(Condition|Procedure|MedicationStatement)\./.test(column)) {
    return { keys: '', remark: 'add `empty: no` if its absence means no' }
  }
  const { unit } = headerName(column)
  if (field.type === 'category') return { keys: '', remark: `values: ${namesInRow(field.values ?? [])}` }
  if (field.type !== 'number' || unit === null || field.unit === undefined) return { keys: '', remark: '' }
  if (conversionTo(field, unit) === null)
    return { keys: '', remark: `the header says ${unit}, the field is in ${field.unit}` }
  return { keys: `, unit: ${scalar(unit)}`, remark: '' }
}

/** The lines of the two ids, and the columns that they read. */
function idLines(named: readonly string[]): { lines: string[]; read: (string | undefined)[] } {
  const couple = idColumn(named, 'couple')
  const left = named.filter(column => column !== couple)
  const record = idColumn(left, 'record')
  // Beside the number of a couple, that of a file may be the record's.
  const person = record === undefined && couple !== undefined ? idColumn(left, 'person') : undefined
  const recordLine =
    record !== undefined
      ? `recordId: ${scalar(record)} # guess`
      : person !== undefined
        ? `recordId: ${scalar(person)} # guess; it must be another one in every row, else write row`
        : 'recordId: row # the rows are numbered'
  const coupleLine =
    couple !== undefined
      ? `coupleId: ${scalar(couple)} # guess`
      : 'coupleId: row # no column found that tells couples apart: one couple may stand on both sides of the split'
  return { lines: [recordLine, coupleLine], read: [couple, record ?? person] }
}

/** What must be asked of a column that is named like an outcome and taken as history. */
const EARLIER = 'of an earlier cycle? of this one it would tell the result'

function fieldLines(specialty: Specialty, open: readonly string[], codes: Codes): { lines: string[]; read: string[] } {
  const outcomeOf = outcomeColumns(specialty)
  const wanted = specialty.fields.map(({ name, label, type, otherWords, codes }) => ({
    name,
    label,
    otherLabels: otherWords?.labels,
    isNumber: type === 'number',
    codes: [...(codes?.loinc ?? []), ...(codes?.icd10 ?? [])],
  }))
  const matches = matchColumns(wanted, open)
  const mapped = specialty.fields.flatMap(field => {
    const match = matches.get(field.name)
    if (match === undefined) return []
    const { keys, remark } = fieldDetails(field, match.column, open)
    const named = outcomeOf(match.column)
    const asked = named === null || (named.saysHistory && match.certainty === 'same') ? '' : EARLIER
    const remarks = [remark, asked].filter(Boolean).join('; ')
    const isRead = (cell: string) => 'value' in readFieldValue(field, cell)
    const coded =
      field.type === 'number'
        ? null
        : codeKeys(codes.get(match.column), isRead, field.type === 'flag' ? null : (field.values ?? []))
    return [
      marked(`  ${field.name}: { column: ${scalar(match.column)}${keys}${coded?.keys ?? ''} }`, match, remarks),
      ...(coded?.lines ?? []),
    ]
  })
  const absent = specialty.fields.filter(({ name }) => !matches.has(name))
  const lines = [
    mapped.length > 0 ? 'fields:' : 'fields: {}',
    ...mapped,
    ...(absent.length > 0
      ? ['', '# No column was found for these. Move those that the source has up to `fields`.', 'notInSource:']
      : []),
    ...absent.map(({ name, label }) => `  - ${name} # ${label}`),
  ]
  return { lines, read: [...matches.values()].map(({ column }) => column) }
}

/** What may stand in a layer. */
function layerRemark({ options, range, step, unit }: DecisionLayer): string {
  if (range === undefined) return `options: ${namesInRow(options)}`
  return `${range[0]} to ${range[1]}${unit === undefined ? '' : ` ${unit}`}${step === undefined ? '' : ` in steps of ${step}`}`
}

function decisionLines(
  specialty: Specialty,
  open: readonly string[],
  codes: Codes,
): { lines: string[]; read: string[] } {
  const { decisionLayers } = specialty
  if (decisionLayers.length === 0)
    return { lines: ['# The specialty has no decisions: the file can be imported, but not studied.'], read: [] }
  const matches = matchColumns(
    decisionLayers.map(({ name, label, type, otherWords }) => ({
      name,
      label,
      otherLabels: otherWords?.labels,
      isNumber: type === 'numeric',
    })),
    open,
  )
  // Whether a layer applies may hang on one that has no column: that one must be mapped.
  const isNeeded = (name: string): boolean =>
    decisionLayers.some(layer => layer.appliesWhen?.layer === name && (matches.has(layer.name) || isNeeded(layer.name)))
  const found = decisionLayers.flatMap(layer => {
    const { name, label, type, unit } = layer
    const match = matches.get(name)
    const remark = layerRemark(layer)
    if (match === undefined) {
      if (matches.size > 0 && !isNeeded(name)) return []
      return `  # ${name}: { column: ... } # ${[label, remark, matches.size > 0 ? 'others depend on it' : ''].filter(Boolean).join('; ')}`
    }
    const unitColumn = `${match.column}.unit`
    const hasUnit = type === 'numeric' && unit !== undefined && open.includes(unitColumn)
    const isRead = (cell: string) => 'value' in readDecisionValue(layer, cell)
    const coded = type === 'numeric' ? null : codeKeys(codes.get(match.column), isRead, layer.options)
    const keys = hasUnit ? `, unit: { column: ${scalar(unitColumn)} }` : (coded?.keys ?? '')
    return [marked(`  ${name}: { column: ${scalar(match.column)}${keys} }`, match, remark), ...(coded?.lines ?? [])]
  })
  const absent = decisionLayers.filter(({ name }) => !matches.has(name) && !isNeeded(name))
  const lines =
    matches.size === 0
      ? [
          '# No column was found for the decisions. Without them the file can be imported, but not studied.',
          '# decisions:',
          ...found.map(line => line.replace(/^ {2}(# )?/, '#   ')),
        ]
      : [
          'decisions:',
          ...found,
          ...(absent.length > 0
            ? [
                '',
                '# No column was found for these decisions: a study goes on without them. Move those that the source has up.',
                'decisionsNotInSource:',
                ...absent.map(layer => `  - ${layer.name} # ${layer.label}; ${layerRemark(layer)}`),
              ]
            : []),
        ]
  return { lines, read: [...matches.values()].map(({ column }) => column) }
}

/** Columns under a heading, as a comment; nothing when there are none. */
const listed = (heading: string, columns: readonly string[]): string[] =>
  columns.length === 0 ? [] : ['', `# ${heading}`, ...columns.map(column => `#   ${column.replace(/\s+/g, ' ')}`)]

/**
 * The text of a mapping file for a source, made from its header; cells are looked at for the codes of columns that have few,
 * and shown as `columnCodes` allows. Columns that are the same by
 * name, label or code are mapped, likely ones are mapped and marked as guesses, fields and decisions without one are listed as
 * not in the source, and columns that nothing reads as a comment, outcomes apart. No field reads an outcome, and a decision
 * only one that says what was decided. Throws InputError as `openSource` does.
 */
export async function suggestMapping(file: string, specialty: Specialty, options: SourceOptions = {}): Promise<string> {
  const source = await openSource(file, options)
  const { columns } = source
  const outcomeOf = outcomeColumns(specialty)
  const decided = new Set((specialty.decisionColumns ?? []).map(foldedColumn))
  const headed = columns.filter(column => column !== '')
  const isOutcome = (column: string) => isThisCycles(outcomeOf(column))
  const named = headed.filter(column => !isOutcome(column))
  const ids = idLines(named)
  const reasons = reasonsColumn(named.filter(column => !decided.has(foldedColumn(column))))
  const isTaken = (column: string) => ids.read.includes(column) || column === reasons
  const codes = await columnCodes(
    source,
    headed.filter(column => !isTaken(column) && (!isOutcome(column) || saysDecision(specialty, outcomeOf(column)))),
    ownWords(specialty),
  )
  const open = (columns: readonly string[]) => columns.filter(column => !isTaken(column))
  const fields = fieldLines(
    specialty,
    open(named).filter(column => !decided.has(foldedColumn(column)) && !column.startsWith('CarePlan.')),
    codes,
  )
  const decisions = decisionLines(
    specialty,
    open(headed)
      .filter(column => !isOutcome(column) || saysDecision(specialty, outcomeOf(column)))
      .filter(column => !fields.read.includes(column) && (decided.size === 0 || decided.has(foldedColumn(column)))),
    codes,
  )
  const read = new Set<string | undefined>([...fields.read, ...decisions.read, ...ids.read, reasons])
  const unread = headed.filter(column => !read.has(column))
  const sheet = options.sheet === undefined ? [] : [`source: { sheet: ${JSON.stringify(options.sheet)} }`]
  return [
    `# A draft from the header of ${basename(file)}, for the specialty ${specialty.name}. Check every line before you use it:`,
    '# what is marked as a guess may be wrong, and a column that is known only after the decision must not be a field.',
    ...sheet,
    ...ids.lines,
    '',
    ...fields.lines,
    '',
    ...(reasons === undefined
      ? []
      : [
          '# Only if it was written when they decided: a text from later may hold the outcome.',
          `reasoning: { column: ${scalar(reasons)} } # guess`,
          '',
        ]),
    ...decisions.lines,
    ...listed(
      'Columns that nothing reads:',
      unread.filter(column => !isOutcome(column)),
    ),
    ...listed(
      'Known only after the decision (outcomes of the specialty), so that nothing may read them:',
      unread.filter(isOutcome),
    ),
    '',
  ].join('\n')
}
