import fc from 'fast-check'
import { expect, test } from 'vitest'
import { stratifiedSample } from './approval-sample.ts'

interface Item {
  readonly id: string
  readonly cell: string
}
const of = { id: (item: Item) => item.id, cell: (item: Item) => item.cell }
const sample = (items: readonly Item[], count: number, seed = 1) => stratifiedSample(items, count, seed, of)
const anyItems = fc
  .array(fc.constantFrom('model head', 'model tail', 'rules head'), { maxLength: 60 })
  .map(cells => cells.map((cell, i): Item => ({ id: `r${i}`, cell })))

test('stratifiedSample draws every cell in proportion, within one item', () => {
  fc.assert(
    fc.property(anyItems, fc.nat(60), fc.nat(), (items, count, seed) => {
      const drawn = sample(items, count, seed)
      const expected = Math.min(count, items.length)
      expect(new Set(drawn.map(of.id)).size).toBe(expected)
      for (const cell of new Set(items.map(of.cell))) {
        const share = (items.filter(item => item.cell === cell).length * expected) / (items.length || 1)
        expect(Math.abs(drawn.filter(item => item.cell === cell).length - share)).toBeLessThanOrEqual(1)
      }
    }),
  )
})

test('stratifiedSample depends on the seed, and not on the order of the items', () => {
  const items = Array.from({ length: 40 }, (_, i): Item => ({ id: `r${i}`, cell: i % 3 ? 'a' : 'b' }))
  expect(sample(items.toReversed(), 7)).toEqual(sample(items, 7))
  expect(sample(items, 7, 2)).not.toEqual(sample(items, 7))
  expect(sample([], 7)).toEqual([])
  expect(sample(items, 0)).toEqual([])
})
