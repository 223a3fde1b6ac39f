import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyPool, idsOf, workedCase } from './fixtures/worked-cases.ts'
import { randomExemplars, randomExemplarsFor } from './random.ts'

const pool = Array.from({ length: 40 }, (_, i) => workedCase(`r${i}`))
const asked = (recordId: string) => ({ recordId, fields: {} })

test('randomExemplars draws distinct exemplars by the seed, all of a smaller pool', () => {
  const drawn = idsOf(randomExemplars(pool, 4, 1))
  expect(new Set(drawn).size).toBe(4)
  expect(idsOf(randomExemplars(pool, 4, 1))).toEqual(drawn)
  expect(idsOf(randomExemplars(pool, 4, 2))).not.toEqual(drawn)
  expect(randomExemplars(pool.slice(0, 3), 4, 1)).toHaveLength(3)
  expect(randomExemplars([], 4, 1)).toEqual([])
})

test('randomExemplarsFor draws by the record id of the case, whichever cases were asked for before', () => {
  const choose = randomExemplarsFor(pool, 4, 1)
  const first = idsOf(choose(asked('a')))
  expect(idsOf(choose(asked('b')))).not.toEqual(first)
  expect(idsOf(choose(asked('a')))).toEqual(first)
  expect(idsOf(randomExemplarsFor(pool, 4, 2)(asked('a')))).not.toEqual(first)
})

test('randomExemplarsFor draws min(shots, others) distinct exemplars and never the case itself', () => {
  fc.assert(
    fc.property(anyPool, fc.integer({ min: 1, max: 30 }), fc.nat(30), (some, shots, i) => {
      const drawn = idsOf(randomExemplarsFor(some, shots, 1)(asked(`r${i}`)))
      const others = some.filter(({ recordId }) => recordId !== `r${i}`).length
      expect(drawn).toHaveLength(Math.min(shots, others))
      expect(new Set(drawn).size).toBe(drawn.length)
      expect(drawn).not.toContain(`r${i}`)
    }),
  )
})
