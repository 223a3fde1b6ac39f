/** @file What rows and records pass through on their way into a study: the place of a step such as de-identification. */
import type { DeidentificationReport } from '../deidentify/index.ts'
import type { PatientRecord } from '../patient-record.ts'
import type { RawRow } from './sources/row-source.ts'

/** Changes rows before they are mapped, and records after it. Neither adds nor drops any. */
export interface Passage {
  /** Called once with the column names; what it returns is called with every row, in order. */
  beforeMapping(columns: readonly string[]): (row: RawRow) => RawRow
  /** Called with every record before it is written and counted. */
  afterMapping(record: PatientRecord): PatientRecord
  /** What was done, for the import report; asked for when every row went through. */
  report?(): DeidentificationReport
}

/** The passage that changes nothing. */
export const openPassage: Passage = { beforeMapping: () => row => row, afterMapping: record => record }
