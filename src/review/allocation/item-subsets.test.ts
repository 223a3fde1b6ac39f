/** @file Subsets in which every two items meet equally often: all of them, or turns of some. */
import { expect, test } from 'vitest'
import { randomStream } from '../../support/index.ts'
import { itemSubsets } from './item-subsets.ts'

const stream = () => randomStream(1, 'subsets')

test.each([
  // n over k.
  [4, 2, 6],
  [5, 3, 10],
  [10, 3, 120],
  [15, 3, 455],
])('itemSubsets(%i, %i) are all %i, each once, every two items together equally often', (items, size, count) => {
  const subsets = itemSubsets(items, size, stream())
  expect(subsets.length).toBe(count)
  expect(new Set(subsets.map(subset => subset.join())).size).toBe(count)
  const together = (a: number, b: number) => subsets.filter(own => own.includes(a) && own.includes(b)).length
  // Of all pairs of places of all subsets each pair of items has its share.
  const each = (count * size * (size - 1)) / (items * (items - 1))
  for (let a = 0; a < items; a++) for (let b = 0; b < a; b++) expect(together(a, b)).toBe(each)
})

test('itemSubsets of more than can be listed are turns: every item equally often, and every two of them meet', () => {
  const subsets = itemSubsets(45, 3, stream())
  expect(subsets.length).toBe(45 * Math.ceil(1000 / 45))
  const met = new Set<string>()
  const often = Array<number>(45).fill(0)
  for (const [a, b, c] of subsets) {
    for (const item of [a, b, c]) often[item]++
    for (const pair of [
      [a, b],
      [a, c],
      [b, c],
    ])
      met.add(pair.join())
  }
  // 3 of 45 of each of 1,035 subsets.
  expect(new Set(often)).toEqual(new Set([69]))
  expect(met.size).toBe((45 * 44) / 2)
})
