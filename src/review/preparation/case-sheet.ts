/** @file A record as raters read it: grouped, with what is usual, from nothing but the fields of the prompt. */
import { convertedNumber, type PromptRow, type PromptsConfig } from '../../prompts/index.ts'
import { type Field, type FieldValue, NOT_DONE, type Specialty } from '../../specialty/index.ts'
import type { CaseGroup, CaseRow, CaseSheet, Mark } from '../api/index.ts'
import { type SheetWords, sheetWords } from './sheet-words.ts'

/** Names of rows that stand for several fields of their group: what is unremarkable, not recorded, not done. */
export const SUMMARY_ROWS = { unremarkable: 'unremarkable', notRecorded: 'not-recorded', notDone: 'not-done' } as const

type Units = PromptsConfig['units']

/** A number of the record without digits that no one measured: floating point adds some in a conversion. */
const printed = (value: number) => String(Number(value.toPrecision(12)))

/** The reference range of a field, in the unit in which it is shown; empty where it has none. */
function usualOf(field: Field, units: Units, words: SheetWords): string {
  if (field.reference === undefined) return ''
  const [low, high] = field.reference.map(limit =>
    limit === null ? null : printed(convertedNumber(field, limit, units).amount),
  )
  if (low === null) return high === null ? '' : `≤ ${high}`
  return high === null ? `≥ ${low}` : words.range(low, high)
}

/** Only what is clinical: outside of a reference range, or called abnormal by the specialty. A wish is neither. */
function markOf({ reference: [low, high] = [null, null], abnormal = [] }: Field, value: FieldValue): Mark {
  if (typeof value === 'number') {
    if (low !== null && value < low) return 'low'
    if (high !== null && value > high) return 'high'
  }
  if ('from' in abnormal) return typeof value === 'number' && value >= abnormal.from ? 'abnormal' : null
  return abnormal.some(one => one === value) ? 'abnormal' : null
}

function printedValue(field: Field, value: string | number | boolean, units: Units, words: SheetWords) {
  if (typeof value === 'boolean') return { value: value ? words.yes : words.no, unit: '' }
  if (typeof value === 'string') return { value: field.valueLabels?.[value] ?? value, unit: field.unit ?? '' }
  const { amount, unit } = convertedNumber(field, value, units)
  return { value: printed(amount), unit }
}

/** The row of a field that stands alone: everything recorded but what is unremarkable, and expected fields in any case. */
function rowOf(field: Field, value: FieldValue, units: Units, words: SheetWords): CaseRow {
  const { name, label } = field
  const usual = usualOf(field, units, words)
  if (value === null || value === NOT_DONE) {
    const said = value === null ? words.notRecorded : words.notDone
    return { field: name, label, value: said, unit: '', mark: null, usual }
  }
  return { field: name, label, ...printedValue(field, value, units, words), mark: markOf(field, value), usual }
}

/** A field, and how it is named in a row that stands for several. */
interface Item {
  readonly name: string
  readonly said: string
}

const summaryRow = (field: string, label: string, items: readonly Item[], words: SheetWords): readonly CaseRow[] => {
  if (items.length === 0) return []
  const value = items.map(({ said }) => said).join(words.comma)
  return [{ field, fields: items.map(({ name }) => name), label, value, unit: '', mark: null, usual: '' }]
}

const capitalised = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

function groupOf(
  title: string,
  fields: readonly Field[],
  values: PromptRow['fields'],
  units: Units,
  words: SheetWords,
): CaseGroup {
  const rows: CaseRow[] = []
  const unremarkable: Item[] = []
  const notRecorded: Item[] = []
  const notDone: Item[] = []
  for (const field of fields) {
    const value = values[field.name] ?? null
    const isRemarkable = value !== null && value !== NOT_DONE && value !== field.unsaid
    if (isRemarkable || (field.expected && value !== field.unsaid)) rows.push(rowOf(field, value, units, words))
    else if (value === NOT_DONE) notDone.push({ name: field.name, said: field.label })
    else if (value === null) notRecorded.push({ name: field.name, said: field.label })
    else {
      const told = printedValue(field, value, units, words)
      const said = `${field.label}${words.link}${told.value}${told.unit && ` ${told.unit}`}`
      unremarkable.push({ name: field.name, said })
    }
  }
  return {
    title,
    rows: [
      ...rows,
      ...summaryRow(SUMMARY_ROWS.unremarkable, words.unremarkable, unremarkable, words),
      ...summaryRow(SUMMARY_ROWS.notDone, capitalised(words.notDone), notDone, words),
      ...summaryRow(SUMMARY_ROWS.notRecorded, capitalised(words.notRecorded), notRecorded, words),
    ],
  }
}

/**
 * The sheet of a case: a group for each heading of the specialty in its order, a row for each finding in the unit of the
 * prompts. What is unremarkable, not done or not recorded is named in a row at the end of its group, unless a reader
 * looks for it. Holds every field of the specialty and no other value: neither the decision nor an outcome can be in it.
 */
export function caseSheet(specialty: Specialty, values: PromptRow['fields'], units: Units): CaseSheet {
  const words = sheetWords(specialty)
  const byGroup = new Map<string, Field[]>()
  for (const field of specialty.fields) {
    const group = field.group ?? ''
    byGroup.set(group, [...(byGroup.get(group) ?? []), field])
  }
  return {
    groups: [...byGroup].map(([group, fields]) => {
      const title = group === '' ? words.otherFindings : (specialty.headings?.[group] ?? group)
      return groupOf(title, fields, values, units, words)
    }),
  }
}
