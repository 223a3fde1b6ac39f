/** @file What a specialty is: record fields, decision layers, what counts as an outcome, and how a plan is asked for. */

/** A recorded value; null = not recorded. */
export type FieldValue = string | number | boolean | null

/** One field of a record that is known before the decision, and may therefore stand in a prompt. */
export interface Field {
  /** Key in `records.jsonl`, camelCase. */
  readonly name: string
  /** As printed in a prompt. */
  readonly label: string
  readonly type: 'category' | 'number' | 'flag'
  /** Allowed values of a category, in their natural order. */
  readonly values?: readonly string[]
  /** Inclusive hard range of a number: a value outside sends the row to quarantine. */
  readonly range?: readonly [number, number]
  readonly unit?: string
}

/** A decision that the model makes. A layer whose condition does not hold is absent from the plan, never guessed. */
export interface DecisionLayer {
  /** Key of a plan, camelCase. */
  readonly name: string
  /** As printed in a plan; unique within the specialty. */
  readonly label: string
  /** Ordinal: `options` are in order. Numeric: `range`, `step` and `unit` hold instead of options. */
  readonly type: 'nominal' | 'ordinal' | 'numeric'
  readonly options: readonly string[]
  readonly range?: readonly [number, number]
  readonly step?: number
  readonly unit?: string
  /** The layer applies only when an earlier layer of the same plan has one of these values. */
  readonly appliesWhen?: { readonly layer: string; readonly values: readonly string[] }
}

/** One value per applicable layer: an option (nominal, ordinal) or a number in the layer's unit. */
export type Plan = Readonly<Record<string, string | number>>

/** Decision support for one specialty, as data. */
export interface Specialty {
  readonly name: string
  readonly title: string
  /** The task, as the first line of every prompt. */
  readonly instruction: string
  readonly fields: readonly Field[]
  readonly decisionLayers: readonly DecisionLayer[]
  /**
   * Source columns (or field names) known only after the decision. A mapping that reads one is refused, so that no
   * outcome can reach a prompt.
   */
  readonly outcomes: readonly string[]
  /**
   * Source columns that record the decision itself: decision layers may read these and only these, fields may not.
   * Absent: any column that no field reads.
   */
  readonly decisionColumns?: readonly string[]
  /** What a reader of the results must know about the records or the rules; printed among the report's limits. */
  readonly notes?: readonly string[]
  /** Fields whose combination a most-frequent-by-stratum baseline looks up, most informative first. */
  readonly baselineFields: readonly string[]
}

/** The layers of a plan that apply, in order, given the values of earlier layers. */
export function applicableLayers(specialty: Specialty, plan: Plan): readonly DecisionLayer[] {
  return specialty.decisionLayers.filter(({ appliesWhen }) => {
    if (!appliesWhen) return true
    const value = plan[appliesWhen.layer]
    return value !== undefined && appliesWhen.values.includes(String(value))
  })
}
