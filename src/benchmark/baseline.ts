/** @file What a baseline is: a reference predictor fitted on the training split and scored like an arm. */
import type { PatientRecord } from '../records/index.ts'
import { applicableLayers, type DecisionLayer, type Plan, type Specialty } from '../specialty/index.ts'

/** A training case: what was known, and what was decided. */
export interface TrainingCase {
  readonly fields: PatientRecord['fields']
  readonly plan: Plan
}

/** Gives the plan for a record. */
export type PlanPredictor = (fields: PatientRecord['fields']) => Plan

/** The value of one layer for a record; undefined when nothing was learnt for it. */
export type LayerPredictor = (layer: DecisionLayer, fields: PatientRecord['fields']) => string | number | undefined

/** A reference predictor. */
export interface Baseline {
  readonly name: string
  readonly description: string
  /** Learns from the training split and returns the plan that it gives for a record; tells of each layer that it has learnt. */
  fit(training: readonly TrainingCase[], specialty: Specialty, onLayer?: () => void): PlanPredictor
}

/** Puts layers together: whether one applies follows from the baseline's own earlier values, as it does for an arm. */
export function planFrom(specialty: Specialty, predict: LayerPredictor): PlanPredictor {
  return fields => {
    const plan: Record<string, string | number> = {}
    for (const layer of specialty.decisionLayers) {
      if (!applicableLayers(specialty, plan).includes(layer)) continue
      const value = predict(layer, fields)
      if (value !== undefined) plan[layer.name] = value
    }
    return plan
  }
}
