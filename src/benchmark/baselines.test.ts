/** @file Baselines on small tables. */
import { expect, test } from 'vitest'
import type { Specialty } from '../specialty/index.ts'
import type { TrainingCase } from './baseline.ts'
import { baselines } from './baselines.ts'

const specialty: Specialty = {
  name: 'test',
  title: 'Test',
  instruction: '',
  fields: [
    { name: 'cause', label: 'Cause', type: 'category', values: ['male', 'tubal'] },
    { name: 'age', label: 'Age', type: 'number', range: [18, 50] },
  ],
  decisionLayers: [
    { name: 'transfer', label: 'Transfer', type: 'nominal', options: ['fresh', 'freeze-all'] },
    {
      name: 'embryos',
      label: 'Embryos',
      type: 'ordinal',
      options: ['1', '2'],
      appliesWhen: { layer: 'transfer', values: ['fresh'] },
    },
    { name: 'dose', label: 'Dose', type: 'numeric', options: [], range: [100, 300] },
  ],
  outcomes: [],
  baselineFields: ['cause', 'age'],
}
const [majority, table, logistic] = baselines

function cases(count: number, cause: string, age: number, transfer: string, dose: number): TrainingCase[] {
  const plan = { transfer, dose, ...(transfer === 'fresh' ? { embryos: '2' } : {}) }
  return Array.from({ length: count }, () => ({ fields: { cause, age }, plan }))
}

test('majority gives the most frequent option, the lower median of numbers, and only layers that apply', () => {
  const training = [...cases(5, 'male', 30, 'freeze-all', 150), ...cases(4, 'male', 30, 'fresh', 300)]
  expect(majority.fit(training, specialty)({ cause: 'tubal', age: 40 })).toEqual({ transfer: 'freeze-all', dose: 150 })
})

test('majority takes the earlier option on a tie', () => {
  const training = [...cases(3, 'male', 30, 'freeze-all', 150), ...cases(3, 'male', 30, 'fresh', 200)]
  expect(majority.fit(training, specialty)({})).toEqual({ transfer: 'fresh', embryos: '2', dose: 150 })
})

test('stratum-table uses a combination of fields with 20 training records', () => {
  const training = [...cases(20, 'male', 30, 'fresh', 200), ...cases(60, 'tubal', 30, 'freeze-all', 100)]
  const predict = table.fit(training, specialty)
  expect(predict({ cause: 'male', age: 30 })).toMatchObject({ transfer: 'fresh', dose: 200 })
  expect(predict({ cause: 'tubal', age: 30 })).toMatchObject({ transfer: 'freeze-all', dose: 100 })
})

test('stratum-table backs off to fewer fields below 20 records, and to the majority for what it never saw', () => {
  const training = [...cases(19, 'male', 30, 'fresh', 200), ...cases(60, 'tubal', 30, 'freeze-all', 100)]
  const predict = table.fit(training, specialty)
  expect(predict({ cause: 'male', age: 30 })).toMatchObject({ transfer: 'freeze-all' })
  expect(predict({ cause: null, age: null })).toMatchObject({ transfer: 'freeze-all' })
})

test('stratum-table groups numbers by quarters of the training values', () => {
  const training = [...cases(25, 'male', 25, 'fresh', 150), ...cases(75, 'male', 42, 'freeze-all', 300)]
  const predict = table.fit(training, specialty)
  expect(predict({ cause: 'male', age: 26 })).toMatchObject({ transfer: 'fresh' })
  expect(predict({ cause: 'male', age: 44 })).toMatchObject({ transfer: 'freeze-all' })
})

test('logistic-regression uses fields that the table does not, alone and together', () => {
  const fields = [
    { name: 'amh', label: 'AMH', type: 'number', range: [0, 50] },
    { name: 'pcos', label: 'PCOS', type: 'flag' },
  ] as const
  const wider = { ...specialty, fields: [...specialty.fields, ...fields], baselineFields: [] }
  // Freeze-all where both AMH is high and PCOS is there; the dose falls with AMH; every third AMH is not recorded.
  const training = Array.from({ length: 300 }, (_, i): TrainingCase => {
    const amh = i % 3 === 2 ? null : 1 + (i % 20)
    const pcos = i % 2 === 0
    const transfer = pcos && amh !== null && amh > 10 ? 'freeze-all' : 'fresh'
    const dose = amh === null ? 225 : amh > 10 ? 150 : 300
    return { fields: { amh, pcos }, plan: { transfer, dose, ...(transfer === 'fresh' ? { embryos: '1' } : {}) } }
  })
  const predict = logistic.fit(training, wider)
  expect(predict({ amh: 19, pcos: true })).toEqual({ transfer: 'freeze-all', dose: 150 })
  expect(predict({ amh: 2, pcos: false })).toEqual({ transfer: 'fresh', embryos: '1', dose: 300 })
  expect(predict({ amh: null, pcos: true })).toEqual({ transfer: 'fresh', embryos: '1', dose: 225 })
  expect(table.fit(training, wider)({ amh: 19, pcos: true })).toMatchObject({ transfer: 'fresh' })
})

test('logistic-regression takes a number of over 30 distinct values from the table', () => {
  const training = Array.from({ length: 93 }, (_, i): TrainingCase => {
    return { fields: { cause: 'male', age: 30 }, plan: { transfer: 'fresh', embryos: '1', dose: 100 + (i % 31) } }
  })
  // 100 to 130 three times each: the lower median is 115.
  expect(logistic.fit(training, specialty)({ cause: 'male', age: 30 })).toMatchObject({ dose: 115 })
})

test('logistic-regression(no training case) gives an empty plan', () => {
  expect(logistic.fit([], specialty)({ cause: 'male', age: 30 })).toEqual({})
})
