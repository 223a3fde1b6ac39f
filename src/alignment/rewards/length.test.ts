import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lengthReward } from './length.ts'

test('lengthReward falls from 1 at the target to 0 at twice the target', () => {
  expect(lengthReward(0, 100)).toBe(1)
  expect(lengthReward(100, 100)).toBe(1)
  // (2 * 100 - 125) / 100
  expect(lengthReward(125, 100)).toBe(0.75)
  expect(lengthReward(200, 100)).toBe(0)
  expect(lengthReward(5000, 100)).toBe(0)
})

test('lengthReward lies in [0, 1] and never rises with the length', () => {
  fc.assert(
    fc.property(fc.nat(10_000), fc.nat(10_000), fc.integer({ min: 1, max: 10_000 }), (a, b, target) => {
      const [short, long] = [Math.min(a, b), Math.max(a, b)].map(tokens => lengthReward(tokens, target))
      expect(long).toBeGreaterThanOrEqual(0)
      expect(short).toBeLessThanOrEqual(1)
      expect(long).toBeLessThanOrEqual(short)
    }),
  )
})
