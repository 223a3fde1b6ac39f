/** @file One couple at one decision point, as the study keeps it: what was known, what was decided, never an outcome. */
import type { FieldValue, Plan } from '../specialty/index.ts'

/** A line of `records/records.jsonl`. */
export interface PatientRecord {
  readonly recordId: string
  /** Rows of one couple never stand on both sides of a split. */
  readonly coupleId: string
  /** Whose habits the decision follows, of a generated record; never in a prompt. */
  readonly clinicId?: string
  /** Value per field of the specialty; null = not recorded. */
  readonly fields: Readonly<Record<string, FieldValue>>
  /** The physicians' recorded decision (the reference standard), one value per applicable layer. */
  readonly decision: Plan
  /** The physicians' (or a generator's) reasoning text, when the source has one. */
  readonly reasoning: string | null
  /** True when the record was generated and belongs to no patient. */
  readonly synthetic: boolean
}
