/** @file What is asked of a slot, in order, and what of it is still open. */
import type { Me } from '../../../api/index.ts'
import { type Draft, planName, type ShownCase, type Side, scoreName } from './draft.ts'

/** What raters read. */
export type Instrument = NonNullable<Me['instrument']>
type Criterion = Instrument['criteria'][number]

/** A criterion with the layers that are scored one by one; none: the plan as a whole. */
export interface AskedCriterion {
  readonly criterion: Criterion
  readonly layers: Instrument['layers']
}

/**
 * The criteria of a plan alone. A criterion by layers asks about those that the plan decides; of a plan that decides none
 * of them it asks about the whole.
 */
export function askedCriteria(instrument: Instrument, shown: Pick<ShownCase, 'plans'>): readonly AskedCriterion[] {
  const decided = new Set(
    shown.plans.flatMap(({ plan }) =>
      plan.decisions.filter(({ applies }) => applies !== false).map(({ layer }) => layer),
    ),
  )
  return instrument.criteria.map(criterion => ({
    criterion,
    layers: instrument.layers.filter(({ id }) => criterion.layers.includes(id) && decided.has(id)),
  }))
}

/** The names of the scores that are asked, in order. */
export function scoreNames(asked: readonly AskedCriterion[]): readonly string[] {
  return asked.flatMap(({ criterion, layers }) =>
    layers.length === 0 ? [scoreName(criterion.id, null)] : layers.map(({ id }) => scoreName(criterion.id, id)),
  )
}

/** A plan of a visit, about which she is asked who wrote it. */
export interface SourcePlan {
  readonly name: string
  readonly slotId: string
  readonly side: Side
  readonly plan: ShownCase['plans'][number]['plan']
}

/** The plans that a visit showed, in the order of their first sight; the same text is asked about once. */
export function sourcePlans(shown: readonly Pick<ShownCase, 'slotId' | 'plans'>[]): readonly SourcePlan[] {
  const byText = new Map<string, SourcePlan>()
  for (const { slotId, plans } of shown) {
    for (const { side, plan } of plans) {
      const text = JSON.stringify(plan)
      if (!byText.has(text)) byText.set(text, { name: planName(slotId, side), slotId, side, plan })
    }
  }
  return [...byText.values()]
}

/** The questions of a slot that have no answer yet, by name. */
export function openQuestions(
  draft: Draft,
  asked: { readonly scoreNames: readonly string[]; readonly comparisons: readonly string[] },
): readonly string[] {
  return [
    ...asked.scoreNames.filter(name => draft.scores[name] === undefined),
    ...asked.comparisons.filter(name => draft.choices[name] === undefined),
  ]
}

/** The plans whose source she was not asked about yet, by name; a guess without how sure it is counts as open. */
export function openSources(draft: Draft, plans: readonly SourcePlan[]): readonly string[] {
  return plans
    .map(({ name }) => name)
    .filter(name => {
      const answer = draft.sources[name]
      return answer === undefined || (answer.guess !== 'unknown' && answer.sureness === null)
    })
}
