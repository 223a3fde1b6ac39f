import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BrokenRowError, csvRows } from './csv-rows.ts'

/** Rows of a text that arrives in chunks of a size. */
function rowsOf(text: string, chunk = 1 << 20, delimiter = ',') {
  const splitter = csvRows(delimiter)
  const bytes = Buffer.from(text)
  const rows = []
  for (let at = 0; at < bytes.length; at += chunk) rows.push(...splitter.push(bytes.subarray(at, at + chunk)))
  return [...rows, ...splitter.finish()]
}

const cellsOf = (...args: Parameters<typeof rowsOf>) => rowsOf(...args).map(({ cells }) => cells)

const quoted = (cell: string) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)

test('csvRows is the inverse of writing cells in quotes, whatever the line end and the chunks', () => {
  const cell = fc.stringMatching(/^[a-c",\r\n é€]{0,6}$/)
  const table = fc
    .integer({ min: 1, max: 4 })
    .chain(width => fc.array(fc.array(cell, { minLength: width, maxLength: width })))
  fc.assert(
    fc.property(table, fc.constantFrom('\n', '\r\n', '\r'), fc.boolean(), (rows, end, ends) => {
      // An empty line is no row, so a row of one empty cell must be written in quotes.
      const text = rows.map(cells => cells.map(quoted).join(',') || '""').join(end) + (ends ? end : '')
      expect(cellsOf(text)).toEqual(rows)
    }),
  )
})

test('csvRows of ASCII text does not depend on where chunks end', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^([ab,]|\r|\n|"[a,\n]*"){0,30}$/), fc.integer({ min: 1, max: 7 }), (text, chunk) => {
      let whole: unknown
      try {
        whole = rowsOf(text)
      } catch {
        expect(() => rowsOf(text, chunk)).toThrow(BrokenRowError)
        return
      }
      expect(rowsOf(text, chunk)).toEqual(whole)
    }),
  )
})

test('csvRows gives what csv-parse gives, or refuses what it refuses', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[ab",\r\n]{0,16}$/), text => {
      let expected: string[][] | null
      try {
        expected = parse(text, {
          record_delimiter: ['\r\n', '\n', '\r'],
          relax_column_count: true,
          skip_empty_lines: true,
        }) as string[][]
      } catch {
        expected = null
      }
      if (expected === null) expect(() => rowsOf(text)).toThrow(BrokenRowError)
      else expect(cellsOf(text)).toEqual(expected)
    }),
    { numRuns: 2000 },
  )
})

test('csvRows says on which line a row begins, after quoted line ends and empty lines', () => {
  // Lines: 1 header, 2-3 a row with a line end in it, 4 empty, 5 a row, 6-8 a row with two line ends.
  const text = 'h,i\na,"b\nc"\n\nd,e\n"f\r\n\r\ng",h\n'
  expect(rowsOf(text).map(({ row, line }) => [row, line])).toEqual([
    [0, 1],
    [1, 2],
    [2, 5],
    [3, 6],
  ])
})

test('csvRows takes any delimiter of one character', () => {
  expect(cellsOf('a;"b;c";d\n', 99, ';')).toEqual([['a', 'b;c', 'd']])
  expect(cellsOf('a\tb\n\t\n', 99, '\t')).toEqual([
    ['a', 'b'],
    ['', ''],
  ])
})
