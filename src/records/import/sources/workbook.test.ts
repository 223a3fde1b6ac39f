import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadJsonl } from '../../../support/index.ts'
import { clinicRow, HEADER, importClinic, MAPPING, temporaryFolder } from '../fixtures/clinic.ts'
import { type FixtureCell, workbookBytes } from '../fixtures/workbook-file.ts'
import type { RawRow } from './row-source.ts'
import { openWorkbook } from './workbook.ts'

function write(sheets: Parameters<typeof workbookBytes>[0], padTo?: number, merged?: string[]): string {
  const file = join(temporaryFolder(), 'export.xlsx')
  writeFileSync(file, workbookBytes(sheets, padTo, merged))
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
  expect(notes).toEqual(['1 wholly blank row of sheet "Data" is no row (0 at its end).'])
})

test('openWorkbook gives a formula without a result as an error, and one with a result as that', async () => {
  const { rows } = await read(
    write({
      Data: [
        ['A', 'B', 'C', 'D'],
        [
          { formula: '1.5*2' },
          { formula: '1+1', value: '' },
          { formula: '1+2', value: '3' },
          { formula: 'A1', type: 'str' },
        ],
        // The result is an empty text.
        ['x', { formula: '""', type: 'str', value: '' }, null, null],
      ],
    }),
  )
  expect(rows.map(({ cells }) => cells)).toEqual([
    ['#GETTING_DATA', '#GETTING_DATA', '3', '#GETTING_DATA'],
    ['x', '', '', ''],
  ])
})

test('openWorkbook gives what is shown as a percentage as one', async () => {
  const styled = [0, 2, 3, 4].map((style): FixtureCell => ({ number: 0.07, style }))
  const { rows } = await read(write({ Data: [['A', 'B', 'C', 'D'], styled] }))
  expect(rows[0].cells).toEqual(['0.07', '7%', '7%', '0.07'])
})

test('openWorkbook repeats the value of merged cells in every row that they cover, and says so', async () => {
  const { columns, rows, notes } = await read(
    write(
      {
        Data: [
          ['A', 'B', 'C'],
          ['couple 1', 1, 'none'],
          [null, 2, null],
          [null, null, null],
          ['couple 2', 3, null],
        ],
      },
      undefined,
      ['A2:A4', 'C2:C3', 'B5:C5', 'B1:C1', 'Z90:Z91'],
    ),
  )
  expect(columns).toEqual(['A', 'B', 'C'])
  expect(rows.map(({ line, cells }) => [line, ...cells])).toEqual([
    [2, 'couple 1', '1', 'none'],
    [3, 'couple 1', '2', 'none'],
    [5, 'couple 2', '3', '3'],
  ])
  expect(notes).toEqual([
    '1 wholly blank row of sheet "Data" is no row (0 at its end).',
    '3 merged cells of sheet "Data" have the value of the first cell of their area.',
  ])
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

test('importRecords quarantines a formula without a result and a percentage where no percentage is meant', async () => {
  const columns = HEADER.split(',')
  const rowWith = (cycle: number, age: FixtureCell) =>
    clinicRow(cycle)
      .split(',')
      .map((cell, i): FixtureCell => (columns[i] === 'Age' ? age : cell))
  const file = write({
    Data: [columns, rowWith(1, { formula: '17*2' }), rowWith(2, { number: 0.34, style: 2 }), rowWith(3, 34)],
  })
  const { report } = await importClinic('', { source: file, quarantineLimit: 1 })
  expect(report).toMatchObject({ rows: 3, imported: 1, quarantined: { rows: 2 } })
  expect(report.quarantined.reasons.map(({ reason }) => reason).toSorted()).toEqual([
    'expected a number, got a number with a word or a unit in the cell',
    'expected a value, got the error of a spreadsheet formula',
  ])
})
