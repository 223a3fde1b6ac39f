import { expect, test } from 'vitest'
import type { ImportReport, Split } from '../../records/index.ts'
import { flowRows } from './flow.ts'

/** Of 25 rows 20 are records of 18 couples; `kept` of them stand on the three sides. */
function rowsOf(kept: { readonly records: number; readonly couples: number }, note: string | null = null) {
  const importReport = {
    rows: 25,
    imported: 20,
    couples: 18,
    quarantined: { rows: 2, reasons: [] },
    notInCohort: { rows: 3, conditions: [] },
    note,
  } as unknown as ImportReport
  const sides = (eligible: number, all: number) => ({ eligible, train: all - 5, validation: 2, test: 3 })
  const split = { records: sides(20, kept.records), couples: sides(18, kept.couples) } as Split['counts']
  return flowRows({ importReport, split })
}

test('the sides of the split and what it does not use add up to the records', () => {
  const rows = rowsOf({ records: 12, couples: 11 })
  expect(rows.at(-1)).toEqual(['not used', '', 8, 7])
  const sum = (column: 2 | 3) => rows.slice(-4).reduce((total, row) => total + Number(row[column]), 0)
  expect([sum(2), sum(3)]).toEqual([20, 18])
})

test('a split that uses every record has no row of unused ones', () => {
  expect(rowsOf({ records: 20, couples: 18 }).at(-1)).toEqual(['test', '', 3, 3])
})

test('where couples cannot be linked only records are counted', () => {
  expect(rowsOf({ records: 12, couples: 12 }, 'no couple (coupleId: row)').at(-1)).toEqual(['not used', '', 8, null])
})
