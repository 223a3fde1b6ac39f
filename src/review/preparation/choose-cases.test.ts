/** @file The draw of cases: strata, couples, and that a larger draw holds a smaller one. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chooseCases } from './choose-cases.ts'

const rowsOf = (head: number, mid: number, tail: number) =>
  [['head', head] as const, ['mid', mid] as const, ['tail', tail] as const].flatMap(([stratum, count]) =>
    Array.from({ length: count }, (_, i) => ({
      record_id: `${stratum}-${i}`,
      couple_id: `${stratum}-${Math.floor(i / 2)}`,
      stratum,
    })),
  )

const counted = (rows: readonly { readonly stratum: string }[]) =>
  ['head', 'mid', 'tail'].map(stratum => rows.filter(row => row.stratum === stratum).length)

test('chooseCases takes strata in proportion, or evenly as far as they go', () => {
  const rows = rowsOf(60, 30, 10)
  expect(counted(chooseCases(rows, { cases: 50, strata: 'proportional' }, 1))).toEqual([30, 15, 5])
  expect(counted(chooseCases(rows, { cases: 30, strata: 'equal' }, 1))).toEqual([10, 10, 10])
  // The tail has ten: what it lacks is shared by the others.
  expect(counted(chooseCases(rows, { cases: 60, strata: 'equal' }, 1))).toEqual([25, 25, 10])
})

test('chooseCases gives exactly as many as asked, each once, in the order of the split, by seed', () => {
  const size = fc.integer({ min: 0, max: 40 })
  fc.assert(
    fc.property(
      size,
      size,
      size,
      fc.nat(),
      fc.constantFrom('proportional' as const, 'equal' as const),
      (h, m, t, n, strata) => {
        const rows = rowsOf(h, m, t)
        fc.pre(rows.length > 0)
        const cases = 1 + (n % rows.length)
        const chosen = chooseCases(rows, { cases, strata }, 7)
        expect(chosen).toHaveLength(cases)
        expect(rows.filter(row => chosen.includes(row))).toEqual(chosen)
        expect(chooseCases(rows.toReversed(), { cases, strata }, 7).toReversed()).toEqual(chosen)
      },
    ),
    { numRuns: 200, seed: 20261128 },
  )
})

test('chooseCases takes each couple once before it takes one twice', () => {
  const chosen = chooseCases(rowsOf(40, 0, 0), { cases: 20, strata: 'proportional' }, 3)
  expect(new Set(chosen.map(({ couple_id }) => couple_id)).size).toBe(20)
})

test('chooseCases of more cases holds those of fewer', () => {
  const rows = rowsOf(60, 30, 10)
  const few = chooseCases(rows, { cases: 20, strata: 'proportional' }, 5)
  const many = new Set(chooseCases(rows, { cases: 50, strata: 'proportional' }, 5).map(({ record_id }) => record_id))
  expect(few.filter(({ record_id }) => !many.has(record_id))).toEqual([])
})

test('chooseCases without a number takes 120, or all where there are fewer, and refuses more than there are', () => {
  expect(chooseCases(rowsOf(10, 5, 3), { cases: undefined, strata: 'proportional' }, 1)).toHaveLength(18)
  expect(chooseCases(rowsOf(200, 0, 0), { cases: undefined, strata: 'proportional' }, 1)).toHaveLength(120)
  expect(() => chooseCases(rowsOf(10, 5, 3), { cases: 19, strata: 'proportional' }, 1)).toThrow(
    'expected at most the 18 cases of the test split, got 19',
  )
})
