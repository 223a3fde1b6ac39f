import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sortedBy } from './sorting.ts'

test('pseudonyms sort by their number, and null stands last either way', () => {
  const rows = ['R10', 'R2', null, 'R1']
  expect(sortedBy(rows, row => row, false)).toEqual(['R1', 'R2', 'R10', null])
  expect(sortedBy(rows, row => row, true)).toEqual(['R10', 'R2', 'R1', null])
})

test('sorting keeps every line, and the order of equal ones', () => {
  const lines = fc.array(fc.record({ value: fc.option(fc.integer({ min: 0, max: 5 })), at: fc.nat() }))
  fc.assert(
    fc.property(lines, fc.boolean(), (given, descending) => {
      const rows = given.map((row, place) => ({ ...row, place }))
      const sorted = sortedBy(rows, ({ value }) => value, descending)
      expect(sorted.toSorted((a, b) => a.place - b.place)).toEqual(rows)
      for (const [i, row] of sorted.slice(1).entries()) {
        const before = sorted[i]
        if (row.value === before.value) expect(row.place).toBeGreaterThan(before.place)
        else if (row.value !== null && before.value !== null) expect(row.value > before.value).toBe(!descending)
        else expect(row.value).toBeNull()
      }
    }),
  )
})
