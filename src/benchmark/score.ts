/** @file One case scored on one decision layer: the artifact of the benchmark stage. */
import type { Stratum } from '../prompts/index.ts'
import type { DecisionLayer, FieldValue, Plan, Specialty } from '../specialty/index.ts'
import { canonicalJson } from '../support/index.ts'

/** Stands in for a layer where the whole plan is scored; no layer can be called this (layers are camelCase). */
export const wholePlan = 'whole-plan'

/** What is scored: a decision layer, a decision of several layers (its parts), or the whole plan. */
export interface ScoredLayer extends Omit<DecisionLayer, 'type'> {
  readonly type: DecisionLayer['type'] | 'decision' | typeof wholePlan
  /** The specialty has rules for the layer, or for the whole plan checks. */
  readonly ruled?: true
}

/** A line of `benchmark/scores.jsonl`. */
export interface Score {
  readonly recordId: string
  readonly coupleId: string
  readonly stratum: Stratum
  /** Name of the arm or baseline. */
  readonly arm: string
  /** Name of the layer or of the decision, or `whole-plan`. */
  readonly layer: string
  /** The recorded decision; of several layers their canonical JSON. */
  readonly truth: string | number
  /** Null when nothing usable was predicted for the layer. */
  readonly predicted: string | number | null
  /** Whether it agrees with the record exactly. */
  readonly correct: boolean
  /** Whether the completion held a readable plan. */
  readonly parsed: boolean
  /**
   * Of a layer: whether the prediction is among what the rules leave open after the predicted layers before it; of a
   * decision, of all parts that apply in the predicted plan, whatever the record's. Of the whole plan: whether no check finds an error in it. False when nothing usable was predicted; null without rules.
   */
  readonly withinRules: boolean | null
  /** Whether a training case has the same prompt word for word. */
  readonly seenInTraining: boolean
  /** What the case stands for in the cohort; 1 unless the test set over-samples. */
  readonly weight: number
  /** Rare situations that hold. */
  readonly rareSituations: readonly string[]
}

/** A test case: what was decided, and how it is grouped. */
export interface ReferenceCase {
  readonly recordId: string
  readonly coupleId: string
  readonly stratum: Stratum
  readonly plan: Plan
  readonly fields: Readonly<Record<string, FieldValue>>
  readonly seenInTraining: boolean
  readonly weight: number
  readonly rareSituations: readonly string[]
}

/** The decisions that take several layers, with the names of their parts, in order. */
export function decisionsOf({ decisionLayers }: Specialty): ReadonlyMap<string, readonly string[]> {
  const parts = new Map<string, string[]>()
  for (const { name, partOf } of decisionLayers) {
    if (partOf !== undefined) parts.set(partOf, [...(parts.get(partOf) ?? []), name])
  }
  return new Map([...parts].filter(([, names]) => names.length > 1))
}

/** Everything a specialty is scored on, in order: layers, each decision of several before its parts, the whole plan. */
export function scoredLayers(specialty: Specialty): readonly ScoredLayer[] {
  const ruled = specialty.admissible && { ruled: true as const }
  const checked = (specialty.planChecks ?? []).length > 0 && { ruled: true as const }
  const decisions = decisionsOf(specialty)
  return [
    ...specialty.decisionLayers.flatMap(({ partOf, ...layer }): ScoredLayer[] => {
      const parts = partOf === undefined ? undefined : decisions.get(partOf)
      if (partOf === undefined || !parts) return [{ ...layer, ...ruled }]
      const part: ScoredLayer = { ...layer, partOf, ...ruled }
      if (layer.name !== parts[0]) return [part]
      const label = specialty.headings?.[partOf] ?? partOf.charAt(0).toUpperCase() + partOf.slice(1)
      return [{ name: partOf, label, type: 'decision', options: [], ...ruled }, part]
    }),
    { name: wholePlan, label: 'Whole plan', type: wholePlan, options: [], ...checked },
  ]
}

/** Whether no check finds an error in a plan; null when the specialty has no checks. */
function isSound({ planChecks = [] }: Specialty, fields: ReferenceCase['fields'], answer: Answer): boolean | null {
  if (planChecks.length === 0) return null
  const { plan, reasoning } = answer
  if (plan === null) return false
  return !planChecks.some(check => check.severity === 'error' && check.fires({ fields, plan, reasoning }))
}

/** What a predictor answered: a plan, if it could be read, and the text around it, in which a risk may be answered. */
export interface Answer {
  readonly plan: Plan | null
  readonly reasoning: string | null
}

/** The named layers of a plan; null when it has none of them. */
function partsOf(plan: Plan, names: readonly string[]): Plan | null {
  const own = Object.entries(plan).filter(([name]) => names.includes(name))
  return own.length > 0 ? Object.fromEntries(own) : null
}

/**
 * Scores one answer. The denominators are fixed: every layer that the recorded plan has gets a score, with `predicted`
 * null when the layer or the whole plan is missing. A layer that the record does not have gets none, but predicting it
 * makes its decision and the whole plan disagree.
 */
export function scoreCase(
  specialty: Specialty,
  arm: string,
  reference: ReferenceCase,
  answer: Answer,
): readonly Score[] {
  const { recordId, coupleId, stratum, seenInTraining, weight, rareSituations, fields } = reference
  const { plan } = answer
  const parsed = plan !== null
  const same = { recordId, coupleId, stratum, arm, parsed, seenInTraining, weight, rareSituations }
  const isWithin = (layer: string, predicted: string | number | null): boolean | null => {
    if (!specialty.admissible) return null
    return predicted !== null && plan !== null && specialty.admissible(layer, fields, plan).includes(predicted)
  }
  /** By the predicted plan's own strategy: every part that applies in it is there and admissible, and at least one does. */
  const isDecisionWithin = (parts: readonly string[], own: Plan) => {
    const applying = specialty.decisionLayers.filter(
      ({ name, appliesWhen }) =>
        parts.includes(name) && (!appliesWhen || appliesWhen.values.includes(String(own[appliesWhen.layer]))),
    )
    const stated = parts.filter(part => own[part] !== undefined)
    return (
      applying.length > 0 &&
      stated.length === applying.length &&
      applying.every(({ name }) => isWithin(name, own[name] ?? null) === true)
    )
  }
  const layers = Object.entries(reference.plan).map(([layer, truth]): Score => {
    const predicted = plan?.[layer] ?? null
    return { ...same, layer, truth, predicted, correct: predicted === truth, withinRules: isWithin(layer, predicted) }
  })
  const decisions = [...decisionsOf(specialty)].flatMap(([layer, parts]): Score[] => {
    const recorded = partsOf(reference.plan, parts)
    if (recorded === null) return []
    const [truth, own] = [canonicalJson(recorded), plan && partsOf(plan, parts)]
    const predicted = own && canonicalJson(own)
    const withinRules = specialty.admissible ? plan !== null && isDecisionWithin(parts, plan) : null
    return [{ ...same, layer, truth, predicted, correct: predicted === truth, withinRules }]
  })
  const exact = parsed && Object.keys(plan).length === layers.length && layers.every(score => score.correct)
  const truth = canonicalJson(reference.plan)
  const predicted = parsed ? canonicalJson(plan) : null
  const withinRules = isSound(specialty, fields, answer)
  return [...layers, ...decisions, { ...same, layer: wholePlan, truth, predicted, correct: exact, withinRules }]
}
