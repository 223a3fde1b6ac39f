/** @file What is probably not meant in a mapping or its source, in one line each with what to do. */
import type { Specialty } from '../../specialty/index.ts'
import { counted } from '../../support/index.ts'
import { ownWords, printedName } from '../deidentify/index.ts'
import { isNumbered } from './check-mapping.ts'
import type { MappingDeclaration } from './mapping-file.ts'
import type { DoubtfulAges } from './couple-ages.ts'
import type { FoundRepeats, RepeatedRows } from './repeated-rows.ts'
import type { UnreadScripts } from './unread-scripts.ts'
import type { DoubtfulUnit } from './unit-watch.ts'

/** A couple with several rows is one couple only if its rows say so. */
function oneIdForBoth({ recordId, coupleId }: MappingDeclaration): string[] {
  if (isNumbered(recordId) || recordId.join('\0') !== coupleId.join('\0')) return []
  return [
    'recordId and coupleId are the same column, so every row is a couple of its own, and a couple with several rows may ' +
      'stand on both sides of the split; map coupleId to a column that all rows of a couple share',
  ]
}

/** Two fields of one column, unless each translates its cells in its own way. */
function sharedColumns({ fields }: MappingDeclaration, print: (column: string) => string): string[] {
  const byColumn = new Map<string, string[]>()
  for (const [name, { column, values }] of Object.entries(fields)) {
    if (values === undefined) byColumn.set(column, [...(byColumn.get(column) ?? []), name])
  }
  return [...byColumn]
    .filter(([, names]) => names.length > 1)
    .map(
      ([column, names]) =>
        `column "${print(column)}" is read for ${counted(names.length, 'field')} (${names.join(', ')}) without ` +
        '`values`; map each to its own column, or list what the source lacks under `notInSource`',
    )
}

function repeatedRecords({ count, first }: RepeatedRows): string[] {
  if (first === null) return []
  const [repeats, counts] =
    count === 1 ? ['row repeats', 'counts as a treatment'] : ['rows repeat', 'each count as a treatment']
  return [
    `${count} ${repeats} an earlier row in every cell but the id (first: row ${first[0]} repeats row ${first[1]}), and ` +
      `${counts} of its own; remove copies from the export`,
  ]
}

function repeatedCouples({ count, first }: RepeatedRows): string[] {
  if (first === null) return []
  return [
    `${counted(count, 'row repeats', 'rows repeat')} an earlier row in every cell but the ids of record and couple (first: row ` +
      `${first[0]} repeats row ${first[1]}): one couple under two numbers? It may stand on both sides of the split; ` +
      'remove the copy from the export, or give its rows one coupleId',
  ]
}

const short = (number: number): number => Number(number.toPrecision(3))

function unitDoubt({ field, unit, otherUnit, median, headerSays }: DoubtfulUnit, column: string): string {
  const vouch = headerSays ? '`unitChecked: true`' : `\`unit: ${unit}\``
  return (
    `the numbers of column "${column}" (median ${short(median)}) are unusual for ${field} in ${unit}${headerSays ? ', which its name says,' : ''} and ` +
    `usual in ${otherUnit}; write \`unit: ${otherUnit}\` in the mapping, or ${vouch} if they are right`
  )
}

function ageDoubt(doubt: DoubtfulAges | null, columnOf: (field: string) => string): string[] {
  if (doubt === null) return []
  const { woman, man } = doubt
  return [
    `the median age of the men (column "${columnOf(man.field)}") is ${short(man.median)}, below the ${short(woman.median)} of the women (column ` +
      `"${columnOf(woman.field)}"): are the two columns swapped? If so, exchange ${woman.field} and ${man.field} in the mapping`,
  ]
}

function unreadTexts({ texts, scripts }: UnreadScripts): string[] {
  if (texts === 0) return []
  return [
    `NAMES MAY REMAIN: ${counted(texts, 'text holds', 'texts hold')} letters of ${scripts.join(', ')}, and the scan for names and addresses reads English and ` +
      'Chinese only; leave the texts out (remove `reasoning` from the mapping), or look through every one before anybody else sees them',
  ]
}

/** The lines, which hold names of columns, medians of whole columns and counts, and no cell. None when nothing is in doubt. */
export function importWarnings(about: {
  readonly mapping: MappingDeclaration
  readonly specialty: Specialty
  readonly units: readonly DoubtfulUnit[]
  readonly repeated: FoundRepeats
  /** Null: nothing is in doubt. */
  readonly ages: DoubtfulAges | null
  /** Of the texts that are kept after a scan for names. */
  readonly unread: UnreadScripts
}): readonly string[] {
  const { mapping, specialty, units } = about
  const words = ownWords(specialty)
  const print = (column: string) => printedName(column, words)
  const columnOf = (field: string) => print(mapping.fields[field].column)
  return [
    ...unreadTexts(about.unread),
    ...oneIdForBoth(mapping),
    ...sharedColumns(mapping, print),
    ...units.map(doubt => unitDoubt(doubt, print(doubt.column))),
    ...ageDoubt(about.ages, columnOf),
    ...repeatedRecords(about.repeated.records),
    ...repeatedCouples(about.repeated.couples),
  ]
}
