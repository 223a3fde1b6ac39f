/** @file The strong baseline: a logistic regression of each layer on all fields of the specialty. */
import type { PatientRecord } from '../records/index.ts'
import type { DecisionLayer, Field, Specialty } from '../specialty/index.ts'
import { multinomialLogistic } from '../statistics/index.ts'
import { type Baseline, planFrom, type TrainingCase } from './baseline.ts'
import { quarterCuts, stratumTable } from './stratum-table.ts'

/** Numbers with more distinct training values than this are no classes. */
const MOST_VALUES = 30

type Encode = (fields: PatientRecord['fields']) => readonly number[]

/**
 * Features of one field, the first of them 1 where it is not recorded: a category's indicators, a flag as 0 or 1, or a
 * number in training standard deviations from the training mean with indicators of its training quarters. What is not
 * recorded is 0 in the other features.
 */
function encoder(field: Field, training: readonly TrainingCase[]): Encode {
  const { name, type } = field
  if (type === 'category') {
    const options = field.values ?? []
    return fields => [
      (fields[name] ?? null) === null ? 1 : 0,
      ...options.map(option => (fields[name] === option ? 1 : 0)),
    ]
  }
  if (type === 'flag') {
    return fields => [(fields[name] ?? null) === null ? 1 : 0, fields[name] === true ? 1 : 0]
  }
  const numbers = training.map(({ fields }) => fields[name]).filter(value => typeof value === 'number')
  const mean = numbers.reduce((sum, value) => sum + value, 0) / Math.max(1, numbers.length)
  const variance = numbers.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, numbers.length)
  const deviation = Math.sqrt(variance) || 1
  const cuts = quarterCuts(numbers)
  return fields => {
    const value = fields[name]
    if (typeof value !== 'number') return [1, 0, ...cuts.map(() => 0), 0]
    const quarter = cuts.filter(cut => value > cut).length
    return [0, (value - mean) / deviation, ...[...cuts, 0].map((_, i) => (i === quarter ? 1 : 0))]
  }
}

/** The values that a layer can take: its recorded options in order, or the recorded numbers when they are few. */
function classesOf(layer: DecisionLayer, values: readonly (string | number)[]): readonly (string | number)[] | null {
  const distinct = new Set(values)
  if (layer.type !== 'numeric') return layer.options.filter(option => distinct.has(option))
  return distinct.size > MOST_VALUES ? null : [...distinct].sort((a, b) => Number(a) - Number(b))
}

function fitLayers(training: readonly TrainingCase[], specialty: Specialty, onLayer: () => void) {
  const encoders = specialty.fields.map(field => encoder(field, training))
  const encode: Encode = fields => encoders.flatMap(own => own(fields))
  const rows = training.map(({ fields }) => encode(fields))
  const models = new Map<string, (features: readonly number[]) => string | number>()
  for (const layer of specialty.decisionLayers) {
    const places = [...training.keys()].filter(i => training[i].plan[layer.name] !== undefined)
    const values = places.map(i => training[i].plan[layer.name])
    const classes = classesOf(layer, values)
    if (places.length === 0 || classes === null) continue
    const place = new Map(classes.map((value, i) => [value, i]))
    const columns = rows[0].length
    const features = new Float64Array(places.length * columns)
    for (const [row, i] of places.entries()) features.set(rows[i], row * columns)
    const labels = Int32Array.from(values, value => place.get(value) ?? -1)
    const { probabilities } = multinomialLogistic({ features, columns, labels, classes: classes.length }, 1, 1e-6)
    models.set(layer.name, row => {
      const found = probabilities(row)
      // The earlier class on a tie.
      return classes[found.indexOf(Math.max(...found))]
    })
    onLayer()
  }
  return { models, encode }
}

/** L2-penalised multinomial logistic regression (C = 1) per layer; a number of many values is looked up instead. */
export const logisticBaseline: Baseline = {
  name: 'logistic-regression',
  description: `the most probable value by a multinomial logistic regression (L2, C = 1) of each layer on all fields: categories and flags as indicators, numbers standardised and in quarters, a missing value as an indicator; a layer that does not always apply is fitted on the records that have it (a number with over ${MOST_VALUES} distinct values: as stratum-table)`,
  fit(training, specialty, onLayer = () => {}) {
    const { models, encode } = fitLayers(training, specialty, onLayer)
    const lookUp = stratumTable(training, specialty.baselineFields)
    return fields => {
      const features = encode(fields)
      return planFrom(specialty, layer => models.get(layer.name)?.(features) ?? lookUp(layer, fields))(fields)
    }
  },
}
