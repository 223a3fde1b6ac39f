/** @file What a specialty is: record fields, decision layers, what counts as an outcome, and how a plan is asked for. */
import type { RandomStream } from '../support/index.ts'

/** A recorded value; null = not recorded (unknown), NOT_DONE = recorded as never examined. */
export type FieldValue = string | number | boolean | null

/** Stands in a field of any type when the record says that the examination was not made: not the same as unknown. */
export const NOT_DONE = 'not done'

/** What a field or layer is called in another language, as an export may have it. */
export interface OtherWords {
  readonly labels: readonly string[]
  /** Value or option by another word for it. */
  readonly values?: Readonly<Record<string, string>>
}

/** One field of a record that is known before the decision, and may therefore stand in a prompt. */
export interface Field {
  /** Key in `records.jsonl`, camelCase. */
  readonly name: string
  /** As printed in a prompt. */
  readonly label: string
  readonly type: 'category' | 'number' | 'flag'
  /** Allowed values of a category, in their natural order. */
  readonly values?: readonly string[]
  /** Inclusive hard range of a number, in `unit`: a value outside sends the row to quarantine. */
  readonly range?: readonly [number, number]
  readonly unit?: string
  /** The same quantity in the other unit system: a value in `unit` times `factor` is one in `otherUnit.unit`. */
  readonly otherUnit?: { readonly unit: string; readonly factor: number }
  /** Codes by which exchange formats know the field. */
  readonly codes?: { readonly loinc?: readonly string[]; readonly icd10?: readonly string[] }
  /** Heading under which a reader finds the field. */
  readonly group?: string
  /** The unremarkable value, which a prompt leaves unsaid: `no`, `none`. */
  readonly unsaid?: string | number | boolean
  /** Inclusive range of a number that says nothing unusual, in `unit`: a brief prompt leaves such a value unsaid. */
  readonly usual?: readonly [number, number]
  /** Inclusive reference range of a number, in `unit`, open where null: a reader sees it, and a value outside marked low or high. */
  readonly reference?: readonly [low: number | null, high: number | null]
  /** What is an abnormal finding, and marked for a reader: values of a category or flag, or a count from this one on. */
  readonly abnormal?: readonly (string | boolean)[] | { readonly from: number }
  /** Inclusive range, in `unit`, of the median over a clinic's patients, where that is not within `usual`: a column whose median is elsewhere may be in the other unit. */
  readonly typicalMedian?: readonly [number, number]
  /** A reader looks for this field: a prompt says so when it is not recorded. */
  readonly expected?: boolean
  /** How a value of a category is written, where that is not the value itself (another language). */
  readonly valueLabels?: Readonly<Record<string, string>>
  readonly otherWords?: OtherWords
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
  /** The layer applies only when an earlier layer of the same plan applies and has one of these values. */
  readonly appliesWhen?: { readonly layer: string; readonly values: readonly string[] }
  /** The decision of which this layer is a part, when a decision takes several values; unset: a decision of its own. */
  readonly partOf?: string
  /** How an option is written in a plan, where that is not the option itself (another language). */
  readonly optionLabels?: Readonly<Record<string, string>>
  readonly otherWords?: OtherWords
}

/** One value per applicable layer: an option (nominal, ordinal) or a number in the layer's unit. */
export type Plan = Readonly<Record<string, string | number>>

/** A plan in its case: what a check looks at. */
export interface PlanCase {
  readonly fields: Readonly<Record<string, FieldValue>>
  readonly plan: Plan
  /** The text before the plan, in which a risk may be answered; null when there is none. */
  readonly reasoning: string | null
  /** What was seen while the plan was carried out, in the specialty's own units; absent before the decision. */
  readonly monitoring?: Readonly<Record<string, number>>
}

/** Something a program can find wrong with a whole plan. */
export interface PlanCheck {
  readonly id: string
  /** `error`: infeasible or unsafe; `warning`: needs a stated reason. */
  readonly severity: 'error' | 'warning'
  /** What is wrong when it fires, as a clause without a capital or a full stop. */
  readonly says: string
  /** Of a check with several cases: what is wrong in this one, where it fires; without it `says` is told whole. */
  saysHere?(planCase: PlanCase): string
  readonly source: string
  /** False: from general knowledge or a secondary source; shown as "not verified by a clinician". */
  readonly verified: boolean
  /** Pure; a missing value never fires a check that is not about missing values. */
  fires(planCase: PlanCase): boolean
}

/** What a declared rare situation asks of one field: one of these values, or a number within inclusive limits. */
export type FieldCondition =
  | { readonly oneOf: readonly (string | number | boolean)[] }
  | { readonly atLeast?: number; readonly atMost?: number }

/** A situation that is clinically rare, so that a benchmark must look at it apart from the common ones. */
export interface RareSituation {
  /** Key in results, camelCase. */
  readonly name: string
  readonly label: string
  /** Of a situation that a file declares: the conditions per field from which `holds` is made. */
  readonly when?: Readonly<Record<string, FieldCondition>>
  /** Pure; a missing value never makes a situation hold that is not about missing values. */
  holds(fields: Readonly<Record<string, FieldValue>>): boolean
}

