/** @file What a guideline rule is: data that says when it holds and what it leaves open at one layer. */
import type { FieldValue } from '../../specialty.ts'

/**
 * A condition on one finding: a field of the record, a derived fact, or an earlier layer of the plan. A missing finding
 * meets only `isNot`, `noneOf` and `is: null`.
 */
export type Condition =
  | { readonly finding: string; readonly is: FieldValue }
  | { readonly finding: string; readonly isNot: FieldValue }
  | { readonly finding: string; readonly oneOf: readonly FieldValue[] }
  | { readonly finding: string; readonly noneOf: readonly FieldValue[] }
  | { readonly finding: string; readonly from: number }
  | { readonly finding: string; readonly below: number }
  | { readonly anyOf: readonly Condition[] }

/**
 * What a rule leaves open: options, all but some options, an inclusive range, or a range of changes from a recorded
 * number. A change all of one sign also forbids the opposite direction, before any other rule is applied.
 */
export type Admits =
  | { readonly options: readonly string[] }
  | { readonly excludes: readonly string[] }
  | { readonly range: readonly [number, number] }
  | { readonly changeFrom: string; readonly by: readonly [number, number] }

/** Strengths from the one that goes first when rules cannot all be met; `logic` says what goes with what. */
export const ruleStrengths = ['logic', 'strong', 'conditional', 'good-practice', 'expert-opinion', 'unstated'] as const

/** How a fact is sourced: V seen in a public source, M measured, S in a secondary source, K general knowledge. */
export type Tag = 'V' | 'M' | 'S' | 'K'

/** One rule. All its conditions must hold; it then narrows one layer to what it admits. */
export interface Rule {
  /** Number in the reference notes, with a letter where one line there became several rules; `l` ids are logic. */
  readonly id: string
  readonly layer: string
  readonly when: readonly Condition[]
  readonly admits: Admits
  readonly strength: (typeof ruleStrengths)[number]
  /** The option that the rule ranks first, with its strength; what it admits beside that is open to a clinic's habit. */
  readonly recommends?: string
  readonly source: string
  readonly tag: Tag
  /** False for S and K: shown as "not verified by a clinician". */
  readonly verified: boolean
  /** The rule as a clause without a capital or a full stop, in English and Chinese. */
  readonly says: { readonly en: string; readonly zh: string }
}

/** A rule as it is written down. */
export type RuleEntry = Omit<Rule, 'layer' | 'verified'>

/** The rules of one layer; only what was seen in a public source or measured counts as verified. */
export function rulesFor(layer: string, entries: readonly RuleEntry[]): readonly Rule[] {
  return entries.map(entry => ({ ...entry, layer, verified: entry.tag === 'V' || entry.tag === 'M' }))
}

/** A finding that is a value. */
export const is = (finding: string, value: FieldValue): Condition => ({ finding, is: value })
/** A finding that is another value, or missing. */
export const isNot = (finding: string, value: FieldValue): Condition => ({ finding, isNot: value })
/** A finding among values. */
export const oneOf = (finding: string, ...values: FieldValue[]): Condition => ({ finding, oneOf: values })
/** A finding among none of the values, or missing. */
export const noneOf = (finding: string, ...values: FieldValue[]): Condition => ({ finding, noneOf: values })
/** A number of at least `low`. */
export const from = (finding: string, low: number): Condition => ({ finding, from: low })
/** A number under `high`. */
export const below = (finding: string, high: number): Condition => ({ finding, below: high })
/** At least one of several conditions. */
export const anyOf = (...conditions: Condition[]): Condition => ({ anyOf: conditions })

/** What kind of statement a logic rule is: no guideline, only what goes together. */
export const LOGIC = { strength: 'logic', tag: 'K', source: 'what goes together' } as const
