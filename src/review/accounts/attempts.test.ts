/** @file Failures are counted in a window that moves, tries under way count too, and those beyond a number together wait. */
import { expect, test } from 'vitest'
import { openAttempts } from './attempts.ts'

test('after so many failures nothing is tried until the first of them is old', () => {
  let time = 0
  const attempts = openAttempts({ most: 3, window: 60, together: 0 }, () => time)
  for (time = 0; time < 30; time += 10) {
    expect(attempts.begin('a')).toBe(null)
    attempts.end('a', false)
  }
  // The first failure was at 0: it is old at 60.
  expect(attempts.begin('a')).toBe(30)
  expect(attempts.begin('b')).toBe(null)
  time = 61
  expect(attempts.begin('a')).toBe(null)
})

test('tries that succeed count for nothing', () => {
  const attempts = openAttempts({ most: 2, window: 60, together: 0 }, () => 0)
  for (let i = 0; i < 10; i++) {
    expect(attempts.begin('a')).toBe(null)
    attempts.end('a', true)
  }
})

test('tries at once do not pass the limit, beyond those that may be under way together', () => {
  const strict = openAttempts({ most: 2, window: 60, together: 0 }, () => 0)
  expect([1, 2, 3].map(() => strict.begin('a'))).toEqual([null, null, 1])
  const wide = openAttempts({ most: 2, window: 60, together: 3 }, () => 0)
  expect([1, 2, 3, 4, 5, 6].map(() => wide.begin('a'))).toEqual([null, null, null, null, null, 1])
})
