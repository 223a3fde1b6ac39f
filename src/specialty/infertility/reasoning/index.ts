/** @file The reasons for an infertility plan as text, rendered from the rules that fired. */
import type { RandomStream } from '../../../support/index.ts'
import type { FieldValue, Plan } from '../../specialty.ts'
import type { DerivedFacts } from '../derived/facts.ts'
import type { Language } from '../fields/index.ts'

/** What to explain, how deeply and in which words. */
export interface Explanation {
  readonly fields: Readonly<Record<string, FieldValue>>
  readonly plan: Plan
  readonly facts: DerivedFacts
  /** `gold`: every decisive finding and every decision with its rule; `shallow`: what a hurried note says. */
  readonly depth: 'gold' | 'shallow'
  readonly language: Language
  /** Layers at which the plan departs from the admissible set, which the text then says. */
  readonly departures: readonly string[]
  readonly random: RandomStream
}

/** The reasons for a plan; every number in the text is one of the record, of a rule or of the plan. */
export function explainPlan({ plan }: Explanation): string {
  return Object.values(plan).join(', ')
}
