/** @file De-identification in the form of what an import lets its rows and records pass through. */
import type { Specialty } from '../../specialty/index.ts'
import type { Place } from '../../support/index.ts'
import type { PatientRecord } from '../patient-record.ts'
import { checkColumnUses } from './column-plan.ts'
import type { DeidentificationReport } from './deidentification-report.ts'
import { type Deidentifier, type DeidentifierOptions, deidentifier, importedAsIs } from './deidentifier.ts'
import type { DeidentifyConfig } from './deidentify-config.ts'
import { numberColumns } from './number-columns.ts'

/** A row of any form of source. */
interface Row {
  readonly row: number
  readonly cells: readonly string[]
}

/** Rows pass before they are mapped, records after; then there is a report. For one import. */
export interface DeidentifyingPassage {
  /** Once, with the names of the columns. Throws InputError when the mapping reads a column that is dropped. */
  beforeMapping(columns: readonly string[]): <R extends Row>(row: R) => R
  afterMapping(record: PatientRecord): PatientRecord
  /** Throws Error before the columns are known. */
  report(): DeidentificationReport
}

/** What is known before a source is opened. */
export interface PassageOptions extends Pick<DeidentifierOptions, 'specialty' | 'ids' | 'key'> {
  readonly config: DeidentifyConfig
  /** Every column that the mapping reads, and where it says so. */
  readonly uses: readonly { readonly column: string; readonly path: readonly PropertyKey[] }[]
  /** The place of a path in the mapping, for errors. */
  placeOf(path: readonly PropertyKey[]): Place
  /** What the mapping says, of which every text that is a cell passes as it is. */
  readonly mapping: unknown
}

/** Every key and every text of a value such as a mapping, at any depth: what its author wrote is no patient's. */
export function namedCells(value: unknown): ReadonlySet<string> {
  const cells = new Set<string>()
  const collect = (part: unknown): void => {
    if (typeof part === 'string') cells.add(part)
    else if (Array.isArray(part)) part.forEach(collect)
    else if (part !== null && typeof part === 'object') {
      for (const [key, child] of Object.entries(part)) {
        cells.add(key)
        collect(child)
      }
    }
  }
  collect(value)
  return cells
}

/** The values that a specialty has in writing: a cell that is one of them is no patient's either. */
const ownValues = ({ fields, decisionLayers }: Specialty): readonly (readonly string[])[] => [
  ...fields.map(({ values = [] }) => values),
  ...decisionLayers.map(({ options }) => options),
  ...[...fields, ...decisionLayers].map(({ otherWords }) => Object.keys(otherWords?.values ?? {})),
]

/** Opens the passage of one import; with `config.off` one that changes nothing and says why. */
export function deidentifyingPassage(options: PassageOptions): DeidentifyingPassage {
  const { specialty, ids, key, config, uses, placeOf, mapping } = options
  const { keepColumns, dateOrder, quasiIdentifiers, off } = config
  let opened: Deidentifier | null = null
  const current = (): Deidentifier => {
    if (opened === null) throw new Error('deidentifyingPassage: expected the columns first')
    return opened
  }
  return {
    beforeMapping(columns) {
      opened =
        off !== undefined
          ? importedAsIs({ specialty, reason: off, quasiIdentifiers })
          : deidentifier({
              specialty,
              columns,
              ids,
              key,
              keepColumns,
              dateOrder,
              quasiIdentifiers,
              used: new Set(uses.map(({ column }) => column)),
              numbers: numberColumns(uses, specialty),
              named: namedCells([mapping, ownValues(specialty)]),
            })
      const { plan, row: clean } = opened
      checkColumnUses(plan, uses, placeOf)
      return row => ({ ...row, cells: clean(row) })
    },
    afterMapping: record => current().record(record),
    report: () => current().report(),
  }
}
