/** @file The table of typical decisions by stratum of fields, which two baselines are made of. */
import type { PatientRecord } from '../records/index.ts'
import type { DecisionLayer, FieldValue } from '../specialty/index.ts'
import { quantile } from '../statistics/index.ts'
import type { LayerPredictor, TrainingCase } from './baseline.ts'

/** A cell of the table is used only with as many training records as this. */
export const FEWEST_RECORDS = 20
const NUMBER_BINS = 4

/** The three cuts between quarters of some numbers; none of no numbers. */
export function quarterCuts(numbers: readonly number[]): readonly number[] {
  if (numbers.length === 0) return []
  const sorted = Float64Array.from(numbers).sort()
  return Array.from({ length: NUMBER_BINS - 1 }, (_, i) => quantile(sorted, (i + 1) / NUMBER_BINS))
}

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
  const cuts = new Map<string, readonly number[]>()
  for (const name of names) {
    const numbers = training.map(({ fields }) => fields[name]).filter(value => typeof value === 'number')
    cuts.set(name, quarterCuts(numbers))
  }
  const groupOf = (name: string, value: FieldValue | undefined) =>
    typeof value === 'number' ? (cuts.get(name) ?? []).filter(cut => value > cut).length : (value ?? null)
  return (fields: PatientRecord['fields'], depth: number) =>
    JSON.stringify(names.slice(0, depth).map(name => groupOf(name, fields[name])))
}

/**
 * Looks up the typical recorded value of a layer among training records with the same values of the named fields
 * (numbers in quarters), with fewer fields where a combination has under 20 records. A layer that no training record has
 * gives undefined.
 */
export function stratumTable(training: readonly TrainingCase[], names: readonly string[]): LayerPredictor {
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
  return (layer, fields) => {
    for (let depth = names.length; depth >= 0; depth--) {
      const counts = cells.get(`${layer.name} ${cellOf(fields, depth)}`)
      const records = counts ? [...counts.values()].reduce((sum, count) => sum + count, 0) : 0
      if (counts && (depth === 0 || records >= FEWEST_RECORDS)) return typicalValue(layer, counts)
    }
    return undefined
  }
}
