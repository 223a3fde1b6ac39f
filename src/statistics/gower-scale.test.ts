import { expect, test } from 'vitest'
import { gowerScale } from './gower-scale.ts'

test('gowerScale is the interquartile range, the range where that is 0, and 0 where all are equal', () => {
  // Quartiles (type 7) of 20, 24, 28, 32, 36: 24 and 32.
  expect(gowerScale(Float64Array.of(36, 24, 28, 20, 32))).toBe(8)
  expect(gowerScale(Float64Array.of(30, 30, 30, 30, 40))).toBe(10)
  expect(gowerScale(Float64Array.of(30, 30))).toBe(0)
})

test('gowerScale leaves missing numbers out; without numbers it is 0', () => {
  expect(gowerScale(Float64Array.of(Number.NaN, 20, 24, 28, Number.NaN, 32, 36))).toBe(8)
  expect(gowerScale(Float64Array.of(Number.NaN))).toBe(0)
})
