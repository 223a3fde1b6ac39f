import { expect, test } from 'vitest'
import { formatReward } from './format.ts'

test('formatReward is 1 only for a completion that ended and has a plan', () => {
  expect(formatReward('end', { plan: {}, reasoning: null })).toBe(1)
  expect(formatReward('length', { plan: {}, reasoning: null })).toBe(0)
  expect(formatReward('end', { errors: ['no plan block: expected a line'] })).toBe(0)
  expect(formatReward('length', { errors: [] })).toBe(0)
})
