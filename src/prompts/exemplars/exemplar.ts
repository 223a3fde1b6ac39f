/** @file What an exemplar is, and how a study says which ones are shown. */
import type { Message } from '../../engines/index.ts'
import type { FieldValue, Plan } from '../../specialty/index.ts'

/** A case for which exemplars are chosen: whose it is, and what is known of it. Never what was decided. */
export interface ExemplarCase {
  readonly recordId: string
  readonly fields: Readonly<Record<string, FieldValue>>
}

/** One worked case of the training split, to be shown to the model in its context; a line of `exemplars.jsonl`. */
export interface Exemplar extends ExemplarCase {
  readonly prompt: readonly Message[]
  readonly completion: readonly Message[]
  /** The recorded decision that the completion states. */
  readonly referencePlan: Plan
  readonly synthetic: boolean
}

/** How exemplars are chosen, as `policy.json` says it. */
export interface ExemplarRule {
  readonly selection: 'random' | 'nearest' | 'selective'
  /** `study`: `exemplars.jsonl` holds the exemplars in their order; `case`: it holds the cases to choose from. */
  readonly per: 'study' | 'case'
  /** Exemplars before each prompt; fewer when there are fewer training cases. */
  readonly shots: number
}

/** Gives the exemplars for a case, in the order in which they stand before its prompt. */
export type ExemplarChooser = (of: ExemplarCase) => readonly Exemplar[]

/** Exemplars in the order of their record ids, so that a choice does not depend on the order of the training split. */
export function inOrderOfIds(pool: readonly Exemplar[]): Exemplar[] {
  return pool.toSorted((a, b) => (a.recordId < b.recordId ? -1 : a.recordId > b.recordId ? 1 : 0))
}
