import fc from 'fast-check'
import { expect, test } from 'vitest'
import { gowerDistances } from './distance.ts'
import { anyFields, anyPool, specialty } from './fixtures/worked-cases.ts'

const cases = (...fields: Record<string, string | number | boolean | null>[]) => fields.map(one => ({ fields: one }))

test('gowerDistances is the mean over fields of 0 or 1, and of differences in interquartile ranges', () => {
  // Ages 20, 24, 28, 32, 36: quartiles 24 and 32, interquartile range 8. From 28: 8/8, 4/8, 0, 4/8, 8/8.
  const training = cases(...[20, 24, 28, 32, 36].map(age => ({ age, cause: 'male', pcos: false })))
  const distances = gowerDistances(specialty, training)({ age: 28, cause: 'tubal', pcos: false })
  // One category differs (1), the flag is equal (0), of three fields.
  expect([...distances]).toEqual([1 + 1, 0.5 + 1, 0 + 1, 0.5 + 1, 1 + 1].map(sum => sum / 3))
})

test('gowerDistances(number farther off than the interquartile range) counts it as 1', () => {
  const training = cases(...[20, 24, 28, 32, 36].map(age => ({ age, cause: 'male', pcos: false })))
  const [distance] = gowerDistances(specialty, training)({ age: 50, cause: 'male', pcos: false })
  expect(distance).toBe(1 / 3)
})

test('gowerDistances(numbers mostly equal) divides by the range, and by nothing when all are equal', () => {
  const mostly = cases(...[30, 30, 30, 30, 40].map(age => ({ age, cause: 'male', pcos: false })))
  // Interquartile range 0, range 10: 4 years are 0.4.
  expect(gowerDistances(specialty, mostly)({ age: 34, cause: 'male', pcos: false })[0]).toBeCloseTo(0.4 / 3, 12)
  const equal = cases({ age: 30, cause: 'male', pcos: false })
  expect(gowerDistances(specialty, equal)({ age: 30, cause: 'male', pcos: false })[0]).toBe(0)
  expect(gowerDistances(specialty, equal)({ age: 31, cause: 'male', pcos: false })[0]).toBe(1 / 3)
})

test('gowerDistances(missing values) are alike, and unlike any recorded one', () => {
  const training = cases({ age: null, cause: null, pcos: null }, { age: 30, cause: 'male', pcos: false })
  expect([...gowerDistances(specialty, training)({ age: null, cause: null, pcos: null })]).toEqual([0, 1])
  expect([...gowerDistances(specialty, training)({})]).toEqual([0, 1])
})

test('gowerDistances(no fields, or no cases) is 0 everywhere, or empty', () => {
  expect([...gowerDistances({ ...specialty, fields: [] }, cases({ age: 30 }))({ age: 40 })]).toEqual([0])
  expect([...gowerDistances(specialty, [])({ age: 40 })]).toEqual([])
})

test('gowerDistances is within 0 and 1, 0 to itself, and the same from either side', () => {
  fc.assert(
    fc.property(anyPool, anyFields, (pool, fields) => {
      const from = gowerDistances(specialty, pool)
      for (const distance of from(fields)) expect(distance >= 0 && distance <= 1).toBe(true)
      for (const [i, one] of pool.entries()) {
        expect(from(one.fields)[i]).toBe(0)
        expect(from(one.fields)[0]).toBe(from(pool[0].fields)[i])
      }
    }),
  )
})
