/** @file One case scored on one decision layer: the artifact of the benchmark stage. */
import type { Stratum } from '../prompts/index.ts'
import type { DecisionLayer, Plan, Specialty } from '../specialty/index.ts'
import { canonicalJson } from '../support/index.ts'

/** Stands in for a layer where the whole plan is scored; no layer can be called this (layers are camelCase). */
export const wholePlan = 'whole-plan'

/** What is scored: a decision layer, or the whole plan. */
export interface ScoredLayer extends Omit<DecisionLayer, 'type'> {
  readonly type: DecisionLayer['type'] | typeof wholePlan
}

/** A line of `benchmark/scores.jsonl`. */
export interface Score {
  readonly recordId: string
  readonly coupleId: string
  readonly stratum: Stratum
  /** Name of the arm or baseline. */
  readonly arm: string
  /** Name of the layer, or `whole-plan`. */
  readonly layer: string
  /** The recorded decision; for the whole plan its canonical JSON. */
  readonly truth: string | number
  /** Null when nothing usable was predicted for the layer. */
  readonly predicted: string | number | null
  /** Whether it agrees with the record exactly. */
  readonly correct: boolean
  /** Whether the completion held a readable plan. */
  readonly parsed: boolean
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
  readonly seenInTraining: boolean
  readonly weight: number
  readonly rareSituations: readonly string[]
}

/** Everything a specialty is scored on: its layers in order, then the whole plan. */
export function scoredLayers(specialty: Specialty): readonly ScoredLayer[] {
  return [...specialty.decisionLayers, { name: wholePlan, label: 'Whole plan', type: wholePlan, options: [] }]
}

/**
 * Scores one predicted plan. The denominators are fixed: every layer that the recorded plan has gets a score, with
 * `predicted` null when the layer or the whole plan is missing. A layer that the record does not have gets none, but
 * predicting it makes the whole plan disagree.
 */
export function scoreCase(arm: string, reference: ReferenceCase, plan: Plan | null): readonly Score[] {
  const { recordId, coupleId, stratum, seenInTraining, weight, rareSituations } = reference
  const parsed = plan !== null
  const same = { recordId, coupleId, stratum, arm, parsed, seenInTraining, weight, rareSituations }
  const layers = Object.entries(reference.plan).map(([layer, truth]): Score => {
    const predicted = plan?.[layer] ?? null
    return { ...same, layer, truth, predicted, correct: predicted === truth }
  })
  const exact = parsed && Object.keys(plan).length === layers.length && layers.every(score => score.correct)
  const truth = canonicalJson(reference.plan)
  return [
    ...layers,
    { ...same, layer: wholePlan, truth, predicted: parsed ? canonicalJson(plan) : null, correct: exact },
  ]
}
