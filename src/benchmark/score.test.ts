/** @file What counts as agreement. */
import { expect, test } from 'vitest'
import { scoreCase, wholePlan } from './score.ts'

const reference = {
  recordId: 'r1',
  coupleId: 'c1',
  stratum: 'head',
  seenInTraining: false,
  weight: 1,
  rareSituations: [],
  plan: { transfer: 'freeze-all', pgt: 'no' },
} as const
const outcomes = (plan: Parameters<typeof scoreCase>[2]) =>
  Object.fromEntries(scoreCase('sft', reference, plan).map(({ layer, correct }) => [layer, correct]))

test('scoreCase(the recorded plan, keys in another order) agrees everywhere', () => {
  expect(outcomes({ pgt: 'no', transfer: 'freeze-all' })).toEqual({ transfer: true, pgt: true, [wholePlan]: true })
})

test('scoreCase(unreadable) is wrong on every recorded layer', () => {
  expect(outcomes(null)).toEqual({ transfer: false, pgt: false, [wholePlan]: false })
})

test('scoreCase(an unneeded layer) disagrees on the whole plan only', () => {
  expect(outcomes({ transfer: 'freeze-all', pgt: 'no', embryos: '1' })).toEqual({
    transfer: true,
    pgt: true,
    [wholePlan]: false,
  })
})

test('scoreCase(a missing layer) has predicted null there and keeps the denominator', () => {
  const scores = scoreCase('sft', reference, { transfer: 'freeze-all' })
  expect(scores).toHaveLength(3)
  expect(scores[1]).toMatchObject({ layer: 'pgt', predicted: null, correct: false, parsed: true })
})
