/** @file Macro-F1, balanced accuracy and weighted kappa against scikit-learn. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { balancedAccuracy, macroF1, weightedKappa } from '../index.ts'

interface Case {
  options: number
  counts: number[]
  square: boolean
  macroF1: number
  balancedAccuracy: number
  kappa: { linear: number | null; quadratic: number | null }
}
const { cases } = JSON.parse(readFileSync(new URL('./fixtures/confusion-tables.json', import.meta.url), 'utf8')) as {
  cases: Case[]
}

/** The table without its last column. */
const squareTable = ({ counts, options }: Case) => counts.filter((_, i) => i % (options + 1) !== options)

test('macroF1 equals sklearn f1_score(average=macro, zero_division=0) over the declared options', () => {
  for (const item of cases) expect(macroF1(item.counts)).toBeCloseTo(item.macroF1, 10)
})

test('balancedAccuracy equals sklearn balanced_accuracy_score', () => {
  for (const item of cases) expect(balancedAccuracy(item.counts)).toBeCloseTo(item.balancedAccuracy, 10)
})

test('weightedKappa equals sklearn cohen_kappa_score with linear and quadratic weights', () => {
  const square = cases.filter(item => item.square)
  expect(square.length).toBeGreaterThan(5)
  for (const item of square) {
    for (const weights of ['linear', 'quadratic'] as const) {
      const expected = item.kappa[weights]
      const got = weightedKappa(squareTable(item), weights)
      if (expected === null) expect(got).toBeNull()
      else expect(got).toBeCloseTo(expected, 10)
    }
  }
})

test('macroF1 and balancedAccuracy of a resample that lacks an option of the whole sample are null', () => {
  // Two options, counts (truth row, prediction column, last column none): the whole has both, the resample only the first.
  const whole = [3, 1, 0, 1, 1, 0]
  const resample = [5, 1, 0, 0, 0, 0]
  expect([macroF1(resample, whole), balancedAccuracy(resample, whole)]).toEqual([null, null])
  expect(balancedAccuracy(resample)).toBeCloseTo(5 / 6, 12)
  expect(balancedAccuracy(whole, resample)).toBeCloseTo((3 / 4 + 1 / 2) / 2, 12)
})

test('macroF1, balancedAccuracy and weightedKappa of no cases are null', () => {
  expect(macroF1([0, 0, 0, 0, 0, 0])).toBeNull()
  expect(balancedAccuracy([0, 0, 0, 0, 0, 0])).toBeNull()
  expect(weightedKappa([0, 0, 0, 0], 'quadratic')).toBeNull()
})

test('weightedKappa of a table that is not square is refused', () => {
  expect(() => weightedKappa([1, 2, 3], 'linear')).toThrow(RangeError)
  expect(() => macroF1([1, 2, 3, 4])).toThrow(RangeError)
})
