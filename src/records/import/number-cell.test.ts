import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readNumberText } from './cell.ts'
import { unreadNumber } from './number-cell.ts'

test.each([
  ['23,4', 'a decimal comma'],
  ['1,500', 'a number with a comma'],
  ['1 500', 'a number with a space or an apostrophe'],
  ['225 IU', 'a number with a word or a unit'],
  ['45%', 'a number with a word or a unit'],
  ['18 months', 'a number with a word or a unit'],
  ['3 months', 'a number with a word or a unit'],
  ['4 years', 'a number with a word or a unit'],
  ['2 Mar 2021', 'a date'],
  ['Grade 2', 'something else'],
  ['3岁', 'a number with a word or a unit'],
  ['12.3 ng/mL', 'a number with a word or a unit'],
  ['60 x10^6/mL', 'a number with a word or a unit'],
  ['３５', 'full-width digits'],
  ['02-Mar', 'a date'],
  ['Mar-02', 'a date'],
  ['14/05/2022', 'a date'],
  ['2022-05-14', 'a date'],
  ['2022年5月14日', 'a date'],
  ['l50', 'a letter for a digit'],
  ['2O0', 'a letter for a digit'],
  ['<1.0', 'a comparison'],
  ['8.2*', 'a number with a mark after it'],
  ['thirty', 'text without a digit'],
  ['Couple 17 of ward 4', 'something else'],
])('unreadNumber(%s) is %s', (cell, kind) => {
  expect(unreadNumber(cell)).toMatch(new RegExp(`^expected a number, got ${kind}`))
})

test('unreadNumber shows nothing of a cell: few reasons stand for all of them', () => {
  const reasons = new Set<string>()
  fc.assert(
    fc.property(fc.oneof(fc.string({ minLength: 1 }), fc.stringMatching(/^[\dOl,./ a-c-]{1,8}$/)), cell => {
      const reading = readNumberText(cell)
      if ('reason' in reading) reasons.add(reading.reason)
    }),
    { numRuns: 500 },
  )
  expect(reasons.size).toBeGreaterThan(3)
  expect(reasons.size).toBeLessThanOrEqual(12)
})
