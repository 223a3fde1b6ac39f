/** @file Escaping, CSV and number formats. */
import { toCsv } from '../support/index.ts'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatCount, formatDifference, formatInterval, formatNumber, formatP, formatValue } from './format.ts'
import { html } from './html.ts'
import { thinCurve } from './training-events.ts'

test('html escapes text and keeps markup', () => {
  expect(html`<p title="${'"'}">${'<b>'}${html`<i>${1}</i>`}${null}${false}${['&', 'x']}</p>`.markup).toBe(
    '<p title="&quot;">&lt;b&gt;<i>1</i>&amp;x</p>',
  )
})

test('html never lets text open a tag or leave an attribute', () => {
  fc.assert(fc.property(fc.string(), text => !/[<>"']/.test(html`${text}`.markup)))
})

test('toCsv is read back by a CSV parser, whatever the text', () => {
  const cell = fc.string({ unit: 'grapheme' }).filter(text => !/^[=+\-@\t\r]/.test(text))
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1 }), rows => {
      const found = parse(toCsv(['a', 'b'], rows), { columns: false, record_delimiter: '\n', skip_empty_lines: false })
      expect(found).toEqual([['a', 'b'], ...rows])
    }),
  )
})

test('toCsv disarms text that a spreadsheet would run, and leaves numbers alone', () => {
  expect(toCsv(['x', 'y'], [['=1+1', -2]])).toBe("x,y\n'=1+1,-2\n")
  expect(toCsv(['x'], [['@sum(a)'], ['+1'], ['-1']])).toBe("x\n'@sum(a)\n'+1\n'-1\n")
})

test('formatValue and formatDifference print shares in percent and points', () => {
  expect(formatValue(0.8341, 'share')).toBe('83.4 %')
  expect(formatDifference(0.0521, 'share')).toBe('+5.2 points')
  expect(formatDifference(-0.0521, 'share')).toBe('−5.2 points')
  expect(formatDifference(0, 'share')).toBe('0.0 points')
})

test('formatDifference and formatInterval keep the sign of what rounds to zero', () => {
  expect(formatDifference(0.0001, 'share')).toBe('+0.0 points')
  expect(formatDifference(-0.0001, 'index')).toBe('−0.000')
  expect(formatDifference((0.1 + 0.2 - 0.3) * -1, 'index')).toBe('0.000')
  const estimate = { value: 0.02, interval: [-0.0002, 0.041] as const, level: 0.95, n: 90, method: '' }
  expect(formatInterval(estimate, 'share', true)).toBe('−0.0 to +4.1')
})

test('formatCount(169616) separates thousands', () => {
  expect([formatCount(999), formatCount(1000), formatCount(169616)]).toEqual(['999', '1,000', '169,616'])
})

test('formatNumber(-0.0001, 1) is not minus zero', () => {
  expect(formatNumber(-0.0001, 1)).toBe('0.0')
})

test('formatP gives small values as a bound', () => {
  expect([formatP(0.00001), formatP(0.0351), formatP(1)]).toEqual(['< 0.001', '0.035', '1.000'])
})

test('thinCurve keeps the last step and the mean', () => {
  const points = Array.from({ length: 10 }, (_, i) => ({ step: i + 1, value: i, series: 'training' as const }))
  // Runs of 4, 4 and 2: means 1.5, 5.5, 8.5.
  expect(thinCurve(points, 3).map(({ step, value }) => [step, value])).toEqual([
    [4, 1.5],
    [8, 5.5],
    [10, 8.5],
  ])
})
