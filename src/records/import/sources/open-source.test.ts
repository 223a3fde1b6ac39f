import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { loadJsonl } from '../../../support/index.ts'
import type { PatientRecord } from '../../patient-record.ts'
import { clinicRow, HEADER, importClinic, temporaryFolder } from '../fixtures/clinic.ts'
import { writeParquet } from '../fixtures/parquet-file.ts'
import { workbookBytes } from '../fixtures/workbook-file.ts'
import { extensionOf, openSource } from './open-source.ts'

/** Five rows: two that are imported, two that are not what they should be, one outside of the cohort. */
const ROWS = [
  clinicRow(1),
  clinicRow(2, { Age: 'x' }),
  clinicRow(3, { Kind: 'frozen' }),
  clinicRow(4, { Transferred: '0', Stored: '2' }),
  clinicRow(5, { Dose: '310' }),
].map(row => row.split(','))
const COLUMNS = HEADER.split(',')

const delimited = (delimiter: string) => `${[COLUMNS, ...ROWS].map(cells => cells.join(delimiter)).join('\n')}\n`
/** Numbers as numbers: a form with types must give what one without gives. */
const typed = (cell: string) => (/^\d+(\.\d+)?$/.test(cell) ? Number(cell) : cell)
const jsonLines = `${ROWS.map(cells => JSON.stringify(Object.fromEntries(cells.map((cell, i) => [COLUMNS[i], typed(cell)])))).join('\n')}\n`
const sheet = { Export: [COLUMNS, ...ROWS.map(cells => cells.map(typed))] }

const forms: readonly (readonly [name: string, write: (file: string) => void | Promise<void>])[] = [
  ['export.csv', file => writeFileSync(file, delimited(','))],
  ['export.csv.gz', file => writeFileSync(file, gzipSync(delimited(',')))],
  ['export.tsv', file => writeFileSync(file, delimited('\t'))],
  ['EXPORT.TSV.GZ', file => writeFileSync(file, gzipSync(delimited('\t')))],
  ['export', file => writeFileSync(file, delimited(','))],
  ['export.jsonl', file => writeFileSync(file, jsonLines)],
  ['export.ndjson.gz', file => writeFileSync(file, gzipSync(jsonLines))],
  ['export-of-lines', file => writeFileSync(file, jsonLines)],
  ['export.xlsx', file => writeFileSync(file, workbookBytes(sheet))],
  ['export.data', file => writeFileSync(file, workbookBytes(sheet))],
  [
    'export.parquet',
    file => {
      const select = ROWS.map(cells => `(${cells.map(cell => `'${cell}'`).join(', ')})`).join(', ')
      const names = COLUMNS.map(column => `"${column}"`).join(', ')
      return writeParquet(file, `SELECT * FROM (VALUES ${select}) AS rows(${names})`)
    },
  ],
]

test.each(forms)('openSource(%s) gives the same records, and every row is accounted for', async (name, write) => {
  const file = join(temporaryFolder(), name)
  await write(file)
  const { folder, report } = await importClinic('', { source: file, quarantineLimit: 1 })
  expect(report).toMatchObject({ rows: ROWS.length, imported: 2, couples: 2 })
  expect(report.quarantined).toMatchObject({ rows: 2, share: 0.5 })
  expect(report.notInCohort.rows).toBe(1)
  expect(report.imported + report.quarantined.rows + report.notInCohort.rows).toBe(ROWS.length)
  const records = await loadJsonl<PatientRecord>(join(folder, 'records.jsonl'))
  expect(records.map(({ recordId, fields, decision }) => ({ recordId, fields, decision }))).toEqual([
    {
      recordId: 'c1',
      fields: { age: 34, cause: 'male', smoker: false },
      decision: { method: 'ICSI', dose: 225, transfer: 'fresh', embryos: '1' },
    },
    {
      recordId: 'c4',
      fields: { age: 34, cause: 'male', smoker: false },
      decision: { method: 'ICSI', dose: 225, transfer: 'freeze-all' },
    },
  ])
  const quarantine = await loadJsonl<{ row: number; field: string }>(join(folder, 'quarantine.jsonl'))
  expect(quarantine.map(({ row, field }) => [row, field])).toEqual([
    [2, 'age'],
    [5, 'dose'],
  ])
})

test('openSource(TSV) with another delimiter takes the one that is given', async () => {
  const file = join(temporaryFolder(), 'export.tsv')
  writeFileSync(file, delimited(';'))
  expect((await openSource(file, { delimiter: ';' })).columns).toEqual(COLUMNS)
})

test.each([
  ['an old Excel file', 'export.xls', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0, 0]), /old Excel file \(\.xls\)/],
  ['SPSS', 'export.sav', '$FL2@(#)', /no reader for \.sav files/],
  ['an empty JSON file', 'export.jsonl', '{', /expected a JSON object on each line/],
  ['a workbook that is none', 'export.xlsx', 'PK\u0003\u0004 and so on', /zip file that is cut off or damaged/],
  ['Parquet that is cut off', 'export.parquet', 'PAR1 and so on', /expected Parquet, got data that is cut off/],
])('openSource refuses %s in one line', async (_, name, content, message) => {
  const file = join(temporaryFolder(), name)
  writeFileSync(file, content)
  const failure = openSource(file)
  await expect(failure).rejects.toMatchObject({ exitCode: 2, message: expect.stringMatching(message) })
  await expect(failure).rejects.toMatchObject({ message: expect.not.stringContaining('\n') })
})

test.each(['none.csv', 'none.jsonl', 'none.parquet', 'none.xlsx', 'none.json'])(
  'openSource(%s) says that it is not there',
  async name => {
    await expect(openSource(join(temporaryFolder(), name))).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(/nothing at this path/),
    })
  },
)

test.each([
  ['a.csv', 'csv'],
  ['a.TSV.gz', 'tsv'],
  ['folder.d/a', ''],
  ['a.b.jsonl', 'jsonl'],
])('extensionOf(%s) is %j', (file, extension) => {
  expect(extensionOf(file)).toBe(extension)
})
