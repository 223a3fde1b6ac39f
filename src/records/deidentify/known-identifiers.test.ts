import { expect, test } from 'vitest'
import { planColumns } from './column-plan.ts'
import { knownIdentifiers } from './known-identifiers.ts'
import { scanText } from './scan-text.ts'

/** The note of a row with one identifier in a column of its own. */
function scanned(column: string, cell: string, note: string): string {
  const ids = { record: null, couple: ['Cid'] }
  return scanText(note, knownIdentifiers(planColumns([column], ids, [])).of([cell])).text
}

test.each([
  ['Name', 'Amy Wu', 'wants ICSI; Wu agrees, Amy too', 'wants ICSI; [name] agrees, [name] too'],
  ['Name', 'KIM LEE', 'Lee prefers IUI', '[name] prefers IUI'],
  ['Name', 'Long Wu', 'long protocol; LONG', 'long protocol; LONG'],
  ['姓名', '李娜娜', '娜娜同意移植', '[name]同意移植'],
  ['姓名', '欧阳静怡', '静怡同意移植', '[name]同意移植'],
  ['Cid', 'C17', 'C17 discussed, c17 and C170', '[record number] discussed, [record number] and C170'],
  ['Cid', '17', '17 oocytes', '17 oocytes'],
  ['Cid', 'E2', 'E2 1200', 'E2 1200'],
  ['Town', 'Ballymena', 'lives near Ballymena', 'lives near [address]'],
  ['Town', 'Reading', 'reading glasses', 'reading glasses'],
  ['Employer', 'HARLAND', 'nights at Harland', 'nights at [employer]'],
  ['Employer', 'none', 'None of these', 'None of these'],
])('knownIdentifiers(%s=%s) in "%s"', (column, cell, note, expected) => {
  expect(scanned(column, cell, note)).toBe(expected)
})
