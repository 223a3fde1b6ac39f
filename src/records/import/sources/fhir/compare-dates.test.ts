import { expect, test } from 'vitest'
import { compareDates } from './compare-dates.ts'

test.each([
  // 23:30 and 23:00 UTC.
  ['2024-03-09T23:30:00Z', '2024-03-10T01:00:00+02:00', 1],
  ['2024-03-10T01:00:00+02:00', '2024-03-09T23:00:00Z', 0],
  ['2024-03-10', '2024-03-10T01:00:00Z', -1],
  ['2024-03-10T02:00', '2024-03-10T01:00:00Z', 1],
  ['2023', '2024-03', -1],
  ['', '2024', -1],
])('compareDates(%j, %j) has the sign of %d', (one, other, expected) => {
  expect(Math.sign(compareDates(one, other))).toBe(expected)
})
