/** @file A bucket gives so much at once, fills again, and is one for each key. */
import { expect, test } from 'vitest'
import { ServerRefusal } from './problem.ts'
import { rateLimit } from './rate-limit.ts'

test('a key may ask so often at once, and again when its bucket has filled', () => {
  let time = 0
  const take = rateLimit({ atOnce: 3, perSecond: 0.5 }, () => time)
  for (let i = 0; i < 3; i++) take('a')
  expect(() => take('a')).toThrow(ServerRefusal)
  expect(() => take('a')).toThrow('too many requests; wait 2 seconds')
  take('b')
  time = 2
  take('a')
  expect(() => take('a')).toThrow('wait 2 seconds')
  // It never holds more than at the start.
  time = 1000
  for (let i = 0; i < 3; i++) take('a')
  expect(() => take('a')).toThrow(ServerRefusal)
})
