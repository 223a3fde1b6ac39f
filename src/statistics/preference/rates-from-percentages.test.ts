/** @file The integer search against rational arithmetic, and the readings of 51.2, 26.2 and 22.7 per cent. */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  countsFromPercentages,
  firstChoiceReading,
  ownComparisonsReading,
  type PercentageSearch,
  shareOfWinsReading,
} from './rates-from-percentages.ts'

const { searches } = JSON.parse(readFileSync(new URL('./fixtures/rates.json', import.meta.url), 'utf8')) as {
  searches: (Required<PercentageSearch> & { matches: unknown[] })[]
}
const printed = ['51.2', '26.2', '22.7']

test('countsFromPercentages equals the search over fractions, with halves rounded by decimal', () => {
  expect(searches.length).toBeGreaterThan(6)
  for (const { matches, ...search } of searches)
    expect(countsFromPercentages(search), search.printed.join()).toEqual(matches)
})

test('51.2, 26.2 and 22.7: 172 is the smallest total, up to 400 only 172, 256, 260 and 344 fit, with half credits 86', () => {
  const matches = countsFromPercentages({ printed })
  expect(matches.map(({ total, counts }) => [total, ...counts])).toEqual([
    [172, 88, 45, 39],
    [256, 131, 67, 58],
    [260, 133, 68, 59],
    [344, 176, 90, 78],
  ])
  expect(matches.every(({ roundings }) => roundings.length === 2)).toBe(true)
  const halves = countsFromPercentages({ printed, halfCredits: true })
  expect(halves[0]).toMatchObject({ total: 86, counts: [44, 22.5, 19.5] })
})

test('reading (a): at 172 no majority is shown', () => {
  const [first] = firstChoiceReading({ printed })
  expect(first).toMatchObject({ total: 172, majorityShown: false })
  expect(firstChoiceReading({ printed: ['90', '10'], largestTotal: 30 })[1]).toMatchObject({
    total: 20,
    majorityShown: true,
  })
  expect(firstChoiceReading({ printed, halfCredits: true })[0].majorityShown).toBeNull()
})

test('reading (b): the smallest round robin has 432 wins, and the first arm won 77 per cent of its own comparisons', () => {
  const [first] = shareOfWinsReading({ printed, largestTotal: 450 })
  expect(first).toMatchObject({ total: 432, counts: [221, 113, 98], comparisonsPerPair: 144 })
  // 221 / 288, 113 / 288 and 98 / 288.
  expect(first.ownRates.map(rate => Math.round(100 * rate))).toEqual([77, 39, 34])
  expect(shareOfWinsReading({ printed })).toEqual([])
  // Above two thirds no arm of three can come; of four arms any two win at least their own comparison.
  expect(shareOfWinsReading({ printed: ['70', '20', '10'] })).toEqual([])
  expect(shareOfWinsReading({ printed: ['45', '45', '5', '5'], largestTotal: 120 })).toEqual([])
  expect(countsFromPercentages({ printed: ['45', '45', '5', '5'], largestTotal: 120 }).length).toBeGreaterThan(0)
  expect(() => shareOfWinsReading({ printed, halfCredits: true })).toThrow(RangeError)
})

test('reading (c): 100 per cent in all implies one third of ties, such as 86 a pair with 88, 45 and 39 wins of 172', () => {
  const { impliedTieShare, matches } = ownComparisonsReading({ printed, largestTotal: 172 })
  // 1 - 2 * 1.001 / 3.
  expect(impliedTieShare).toBeCloseTo(1 - 2.002 / 3, 12)
  expect(matches.at(-1)).toMatchObject({
    total: 172,
    counts: [88, 45, 39],
    comparisonsPerPair: 86,
    ties: 86,
    tieShare: 1 / 3,
  })
  expect(ownComparisonsReading({ printed: ['90', '80', '70'] }).impliedTieShare).toBeNull()
  expect(ownComparisonsReading({ printed: ['90', '80', '70'] }).matches).toEqual([])
  expect(ownComparisonsReading({ printed: ['50', '50', '50'], largestTotal: 4 })).toMatchObject({
    impliedTieShare: 0,
    matches: [{ total: 2, counts: [1, 1, 1], ties: 0 }, { total: 4 }],
  })
})

test('countsFromPercentages finds the counts that percentages were printed from', () => {
  const count = fc.integer({ min: 0, max: 60 })
  fc.assert(
    fc.property(count, count, fc.integer({ min: 1, max: 60 }), (a, b, c) => {
      const total = a + b + c
      const text = [a, b, c].map(own => {
        const tenths = Math.floor((2000 * own + total) / (2 * total))
        return `${Math.floor(tenths / 10)}.${tenths % 10}`
      })
      const found = countsFromPercentages({ printed: text, largestTotal: total }).filter(own => own.total === total)
      expect(
        found.some(({ counts, roundings }) => `${counts}` === `${[a, b, c]}` && roundings.includes('half-up')),
      ).toBe(true)
    }),
    { numRuns: 60 },
  )
})

test('text that is not a percentage is refused', () => {
  for (const text of ['51,2', '101', '-3', '', '1e1']) {
    expect(() => countsFromPercentages({ printed: [text, '50'] }), text).toThrow(RangeError)
  }
  expect(() => countsFromPercentages({ printed: ['100'] })).toThrow(RangeError)
  expect(() => countsFromPercentages({ printed, largestTotal: 0 })).toThrow(RangeError)
})
