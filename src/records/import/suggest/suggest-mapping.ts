/** @file Drafts a mapping from a source's header: what was found, what is a guess, and what a person must fill in. */
import { basename } from 'node:path'
import type { Field, Specialty } from '../../../specialty/index.ts'
import { foldedColumn } from '../check-mapping.ts'
import { openSource } from '../sources/open-source.ts'
import type { SourceOptions } from '../sources/row-source.ts'
import { conversionTo } from '../units.ts'
import { headerName } from '../header-name.ts'
import { type Match, matchColumns } from './match-columns.ts'
import { isIdName } from './synonyms.ts'

/** Plain where YAML reads it as the same text, else in quotes. */
const scalar = (text: string): string =>
  /^[A-Za-z][A-Za-z0-9 _/-]*[A-Za-z0-9]$/.test(text) && !/^(yes|no|true|false|null|on|off)$/i.test(text)
    ? text
    : JSON.stringify(text)

const marked = (line: string, { certainty }: Match, more = ''): string =>
  certainty === 'guess' || more
    ? `${line} # ${[certainty === 'guess' ? 'guess' : '', more].filter(Boolean).join('; ')}`
    : line

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
  if (field.type === 'category')
    return {
      keys: '',
      remark: `values: ${(field.values ?? []).slice(0, 6).join(', ')}${(field.values ?? []).length > 6 ? ', ...' : ''}`,
    }
  if (field.type !== 'number' || unit === null || field.unit === undefined) return { keys: '', remark: '' }
  if (conversionTo(field, unit) === null)
    return { keys: '', remark: `the header says ${unit}, the field is in ${field.unit}` }
  return { keys: `, unit: ${scalar(unit)}`, remark: '' }
}

function idLine(of: 'record' | 'couple', found: string | undefined): string {
  const key = of === 'record' ? 'recordId' : 'coupleId'
  if (found !== undefined) return `${key}: ${scalar(found)} # guess`
  return of === 'record'
    ? 'recordId: row # the rows are numbered'
    : 'coupleId: row # no column found that tells couples apart: one couple may stand on both sides of the split'
}

function fieldLines(specialty: Specialty, open: readonly string[]): { lines: string[]; read: string[] } {
  const wanted = specialty.fields.map(({ name, label, codes }) => ({
    name,
    label,
    codes: [...(codes?.loinc ?? []), ...(codes?.icd10 ?? [])],
  }))
  const matches = matchColumns(wanted, open)
  const mapped = specialty.fields.flatMap(field => {
    const match = matches.get(field.name)
    if (match === undefined) return []
    const { keys, remark } = fieldDetails(field, match.column, open)
    return [marked(`  ${field.name}: { column: ${scalar(match.column)}${keys} }`, match, remark)]
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

function decisionLines(specialty: Specialty, open: readonly string[]): { lines: string[]; read: string[] } {
  if (specialty.decisionLayers.length === 0)
    return { lines: ['# The specialty has no decisions: the file can be imported, but not studied.'], read: [] }
  const matches = matchColumns(specialty.decisionLayers, open)
  const found = specialty.decisionLayers.map(({ name, label, type, unit, options }) => {
    const match = matches.get(name)
    const remark =
      options.length > 0 ? `options: ${options.slice(0, 6).join(', ')}${options.length > 6 ? ', ...' : ''}` : ''
    if (match === undefined) return `  # ${name}: { column: ... } # ${[label, remark].filter(Boolean).join('; ')}`
    const unitColumn = `${match.column}.unit`
    const keys = type === 'numeric' && unit !== undefined && open.includes(unitColumn)
    return marked(
      `  ${name}: { column: ${scalar(match.column)}${keys ? `, unit: { column: ${scalar(unitColumn)} }` : ''} }`,
      match,
      remark,
    )
  })
  const lines =
    matches.size === 0
      ? [
          '# No column was found for the decisions. Without them the file can be imported, but not studied.',
          '# decisions:',
          ...found.map(line => line.replace(/^ {2}(# )?/, '#   ')),
        ]
      : ['# Every decision layer must be mapped.', 'decisions:', ...found]
  return { lines, read: [...matches.values()].map(({ column }) => column) }
}

/**
 * The text of a mapping file for a source, made from its header alone: no cell is looked at. Columns that are the same by
 * name, label or code are mapped, likely ones are mapped and marked as guesses, fields without one are listed as not in the
 * source, and columns that nothing reads as a comment. Outcomes are never mapped. Throws InputError as `openSource` does.
 */
export async function suggestMapping(file: string, specialty: Specialty, options: SourceOptions = {}): Promise<string> {
  const { columns, rows } = await openSource(file, options)
  await rows[Symbol.asyncIterator]().return?.()
  const outcomes = new Set(specialty.outcomes.map(foldedColumn))
  const decided = new Set((specialty.decisionColumns ?? []).map(foldedColumn))
  const named = columns.filter(column => column !== '' && !outcomes.has(foldedColumn(column)))
  const fields = fieldLines(
    specialty,
    named.filter(column => !decided.has(foldedColumn(column)) && !column.startsWith('CarePlan.')),
  )
  const decisions = decisionLines(
    specialty,
    named.filter(column => !fields.read.includes(column) && (decided.size === 0 || decided.has(foldedColumn(column)))),
  )
  const ids = (['record', 'couple'] as const).map(of => ({ of, column: named.find(column => isIdName(column, of)) }))
  const read = new Set<string | undefined>([...fields.read, ...decisions.read, ...ids.map(({ column }) => column)])
  const unread = named.filter(column => !read.has(column))
  const source = options.sheet === undefined ? [] : [`source: { sheet: ${JSON.stringify(options.sheet)} }`]
  return [
    `# A draft from the header of ${basename(file)}, for the specialty ${specialty.name}. Check every line before you use it:`,
    '# what is marked as a guess may be wrong, and a column that is known only after the decision must not be a field.',
    ...source,
    ...ids.map(({ of, column }) => idLine(of, column)),
    '',
    ...fields.lines,
    '',
    ...decisions.lines,
    ...(unread.length > 0
      ? ['', '# Columns that nothing reads:', ...unread.map(column => `#   ${column.replace(/\s+/g, ' ')}`)]
      : []),
    '',
  ].join('\n')
}
