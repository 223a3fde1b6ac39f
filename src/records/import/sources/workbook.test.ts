import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadJsonl } from '../../../support/index.ts'
import { clinicRow, HEADER, importClinic, MAPPING, temporaryFolder } from '../fixtures/clinic.ts'
import { type FixtureCell, workbookBytes } from '../fixtures/workbook-file.ts'
import type { RawRow } from './row-source.ts'
import { openWorkbook } from './workbook.ts'

function write(sheets: Parameters<typeof workbookBytes>[0], padTo?: number): string {
  const file = join(temporaryFolder(), 'export.xlsx')
  writeFileSync(file, workbookBytes(sheets, padTo))
  return file
}

async function read(file: string, sheet?: string) {
  const { columns, rows, notes } = await openWorkbook(file, { sheet })
  const all: RawRow[] = []
  for await (const row of rows) all.push(row)
  return { columns, rows: all, notes: notes() }
}

test('openWorkbook gives error cells as text, blanks as nothing, and the row of the sheet as the place', async () => {
  const { columns, rows, notes } = await read(
    write({
      Data: [
        [' A ', 'B<&'],
        [1.5, { error: '#NAME?' }],
        [null, null],
        ['x', null],
        [null, { error: '#DIV/0!' }],
      ],
    }),
  )
  expect(columns).toEqual(['A', 'B<&'])
  expect(rows).toEqual([
    { row: 1, line: 2, cells: ['1.5', '#NAME?'] },
    { row: 2, line: 4, cells: ['x', ''] },
    { row: 3, line: 5, cells: ['', '#DIV/0!'] },
  ])
  expect(notes).toEqual(['1 wholly blank rows of sheet "Data" are not rows (0 at its end).'])
})

test('openWorkbook takes the padding of a sheet for no rows, and says so', async () => {
  const { rows, notes } = await read(write({ Data: [['A'], [1], [2]] }, 1000))
  expect(rows).toHaveLength(2)
  // Rows 4 to 1000 of the sheet.
  expect(notes).toEqual(['997 wholly blank rows of sheet "Data" are not rows (997 at its end).'])
})

test('openWorkbook of several sheets must be told which', async () => {
  const file = write({ Instructions: [['Read me']], 'Full & new': [['A'], [1]] })
  await expect(openWorkbook(file)).rejects.toThrow(/has 2 sheets \("Instructions", "Full & new"\).*source: \{ sheet/)
  await expect(openWorkbook(file, { sheet: 'Full & ne' })).rejects.toThrow(
    /no sheet "Full & ne"; did you mean "Full & new"/,
  )
  expect((await read(file, 'Full & new')).rows).toHaveLength(1)
})

test.each([
  ['a blank sheet', [[null]], /blank sheet "Data"/],
  [
    'a name twice',
    [
      ['A', 'A'],
      [1, 2],
    ],
    /"A" twice, in columns 1 and 2/,
  ],
] as [string, FixtureCell[][], RegExp][])('openWorkbook refuses %s', async (_, rows, message) => {
  await expect(openWorkbook(write({ Data: rows }))).rejects.toThrow(message)
})

test('importRecords quarantines an error cell where a field reads it, and nowhere else', async () => {
  const columns = HEADER.split(',')
  const rowWith = (cycle: number, column: string) =>
    clinicRow(cycle)
      .split(',')
      .map((cell, i): FixtureCell => (columns[i] === column ? { error: '#NAME?' } : cell))
  const file = write({
    Notes: [['made up']],
    Data: [columns, rowWith(1, 'Age'), rowWith(2, 'Smoker'), rowWith(3, 'Live birth'), rowWith(4, 'Dose')],
  })
  const mappingText = `source: { sheet: Data }\n${MAPPING}`
  const { folder, report } = await importClinic('', { source: file, mappingText, quarantineLimit: 1 })
  expect(report).toMatchObject({ rows: 4, imported: 1, quarantined: { rows: 3 } })
  const reason = 'expected a value, got the error of a spreadsheet formula'
  expect(await loadJsonl(join(folder, 'quarantine.jsonl'))).toEqual([
    { row: 1, line: 2, field: 'age', reason },
    { row: 2, line: 3, field: 'smoker', reason },
    { row: 4, line: 5, field: 'dose', reason },
  ])
})
