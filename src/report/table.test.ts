/** @file Which tables of the page are folded. */
import { expect, test } from 'vitest'
import { type TableRow, table } from './table.ts'

const rows = (count: number): TableRow[] => Array.from({ length: count }, (_, i) => [`row ${i}`])

test('a long table is folded below its caption, with its rows counted without headings', () => {
  const folded = table('Pairs', [{ label: 'pair' }], [{ heading: 'all' }, ...rows(20)]).markup
  expect(folded).toMatch(/^<details class="folded"><summary>Pairs <span class="quiet">\(20\)<\/span><\/summary>/)
  expect(folded.match(/<td|<th scope="row"/g)).toHaveLength(20)
})

test('a short table keeps its caption and is open', () => {
  const open = table('Pairs', [{ label: 'pair' }], rows(20)).markup
  expect(open).not.toContain('<details')
  expect(open).toContain('<caption>Pairs</caption>')
})
