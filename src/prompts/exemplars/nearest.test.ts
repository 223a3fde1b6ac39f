import fc from 'fast-check'
import { expect, test } from 'vitest'
import { gowerDistances } from './distance.ts'
import { anyFields, anyPool, idsOf, specialty, workedCase } from './fixtures/worked-cases.ts'
import { nearestExemplars } from './nearest.ts'

const ages = (...values: readonly number[]) => values.map((age, i) => workedCase(`r${i}`, { fields: { age } }))
const question = { recordId: 'asked', fields: { age: 31, cause: 'male', pcos: false } }

test('nearestExemplars puts the nearest last', () => {
  // Interquartile range 33 - 25 = 8: from 31, 30 is 1/8 away, 33 is 2/8, 25 is 6/8, and 20 and 44 are 1.
  expect(idsOf(nearestExemplars(specialty, ages(20, 30, 44, 33, 25), 3)(question))).toEqual(['r4', 'r3', 'r1'])
})

test('nearestExemplars(equal distances) goes by record id, whatever the order of the pool', () => {
  const pool = ages(31, 31, 31)
  expect(idsOf(nearestExemplars(specialty, pool, 2)(question))).toEqual(['r1', 'r0'])
  expect(idsOf(nearestExemplars(specialty, pool.toReversed(), 2)(question))).toEqual(['r1', 'r0'])
})

test('nearestExemplars(a case of the pool) never shows it itself', () => {
  const pool = ages(30, 30, 40)
  expect(idsOf(nearestExemplars(specialty, pool, 3)(pool[0]))).toEqual(['r2', 'r1'])
})

test('nearestExemplars(empty pool, or only the case itself) shows nothing', () => {
  const [only] = ages(30)
  expect(nearestExemplars(specialty, [], 4)(question)).toEqual([])
  expect(nearestExemplars(specialty, [only], 4)(only)).toEqual([])
})

test('nearestExemplars equals a full sort by distance and id', () => {
  fc.assert(
    fc.property(anyPool, anyFields, fc.integer({ min: 1, max: 30 }), (pool, fields, shots) => {
      const distances = gowerDistances(specialty, pool)(fields)
      const sorted = [...pool.keys()].sort(
        (a, b) => distances[a] - distances[b] || (pool[a].recordId < pool[b].recordId ? -1 : 1),
      )
      const expected = sorted.slice(0, shots).map(i => pool[i].recordId)
      expect(idsOf(nearestExemplars(specialty, pool, shots)({ recordId: 'asked', fields }))).toEqual(expected.reverse())
    }),
  )
})
