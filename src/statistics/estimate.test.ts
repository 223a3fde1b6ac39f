/** @file What an estimate may hold. */
import { expect, test } from 'vitest'
import { estimated, isEstimated, notEstimable } from './index.ts'

test('estimated(NaN) is refused, so that no result loses a number in JSON', () => {
  expect(() => estimated(Number.NaN, [0, 1], 0.95, 3, 'x')).toThrow(RangeError)
  expect(() => estimated(0.5, [0, Number.POSITIVE_INFINITY], 0.95, 3, 'x')).toThrow(RangeError)
})

test('estimated(limits in the wrong order) is refused', () => {
  expect(() => estimated(0.5, [0.6, 0.4], 0.95, 3, 'x')).toThrow(RangeError)
})

test('isEstimated tells a value from a reason, also after JSON', () => {
  expect(isEstimated(JSON.parse(JSON.stringify(estimated(0.5, [0.4, 0.6], 0.95, 3, 'x'))))).toBe(true)
  expect(isEstimated(JSON.parse(JSON.stringify(notEstimable('no cases', 0))))).toBe(false)
})