/** The few words around fields and layers, in the language of the prompts. */
export interface Phrases {
  readonly yes: string
  readonly no: string
  /** Begins the line that lists expected fields that are not recorded. */
  readonly notRecorded: string
  /** Begins the line that lists what was not examined. */
  readonly notDone: string
  /** Stands before the condition of a layer. */
  readonly onlyIf: string
  /** Between the members of a list. */
  readonly comma: string
}

/** How reasons are told. */
export interface ExplainOptions {
  /** `gold`: every decisive finding and every decision with its rule; `shallow`: what a hurried note says. */
  readonly depth: 'gold' | 'shallow'
  /** Layers that the records do not have: no rule that reads one is a reason. */
  readonly leftOut?: ReadonlySet<string>
  /** Decides what a shallow text leaves out; a gold one draws nothing. */
  readonly random: RandomStream
}

/** Decision support for one specialty: data, and a few pure functions (which its JSON leaves out). */
export interface Specialty {
  readonly name: string
  readonly title: string
  /** Language of labels and prompts; English when unset. */
  readonly language?: 'en' | 'zh'
  /** English ones when unset. */
  readonly phrases?: Phrases
  /** How a group of fields, or a decision with several parts, is called where it is a heading; by default its own name. */
  readonly headings?: Readonly<Record<string, string>>
  /** The task, as the first line of every prompt. */
  readonly instruction: string
  readonly fields: readonly Field[]
  readonly decisionLayers: readonly DecisionLayer[]
  /** Layers that the study's source does not have, and that are no longer among `decisionLayers`. */
  readonly leftOut?: readonly DecisionLayer[]
  /**
   * Source columns (or field names) known only after the decision. A mapping that reads one is refused, so that no
   * outcome can reach a prompt.
   */
  readonly outcomes: readonly string[]
  /**
   * The outcome that a column's name says in any usual wording or language; null when it says none. `outcomes` holds what
   * is refused whatever a mapping says; a name that only reads like an outcome can be vouched for.
   */
  outcomeNamed?(column: string): NamedOutcome | null
  /** Outcomes that say what was decided, such as the number of embryos transferred: decisions may read these. */
  readonly decidedOutcomes?: readonly string[]
  /**
   * Source columns that record the decision itself: decision layers may read these and only these, fields may not.
   * Absent: any column that no field reads.
   */
  readonly decisionColumns?: readonly string[]
  /** The fields that hold the ages of a couple's two partners, in years: an import asks when they look swapped. */
  readonly partnerAges?: { readonly woman: string; readonly man: string }
  /** What a reader of the results must know about the records or the rules; printed among the report's limits. */
  readonly notes?: readonly string[]
  /** Fields whose combination a most-frequent-by-stratum baseline looks up, most informative first. */
  readonly baselineFields: readonly string[]
  /**
   * Categories and flags whose values form, with the decision, the combination by whose frequency a case is called
   * common or rare; without them the decision alone does.
   */
  readonly caseMixFields?: readonly string[]
  /** What a program can find wrong with a plan. */
  readonly planChecks?: readonly PlanCheck[]
  readonly rareSituations?: readonly RareSituation[]
  /**
   * The options that the guideline rules leave open at a layer, given the values of earlier layers; rules that read a
   * layer of `leftOut` are not asked.
   */
  admissible?(
    layer: string,
    fields: Readonly<Record<string, FieldValue>>,
    earlier: Plan,
    leftOut?: ReadonlySet<string>,
  ): readonly (string | number)[]
  /** The reasons for a plan as text, rendered from the rules that fired; only a specialty with rules can. */
  explain?(fields: Readonly<Record<string, FieldValue>>, plan: Plan, options: ExplainOptions): string
  /** What a text about a case may quote beside the case itself: rules, classifications. Labels and options go without saying. */
  vocabulary?(): readonly string[]
}

/** What the name of a source's column says of an outcome. */
export interface NamedOutcome {
  /** One of the specialty's `outcomes`, or a word for what else is known only afterwards. */
  readonly outcome: string
  /** The name says that it is of an earlier treatment, and so was known. */
  readonly saysHistory: boolean
  /** A field of the specialty, known before the decision, has the same name. */
  readonly isField: boolean
}

/** Names of the rare situations that hold for some fields, in the order of the specialty; none when it has none. */
export function rareSituationsOf({ rareSituations = [] }: Specialty, fields: PlanCase['fields']): readonly string[] {
  return rareSituations.filter(situation => situation.holds(fields)).map(({ name }) => name)
}

/** The layers of a plan that apply, in order, given the values of earlier layers. */
export function applicableLayers(specialty: Specialty, plan: Plan): readonly DecisionLayer[] {
  return specialty.decisionLayers.filter(({ appliesWhen }) => {
    if (!appliesWhen) return true
    const value = plan[appliesWhen.layer]
    return value !== undefined && appliesWhen.values.includes(String(value))
  })
}
