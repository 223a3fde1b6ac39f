/** @file The rows of the artifact `rationales`. */
import type { Stratum } from '../prompt.ts'

/** Where a text came from; `none`: there is no text. */
export type RationaleSource = 'record' | 'rules' | 'model' | 'none'

/** A line of `rationales.jsonl`: one for every record of the split, in its order. */
export interface RationaleRow {
  readonly record_id: string
  readonly source: RationaleSource
  readonly text: string | null
  /** What the check finds to say of a record's own text, which is kept all the same. */
  readonly remarks?: readonly string[]
}

/** A line of `rejected.jsonl`. */
export interface RejectedRow {
  readonly record_id: string
  readonly source: Exclude<RationaleSource, 'none'>
  /** From 1. */
  readonly attempt: number
  /** Each as `kind: detail`. */
  readonly reasons: readonly string[]
  /** Null when the server gave none. */
  readonly text: string | null
}

/** A line of `for-approval.jsonl`, and of the file that comes back. */
export interface ApprovalRow {
  readonly record_id: string
  readonly source: RationaleSource
  readonly stratum: Stratum
  /** The case as the model meets it. */
  readonly case: string
  /** The recorded decision. */
  readonly plan: string
  readonly text: string
  /** For the clinician: true, false, or null for no verdict. */
  readonly approved: boolean | null
  readonly comment: string
}
