/** @file Failures are counted in a window that moves, tries under way count too and are bounded, and an account is slowed, never shut. */
import { expect, test } from 'vitest'
import { openAttempts, openDelays } from './attempts.ts'

test('after so many failures nothing is tried until the first of them is old', () => {
  let time = 0
  const attempts = openAttempts({ most: 3, window: 60 }, () => time)
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
  const attempts = openAttempts({ most: 2, window: 60 }, () => 0)
  for (let i = 0; i < 10; i++) {
    expect(attempts.begin('a')).toBe(null)
    attempts.end('a', true)
  }
})

test('tries at once do not pass the limit', () => {
  const attempts = openAttempts({ most: 2, window: 60 }, () => 0)
  expect([1, 2, 3].map(() => attempts.begin('a'))).toEqual([null, null, 1])
})

test('no more are under way than a key may have, and all keys together', () => {
  const attempts = openAttempts({ most: 100, window: 60, atOnce: 2, altogether: 3 }, () => 0)
  expect(['a', 'a', 'a', 'b', 'b'].map(key => attempts.begin(key))).toEqual([null, null, 1, null, 1])
  attempts.end('a', true)
  expect(['b', 'a'].map(key => attempts.begin(key))).toEqual([null, 1])
})

test('an account that many tried waits up to three seconds, and not for long', () => {
  let time = 0
  const delays = openDelays(() => time)
  const after = (failures: number) => {
    for (let i = 0; i < failures; i++) delays.failed('a')
    return delays.secondsFor('a')
  }
  expect([after(9), after(1), after(10), after(1000), delays.secondsFor('b')]).toEqual([0, 1, 2, 3, 0])
  time = 901
  expect(delays.secondsFor('a')).toBe(0)
})
