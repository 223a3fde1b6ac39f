import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { csvOf } from './download.ts'

test('what starts like a formula becomes text, a negative number stays one', () => {
  expect(csvOf(['a', 'b'], [['=HYPERLINK("x")', -1]])).toBe('a,b\r\n"\'=HYPERLINK(""x"")",-1\r\n')
})

test('a reader of CSV gets back every text that is no formula', () => {
  const text = fc.string({ unit: 'grapheme' }).filter(value => !/^[=+\-@\t\r]/.test(value))
  fc.assert(
    fc.property(fc.array(fc.tuple(text, text), { minLength: 1 }), lines => {
      const read = parse(csvOf(['one', 'two'], lines), { record_delimiter: '\r\n', relax_column_count: false })
      expect(read).toEqual([['one', 'two'], ...lines])
    }),
  )
})
