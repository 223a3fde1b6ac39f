import fc from 'fast-check'
import { expect, test } from 'vitest'
import { preferenceOrder } from './depth.ts'
import { anyPool, idsOf, specialty, workedCase } from './fixtures/worked-cases.ts'

const inOrder = (pool: ReturnType<typeof workedCase>[], seed = 1) =>
  idsOf(preferenceOrder(specialty, pool, seed).map(i => pool[i]))

test('preferenceOrder prefers the longest quarter of reasoning, and any reasoning to none', () => {
  // Lengths 1, 2, 3, 4, 5: cuts at 2, 3 and 4, so 5 is alone in the last quarter and 1 and 2 share the first.
  const pool = [
    workedCase('none'),
    ...[1, 2, 3, 4, 5].map(length => workedCase(`r${length}`, { reasoning: 'x'.repeat(length) })),
  ]
  const order = inOrder(pool)
  expect(order.slice(0, 3)).toEqual(['r5', 'r4', 'r3'])
  expect(order.at(-1)).toBe('none')
})

test('preferenceOrder(equal reasoning) prefers a usual length of the whole', () => {
  // `Cause: unexplained` is 7 characters longer than `Cause: male`; without a cause, the line is missing.
  const pool = [
    workedCase('long', { fields: { cause: 'unexplained' } }),
    workedCase('usual', { fields: { cause: 'tubal' } }),
    workedCase('short', { fields: { cause: null } }),
  ]
  expect(inOrder(pool)[0]).toBe('usual')
})

test('preferenceOrder(equals) is drawn by the seed', () => {
  const pool = Array.from({ length: 12 }, (_, i) => workedCase(`r${i}`))
  expect(inOrder(pool, 1)).toEqual(inOrder(pool, 1))
  expect(inOrder(pool, 1)).not.toEqual(inOrder(pool, 2))
})

test('preferenceOrder holds every place once and does not depend on the order of the pool', () => {
  expect(preferenceOrder(specialty, [], 1)).toEqual([])
  fc.assert(
    fc.property(anyPool, pool => {
      const order = preferenceOrder(specialty, pool, 1)
      expect(order.toSorted((a, b) => a - b)).toEqual([...pool.keys()])
      expect(inOrder(pool.toReversed())).toEqual(inOrder(pool))
    }),
  )
})
