import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bandReader, isOpenBand } from './bands.ts'

const midpoint = bandReader({ closed: 'midpoint', open: { '>40': 42, '<0.01': 0.01, '45+': 47 } })

test.each([
  ['35-37', 36],
  ['18-34', 26],
  ['35 – 37', 36],
  ['35 to 37', 36],
  ['35~37', 36],
  ['0.1-0.2', 0.15],
  ['10-10', 10],
  ['>40', 42],
  ['> 40', 42],
  ['<0.01', 0.01],
  ['45 +', 47],
])('bandReader(%j) is %d, and from a band', (cell, value) => {
  expect(midpoint(cell)).toEqual({ value, fromBand: true })
})

test('bandReader(a number) is the number, and from no band', () => {
  expect(midpoint('36')).toEqual({ value: 36 })
  expect(midpoint('-5')).toEqual({ value: -5 })
  expect(midpoint('1e-5')).toEqual({ value: 0.00001 })
})

test.each([
  ['>41', /an open one that `bands` does not name/],
  ['≥ 40', /an open one/],
  ['under 18', /an open one/],
  ['40 and over', /an open one/],
  ['37-35', /upside down/],
  ['35-37-39', /expected a number/],
  ['Oct-15', /expected a number/],
  ['', /expected a number/],
])('bandReader(%j) is refused', (cell, reason) => {
  expect(midpoint(cell)).toEqual({ reason: expect.stringMatching(reason) })
})

test('bandReader of every band with two ends is its middle, its lower or its upper end', () => {
  const number = fc.integer({ min: 0, max: 99_999 }).map(hundredths => hundredths / 100)
  const sign = fc.constantFrom('-', ' - ', '–', ' to ', '~')
  fc.assert(
    fc.property(number, number, sign, (one, other, between) => {
      const [low, high] = [Math.min(one, other), Math.max(one, other)]
      const cell = `${low}${between}${high}`
      const of = (closed: 'midpoint' | 'lower' | 'upper') => bandReader({ closed, open: {} })(cell)
      expect(of('lower')).toEqual({ value: low, fromBand: true })
      expect(of('upper')).toEqual({ value: high, fromBand: true })
      const middle = of('midpoint')
      expect('value' in middle && Math.abs(middle.value - (low + high) / 2)).toBeLessThan(1e-9)
    }),
  )
})

test('isOpenBand takes comparisons with a number, and nothing else', () => {
  expect(
    ['>40', '>= 40', '≥40', '45+', 'under 18', 'more than 40', '40 and over', '40岁以上', '大于40岁'].every(isOpenBand),
  ).toBe(true)
  expect(['>4O', '35-37', '40', '> ', 'old', '>40x'].some(isOpenBand)).toBe(false)
})
