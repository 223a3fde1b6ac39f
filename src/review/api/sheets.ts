/** @file A case and a plan as a rater reads them: the same form for every source, stored as JSON texts of the review. */

/** What a value is beside what is usual; null: usual, or nothing is known of it. */
export type Mark = 'high' | 'low' | 'abnormal' | null

/** One finding of a record. */
export interface CaseRow {
  /** Name of the field, for programs; of a row that stands for several, `unremarkable`, `not-done` or `not-recorded`. */
  readonly field: string
  /** Of a row that stands for several fields: their names. */
  readonly fields?: readonly string[]
  readonly label: string
  /** As printed, without its unit; `not recorded` and `not done` stand in words of the case's language. */
  readonly value: string
  readonly unit: string
  readonly mark: Mark
  /** What is usual, as printed; empty when it is not known. */
  readonly usual: string
}

/** Findings under one heading. */
export interface CaseGroup {
  readonly title: string
  readonly rows: readonly CaseRow[]
}

/** A record as it is shown. */
export interface CaseSheet {
  readonly groups: readonly CaseGroup[]
}

/** One decision of a plan. */
export interface DecisionRow {
  readonly layer: string
  /** Heading of the decision that it is a part of; equal to `label` when it is one of its own. */
  readonly group: string
  readonly label: string
  /** As printed, with its unit; null when the text did not state it readably. */
  readonly value: string | null
  /** False when the rest of the plan leaves no room for it: `value` then says so in words of the case's language. */
  readonly applies?: boolean
}

/** A plan as it is shown: reasons in paragraphs, decisions in the order of the specialty. */
export interface PlanSheet {
  readonly reasoning: string
  readonly decisions: readonly DecisionRow[]
}

/** What there was to see in the plans of a training slot; in the language of the case. */
export interface Feedback {
  readonly plans: readonly { readonly side: 'only' | 'left' | 'right'; readonly points: readonly string[] }[]
}
