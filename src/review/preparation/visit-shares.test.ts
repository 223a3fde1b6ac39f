/** @file Visits that show two arms, by counting. */
import { expect, test } from 'vitest'
import { servedConfig } from './served-config.ts'
import { visitShares } from './visit-shares.ts'

const compare = ['icl', 'sft', 'dpo', 'grpo', 'physician']
const review = (tasks: object, arms = compare) => servedConfig.parse({ compare: arms, cases: 10, tasks })

test('visitShares: by default one of ten pairs a visit', () => {
  const { compared, rated } = visitShares(review({}), 'sft', 'grpo')
  expect(compared).toBeCloseTo(0.1, 12)
  expect(rated).toBeCloseTo(0.1, 12)
})

test('visitShares: every pair at every visit shows all', () => {
  expect(visitShares(review({ pairs: { perCase: 'all' } }), 'sft', 'grpo')).toEqual({ compared: 1, rated: 1 })
  expect(visitShares(review({}, ['sft', 'grpo']), 'grpo', 'sft')).toEqual({ compared: 1, rated: 1 })
})

test('visitShares: two of three pairs always show all three arms', () => {
  const three = review({ pairs: { perCase: 2 } }, ['sft', 'grpo', 'physician'])
  const { compared, rated } = visitShares(three, 'sft', 'grpo')
  expect(compared).toBeCloseTo(2 / 3, 12)
  expect(rated).toBeCloseTo(1, 12)
})

test('visitShares: only pairs of a list are compared, and only shown arms rated', () => {
  const listed = review({ pairs: { of: [['sft', 'grpo']] }, ratings: 'all' })
  expect(visitShares(listed, 'sft', 'physician')).toEqual({ compared: 0, rated: 1 })
  expect(visitShares(listed, 'sft', 'base')).toEqual({ compared: 0, rated: 0 })
  expect(visitShares(review({ pairs: 'none', ratings: 'all' }), 'sft', 'grpo')).toEqual({ compared: 0, rated: 1 })
  const some = visitShares(review({ pairs: 'none', ratings: { perCase: 2 } }), 'sft', 'grpo')
  expect(some.rated).toBeCloseTo(0.1, 12)
})
