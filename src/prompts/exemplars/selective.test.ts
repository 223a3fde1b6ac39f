import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyFields, anyPool, idsOf, specialty, workedCase } from './fixtures/worked-cases.ts'
import { selectiveExemplars, selectiveExemplarsFor } from './selective.ts'

test('selectiveExemplars shows every option with few shots, and what shows the most stands last', () => {
  const common = Array.from({ length: 30 }, (_, i) => workedCase(`common${i}`))
  const early = workedCase('early', { plan: { method: 'IVF', rescue: 'early' } })
  const late = workedCase('late', { plan: { method: 'IVF', rescue: 'late' }, fields: { pcos: null } })
  const chosen = selectiveExemplars(specialty, [...common, late, early], 3, 1)
  // First `early`: three layers and two diagnoses. Then `late` (Rescue: late) and a common one (Method: ICSI) show one
  // new option each and no new diagnosis; either may come before the other.
  expect(idsOf(chosen).at(-1)).toBe('early')
  expect(idsOf(chosen)).toContain('late')
  expect(new Set(chosen.map(({ referencePlan }) => referencePlan['method']))).toEqual(new Set(['IVF', 'ICSI']))
})

test('selectiveExemplars(cases that show the same) prefers the one that reasons in full', () => {
  const pool = [workedCase('a'), workedCase('b', { reasoning: 'Because of this and that.' }), workedCase('c')]
  expect(idsOf(selectiveExemplars(specialty, pool, 1, 1))).toEqual(['b'])
})

test('selectiveExemplarsFor chooses among the nearest only, the nearest of those chosen last', () => {
  const near = Array.from({ length: 8 }, (_, i) => workedCase(`near${i}`, { fields: { age: 30 + i } }))
  const far = workedCase('far', {
    plan: { method: 'IVF', rescue: 'early' },
    fields: { age: 50, cause: 'tubal', pcos: true },
  })
  // One shot, eight candidates: the far case, which alone shows three options, is the ninth.
  const choose = selectiveExemplarsFor(specialty, [far, ...near], 1, 1)
  expect(idsOf(choose({ recordId: 'asked', fields: near[0].fields }))[0]).toMatch(/^near/)
  // Two shots, sixteen candidates: now it is among them, is chosen, and stands first because it is the farther one.
  const both = selectiveExemplarsFor(specialty, [far, ...near], 2, 1)({ recordId: 'asked', fields: near[0].fields })
  expect(idsOf(both)[0]).toBe('far')
})

test('selectiveExemplars gives min(shots, pool) distinct cases, whatever the order of the pool', () => {
  expect(selectiveExemplars(specialty, [], 4, 1)).toEqual([])
  fc.assert(
    fc.property(anyPool, fc.integer({ min: 1, max: 30 }), (pool, shots) => {
      const chosen = idsOf(selectiveExemplars(specialty, pool, shots, 1))
      expect(new Set(chosen).size).toBe(Math.min(shots, pool.length))
      expect(idsOf(selectiveExemplars(specialty, pool.toReversed(), shots, 1))).toEqual(chosen)
    }),
  )
})

test('selectiveExemplarsFor gives min(shots, others) distinct cases, never itself, whatever the order of the pool', () => {
  fc.assert(
    fc.property(anyPool, anyFields, fc.integer({ min: 1, max: 30 }), fc.nat(30), (pool, fields, shots, i) => {
      const asked = pool[i] ?? { recordId: 'asked', fields }
      const others = pool.length - (pool[i] ? 1 : 0)
      const chosen = idsOf(selectiveExemplarsFor(specialty, pool, shots, 1)(asked))
      expect(new Set(chosen).size).toBe(Math.min(shots, others))
      expect(chosen).not.toContain(asked.recordId)
      expect(idsOf(selectiveExemplarsFor(specialty, pool.toReversed(), shots, 1)(asked))).toEqual(chosen)
    }),
  )
})
