/** @file What a reader can verify in the text of a plan alone, beside the record: no source, no arm, no model. */

/** What a number in the reasons stands for. */
export type NumberOrigin =
  /** A value of the record, as it is or rounded. */
  | 'record'
  /** A value of the plan itself. */
  | 'plan'
  /** A limit or a name of the specialty's own rules. */
  | 'rule'
  /** Of none of these, or of another value than the one that it is said to be. */
  | 'nowhere'

/** A number in the reasons. */
export interface CitedNumber {
  /** As it stands there. */
  readonly text: string
  readonly origin: NumberOrigin
  /** Label of the field or decision that it belongs to, where that can be told; of a wrong value, the one that it is said of. */
  readonly label: string | null
}

/** One decision of a plan, with all of its parts. */
export interface ReadDecision {
  /** Heading, as the sheet has it. */
  readonly group: string
  /** False when no part of it could be read. */
  readonly stated: boolean
  /** Whether the reasons name it, or one of its parts, together with a ground. */
  readonly reasoned: boolean
}

/** A plan check of the specialty that fires. */
export interface FiredCheck {
  readonly id: string
  readonly severity: 'error' | 'warning'
  /** What is wrong, as a clause in English. */
  readonly says: string
}

/** A recorded field that a reader looks for. */
export interface KeyField {
  readonly field: string
  readonly label: string
  /** Whether the reasons name it or cite its value. */
  readonly used: boolean
}

/** A plan, read. */
export interface Reading {
  readonly numbers: readonly CitedNumber[]
  readonly decisions: readonly ReadDecision[]
  readonly checks: readonly FiredCheck[]
  readonly keyFields: readonly KeyField[]
  /** Words of the reasons; of Chinese, half the signs. */
  readonly words: number
}
