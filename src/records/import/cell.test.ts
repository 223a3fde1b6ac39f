import fc from 'fast-check'
import { expect, test } from 'vitest'
import { builtIn, type DecisionLayer, type Field } from '../../specialty/index.ts'
import { canonicalCell, readDecisionValue, readFieldValue } from './cell.ts'

test.each([
  ['1.0', '1'],
  ['100.00', '100'],
  ['1.50', '1.5'],
  ['-2.0', '-2'],
  ['10', '10'],
  ['007', '007'],
  ['1-5', '1-5'],
  ['v1.0', 'v1.0'],
  [' x ', 'x'],
  ['', ''],
])('canonicalCell(%j) is %j', (cell, expected) => {
  expect(canonicalCell(cell)).toBe(expected)
})

test('canonicalCell of a canonical cell changes nothing', () => {
  fc.assert(fc.property(fc.string(), cell => canonicalCell(canonicalCell(cell)) === canonicalCell(cell)))
  fc.assert(
    fc.property(
      fc.integer(),
      fc.nat(3),
      (value, zeros) => canonicalCell(`${value}.${'0'.repeat(zeros)}`) === `${value}`,
    ),
  )
})

const number = { name: 'age', label: 'Age', type: 'number', range: [18, 50], unit: 'years' } as const

test('readFieldValue takes every number in range, ends included, and no other', () => {
  fc.assert(
    fc.property(fc.double({ min: -100, max: 200, noNaN: true }), value => {
      const reading = readFieldValue(number, String(value))
      return value >= 18 && value <= 50 ? 'value' in reading && reading.value === value : 'reason' in reading
    }),
  )
  expect(readFieldValue(number, '18')).toEqual({ value: 18 })
  expect(readFieldValue(number, '50')).toEqual({ value: 50 })
})

test.each(['NaN', 'Infinity', '0x20', '3,5', '1e', '--3', '3 4', '١٢'])('readFieldValue(number, %j) refuses', cell => {
  expect(readFieldValue(number, cell)).toHaveProperty('reason')
})

test('readFieldValue never repeats what the cell said', () => {
  const category = { name: 'cause', label: 'Cause', type: 'category', values: ['a', 'b'] } as const
  const flag = { name: 'smoker', label: 'Smoker', type: 'flag' } as const
  fc.assert(
    fc.property(fc.stringMatching(/^#[0-9]{4,8}#$/), cell =>
      [number, category, flag].every(field => {
        const reading = readFieldValue(field, cell)
        return 'reason' in reading && !reading.reason.includes(cell)
      }),
    ),
  )
})

test('readFieldValue finds a category that is declared with a decimal', () => {
  const category = { name: 'grade', label: 'Grade', type: 'category', values: ['1.0', '2.5'] } as const
  expect(readFieldValue(category, '1')).toEqual({ value: '1.0' })
})

test('readFieldValue(flag) takes yes and no in their spellings and no name of an object', () => {
  const flag = { name: 'smoker', label: 'Smoker', type: 'flag' } as const
  expect(['Yes', 'TRUE', '1', '1.0', '是'].map(cell => readFieldValue(flag, cell))).toEqual(
    Array(5).fill({ value: true }),
  )
  expect(['No', 'false', '0', '0.0', '否'].map(cell => readFieldValue(flag, cell))).toEqual(
    Array(5).fill({ value: false }),
  )
  expect(readFieldValue(flag, 'constructor')).toHaveProperty('reason')
})

test('readDecisionValue takes every step of a numeric layer and nothing between', () => {
  const dose = { name: 'dose', label: 'Dose', type: 'numeric', options: [], range: [0.1, 0.7], step: 0.1 } as const
  for (let i = 1; i <= 7; i++) expect(readDecisionValue(dose, `0.${i}`)).toEqual({ value: i / 10 })
  expect(readDecisionValue(dose, '0.25')).toEqual({
    reason: 'expected 0.1 to 0.7 in steps of 0.1, got a number between',
  })
})

test('readDecisionValue quotes options that hold commas, and never the cell', () => {
  const transfer = {
    name: 'transfer',
    label: 'Transfer',
    type: 'nominal',
    options: ['fresh, day 3', 'freeze all'],
  } as const
  expect(readDecisionValue(transfer, 'SECRET')).toEqual({
    reason: 'expected one of "fresh, day 3", "freeze all"; `values` in the mapping translates other codes',
  })
})

test('a value and an option can be read in Chinese, and every word stands for one of them', () => {
  const { fields, decisionLayers } = builtIn['infertility']
  const layer = decisionLayers.find(({ name }) => name === 'transfer') as DecisionLayer
  expect(readDecisionValue(layer, '鲜胚D3')).toEqual({ value: 'fresh, day 3' })
  expect(readDecisionValue(layer, 'constructor')).toHaveProperty('reason')
  const field = fields.find(({ name }) => name === 'infertilityType') as Field
  expect(readFieldValue(field, '继发')).toEqual({ value: 'secondary' })
  const sizes = [...fields, ...decisionLayers].map(({ name, otherWords, ...what }) => {
    const own = ('options' in what ? what.options : what.values) ?? []
    const words = Object.entries(otherWords?.values ?? {})
    const strays = words.filter(([word, value]) => !own.includes(value) || own.includes(word))
    return { name, strays, named: new Set(words.map(([, value]) => value)).size === words.length }
  })
  expect(sizes.filter(({ strays, named }) => strays.length > 0 || !named)).toEqual([])
})
