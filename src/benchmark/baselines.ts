/** @file Reference predictors fitted on the training split: what a study must beat before its model says anything. */
import type { PatientRecord } from '../records/index.ts'
import { applicableLayers, type DecisionLayer, type FieldValue, type Plan, type Specialty } from '../specialty/index.ts'
import { quantile } from '../statistics/index.ts'

/** A training case: what was known, and what was decided. */
export interface TrainingCase {
  readonly fields: PatientRecord['fields']
  readonly plan: Plan
}

/** A reference predictor, scored exactly like an arm. */
export interface Baseline {
  readonly name: string
  readonly description: string
  /** Learns from the training split and returns the plan that it gives for a record. */
  fit(training: readonly TrainingCase[], specialty: Specialty): (fields: PatientRecord['fields']) => Plan
}

/** A cell of the table is used only with as many training records as this. */
const FEWEST_RECORDS = 20
const NUMBER_BINS = 4

/** The most frequent value (the earlier option on a tie), or of numbers the lower median, which was once recorded. */
function typicalValue(layer: DecisionLayer, counts: ReadonlyMap<string | number, number>): string | number | undefined {
  if (layer.type === 'numeric') {
    const sorted = [...counts].sort(([a], [b]) => Number(a) - Number(b))
    const half = sorted.reduce((sum, [, count]) => sum + count, 0) / 2
    let seen = 0
    for (const [value, count] of sorted) {
      seen += count
      if (seen >= half) return value
    }
    return undefined
  }
  let best: string | number | undefined
  for (const option of layer.options) {
    if ((counts.get(option) ?? 0) > (best === undefined ? 0 : (counts.get(best) ?? 0))) best = option
  }
  return best
}

/** Turns a field's value into one of a few groups: a number into quarters of the training values, others as they are. */
function grouping(training: readonly TrainingCase[], names: readonly string[]) {
  const cuts = new Map<string, number[]>()
  for (const name of names) {
    const numbers = training
      .map(({ fields }) => fields[name])
      .filter((value): value is number => typeof value === 'number')
    if (numbers.length === 0) continue
    const sorted = Float64Array.from(numbers).sort()
    cuts.set(
      name,
      Array.from({ length: NUMBER_BINS - 1 }, (_, i) => quantile(sorted, (i + 1) / NUMBER_BINS)),
    )
  }
  const groupOf = (name: string, value: FieldValue | undefined) =>
    typeof value === 'number' ? (cuts.get(name) ?? []).filter(cut => value > cut).length : (value ?? null)
  return (fields: PatientRecord['fields'], depth: number) =>
    JSON.stringify(names.slice(0, depth).map(name => groupOf(name, fields[name])))
}

/** Counts each layer's values per combination of the first fields, at every depth from all fields to none. */
function fitTable(training: readonly TrainingCase[], specialty: Specialty, names: readonly string[]) {
  const cellOf = grouping(training, names)
  const cells = new Map<string, Map<string | number, number>>()
  for (const { fields, plan } of training) {
    for (let depth = 0; depth <= names.length; depth++) {
      const cell = cellOf(fields, depth)
      for (const [layer, value] of Object.entries(plan)) {
        const counts = cells.get(`${layer} ${cell}`) ?? new Map<string | number, number>()
        cells.set(`${layer} ${cell}`, counts.set(value, (counts.get(value) ?? 0) + 1))
      }
    }
  }
  const lookUp = (layer: DecisionLayer, fields: PatientRecord['fields']) => {
    for (let depth = names.length; depth >= 0; depth--) {
      const counts = cells.get(`${layer.name} ${cellOf(fields, depth)}`)
      const records = counts ? [...counts.values()].reduce((sum, count) => sum + count, 0) : 0
      if (counts && (depth === 0 || records >= FEWEST_RECORDS)) return typicalValue(layer, counts)
    }
    return undefined
  }
  return (fields: PatientRecord['fields']): Plan => {
    const plan: Record<string, string | number> = {}
    for (const layer of specialty.decisionLayers) {
      // Whether a layer applies follows from the baseline's own earlier values, as it does for an arm.
      if (!applicableLayers(specialty, plan).includes(layer)) continue
      const value = lookUp(layer, fields)
      if (value !== undefined) plan[layer.name] = value
    }
    return plan
  }
}

/** The reference predictors of every benchmark. */
export const baselines: readonly Baseline[] = [
  {
    name: 'majority',
    description: 'the most frequent recorded value of each layer in the training split (numbers: the median)',
    fit: (training, specialty) => fitTable(training, specialty, []),
  },
  {
    name: 'stratum-table',
    description: `the most frequent recorded value among training records with the same baseline fields (numbers in quarters), with fewer fields where a combination has under ${FEWEST_RECORDS} records`,
    fit: (training, specialty) => fitTable(training, specialty, specialty.baselineFields),
  },
]
