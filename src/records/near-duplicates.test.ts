import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Field } from '../specialty/index.ts'
import { findNearDuplicates, nearDuplicateGroups } from './near-duplicates.ts'

const fields: readonly Field[] = [
  { name: 'age', label: 'Age', type: 'number', range: [18, 50] },
  { name: 'amh', label: 'AMH', type: 'number', range: [0, 30] },
  { name: 'cause', label: 'Cause', type: 'category', values: ['male', 'tubal'] },
]
const SIDES = ['train', 'validation', 'test'] as const
const anyRecords = fc
  .array(
    fc.record({
      side: fc.constantFrom(...SIDES),
      age: fc.option(fc.integer({ min: 20, max: 24 })),
      amh: fc.double({ min: 0, max: 1, noNaN: true }).map(x => Math.round(x * 200) / 100),
      cause: fc.constantFrom('male', 'tubal', null),
    }),
    { maxLength: 60 },
  )
  .map(rows => rows.map(({ side, ...own }, i) => ({ recordId: `r${i}`, coupleId: `c${i}`, side, fields: own })))

test('findNearDuplicates always finds equal fields, and names the smallest id of the nearest', () => {
  fc.assert(
    fc.property(anyRecords, records => {
      const { cases } = findNearDuplicates(records, fields)
      for (const record of records.filter(({ side }) => side === 'test')) {
        const twins = records.filter(
          other => other.side === 'train' && JSON.stringify(other.fields) === JSON.stringify(record.fields),
        )
        const found = cases.find(({ recordId, other }) => recordId === record.recordId && other === 'train')
        expect(found?.equal ?? 0).toBe(twins.length)
        if (twins.length > 0) {
          expect(found).toMatchObject({ nearest: twins.map(({ recordId }) => recordId).sort()[0], distance: 0 })
        }
      }
    }),
  )
})

const person = (recordId: string, side: (typeof SIDES)[number], age: number | null, amh: number, cause = 'male') => ({
  recordId,
  coupleId: recordId,
  side,
  fields: { age, amh, cause },
})

test('findNearDuplicates takes numbers that hardly differ, and no other category or missing value', () => {
  // Ages 20 to 39 and AMH 0 to 1900 in hundreds: interquartile ranges of about 8 and 800. Limit: 0.01 x 3 fields.
  const spread = Array.from({ length: 20 }, (_, i) => person(`t${i}`, 'train', 20 + i, 100 * i))
  const own = [
    person('near', 'test', 28, 801),
    person('far', 'test', 29, 800),
    person('other', 'test', 28, 800, 'tubal'),
    person('missing', 'test', null, 800),
  ]
  const { cases, counts } = findNearDuplicates([...spread, ...own], fields)
  expect(cases).toMatchObject([{ recordId: 'near', other: 'train', equal: 0, near: 1, nearest: 't8' }])
  expect(cases[0].distance).toBeLessThanOrEqual(0.01)
  expect(counts[0]).toEqual({ side: 'test', other: 'train', records: 1, couples: 1, equalRecords: 0, equalCouples: 0 })
})

test('nearDuplicateGroups joins couples through others, and leaves out who is alone', () => {
  const records = [person('a', 'train', 30, 1), person('b', 'test', 30, 1), person('c', 'test', 40, 9)]
  expect([...nearDuplicateGroups(records, fields)]).toEqual(
    expect.arrayContaining([
      ['a', 'a'],
      ['b', 'a'],
    ]),
  )
  expect(nearDuplicateGroups(records, fields).has('c')).toBe(false)
  expect(findNearDuplicates([], fields).cases).toEqual([])
})
