import { expect, test } from 'vitest'
import { median } from './quantile.ts'

test('median is the middle of values in any order, and the mean of the two in the middle', () => {
  expect(median([10, 9, 2])).toBe(9)
  expect(median([10, 2, 9, 4])).toBe(6.5)
  expect(() => median([])).toThrow(RangeError)
})
