/** @file What is probably not meant in a mapping or its source, in one line each with what to do. */
import type { Specialty } from '../../specialty/index.ts'
import { counted } from '../../support/index.ts'
import { ownWords, printedName } from '../deidentify/index.ts'
import { isNumbered } from './check-mapping.ts'
import type { MappingDeclaration } from './mapping-file.ts'
import type { RepeatedRows } from './repeated-rows.ts'
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

const repeated = ({ count, first }: RepeatedRows): string[] =>
  first === null
    ? []
    : [
        `${counted(count, 'row repeats', 'rows repeat')} an earlier row in every cell but the id (first: row ${first[0]} ` +
          `repeats row ${first[1]}), and counts as a treatment of its own; remove copies from the export`,
      ]

const unitDoubt = ({ field, unit, otherUnit, median }: DoubtfulUnit, column: string): string =>
  `the numbers of column "${column}" (median ${Number(median.toPrecision(3))}) are unusual for ${field} in ${unit} and ` +
  `usual in ${otherUnit}; write \`unit: ${otherUnit}\` in the mapping, or \`unit: ${unit}\` if they are right`

/** The lines, which hold names of columns, medians of whole columns and counts, and no cell. None when nothing is in doubt. */
export function importWarnings(about: {
  readonly mapping: MappingDeclaration
  readonly specialty: Specialty
  readonly units: readonly DoubtfulUnit[]
  readonly repeated: RepeatedRows
}): readonly string[] {
  const { mapping, specialty, units } = about
  const words = ownWords(specialty)
  const print = (column: string) => printedName(column, words)
  return [
    ...oneIdForBoth(mapping),
    ...sharedColumns(mapping, print),
    ...units.map(doubt => unitDoubt(doubt, print(doubt.column))),
    ...repeated(about.repeated),
  ]
}
