import fc from 'fast-check'
import { expect, test } from 'vitest'
import { learntTokens, packSequences } from './sequences.ts'

const encoded = (id: string, length: number, promptLength: number, episode?: string) => ({
  id,
  ids: Array.from({ length }, (_, i) => i + 1),
  promptLength,
  ...(episode !== undefined && { episode }),
})

test('packSequences puts whole cases in a row up to the context, and learns all tokens but the first', () => {
  const rows = packSequences([encoded('a', 4, 2), encoded('b', 4, 2), encoded('c', 4, 2)], 8)
  expect(rows.map(({ records }) => records)).toEqual([['a', 'b'], ['c']])
  expect([...rows[0].learnt]).toEqual([0, 1, 1, 1, 1, 1, 1, 1])
})

test('packSequences(completions) learns the completion of every case in a row', () => {
  const [row] = packSequences([encoded('a', 4, 2), encoded('b', 3, 2)], 8, 'completions')
  expect([...row.learnt]).toEqual([0, 0, 1, 1, 0, 0, 1])
  expect(learntTokens(row)).toBe(3)
})

test('packSequences begins a row where an episode begins', () => {
  const rows = packSequences([encoded('a', 2, 1, 'x'), encoded('b', 2, 1, 'x'), encoded('c', 2, 1, 'y')], 100)
  expect(rows.map(({ records }) => records)).toEqual([['a', 'b'], ['c']])
})

test('packSequences(a case of one token) leaves out a row in which nothing is learnt', () => {
  expect(packSequences([encoded('a', 1, 0)], 8)).toEqual([])
  expect(packSequences([], 8)).toEqual([])
})

test('packSequences keeps every case once and in order, and no row is longer than the context', () => {
  const cases = fc.array(fc.tuple(fc.integer({ min: 2, max: 9 }), fc.integer({ min: 0, max: 2 })), { maxLength: 30 })
  fc.assert(
    fc.property(cases, lengths => {
      const given = lengths.map(([length, episode], i) => encoded(`c${i}`, length, 1, `e${episode}`))
      const rows = packSequences(given, 9, 'completions')
      expect(rows.flatMap(({ records }) => records)).toEqual(given.map(({ id }) => id))
      expect(rows.every(({ ids }) => ids.length <= 9)).toBe(true)
    }),
  )
})
