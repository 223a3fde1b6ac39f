/** @file The fields of an infertility record, in the order in which a prompt prints them. */
import { clinicalMarks } from './clinical-marks.ts'
import { type FieldEntry, fieldIn, type Language, otherWordsOf, unitIn } from './field-entry.ts'
import { generalHealthFields, gynaecologyFields } from './findings.ts'
import { historyFields } from './history.ts'
import { geneticFields, maleFields } from './male.ts'
import { reserveFields } from './reserve.ts'
import { circumstanceFields, previousCycleFields } from './treatment.ts'

export { fieldIn, type Language, otherWordsOf, unitIn }

/** Every field, grouped by heading. */
export const fieldEntries: readonly FieldEntry[] = [
  ...historyFields,
  ...reserveFields,
  ...gynaecologyFields,
  ...maleFields,
  ...geneticFields,
  ...previousCycleFields,
  ...generalHealthFields,
  ...circumstanceFields,
].map(entry => ({ ...entry, ...clinicalMarks[entry.name] }))
