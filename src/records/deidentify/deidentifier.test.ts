import { expect, test } from 'vitest'
import { InputError } from '../../support/index.ts'
import { dayNumber, readCellDate } from './calendar-date.ts'
import { checkColumnUses } from './column-plan.ts'
import { type DeidentifierOptions, deidentifier, importedAsIs, needsKey } from './deidentifier.ts'
import { RECORD, SPECIALTY } from './fixtures/specialty.ts'

const KEY = new Uint8Array(32).fill(1)
const COLUMNS = ['cycle', 'couple', 'Name', 'age', 'opu date', 'first seen', 'notes', 'amh']
const NUMBERED = { record: null, couple: null }

const open = (options: Partial<DeidentifierOptions> = {}) =>
  deidentifier({
    specialty: SPECIALTY,
    columns: COLUMNS,
    ids: { record: ['cycle'], couple: ['couple'] },
    key: KEY,
    ...options,
  })

const row = (changed: Partial<Record<string, string>> = {}, number = 1) => ({
  row: number,
  cells: COLUMNS.map(
    column => ({ cycle: `k${number}`, couple: 'c17', amh: '1.2', age: '34', ...changed })[column] ?? '',
  ),
})
const cellsOf = (cells: readonly string[]) => Object.fromEntries(COLUMNS.map((column, index) => [column, cells[index]]))
const dayOf = (cell: string): number => {
  const date = readCellDate(cell)
  if (date?.kind !== 'day') throw new Error('expected a date')
  return dayNumber(date.day)
}

test('row empties columns of identifiers, moves dates, scans text and leaves ids and measurements', () => {
  const cells = cellsOf(
    open().row(row({ Name: 'Ada Holt', 'opu date': '2021-03-05', notes: 'Call 07700 900123. AMH low.' })),
  )
  expect(cells).toMatchObject({
    cycle: 'k1',
    couple: 'c17',
    Name: '',
    age: '34',
    amh: '1.2',
    notes: 'Call [phone]. AMH low.',
  })
  expect(cells['opu date']).toMatch(/^20(20|21)-\d\d-\d\d$/)
  expect(cells['opu date']).not.toBe('2021-03-05')
})

test('row keeps the intervals of a couple, over columns and rows, and moves another couple otherwise', () => {
  const { row: clean } = open()
  const first = cellsOf(clean(row({ 'opu date': '2021-03-05', 'first seen': '2020/12/31' })))
  const second = cellsOf(clean(row({ 'opu date': '5 June 2022' }, 2)))
  const other = cellsOf(clean(row({ couple: 'c18', 'opu date': '2021-03-05' }, 3)))
  expect(dayOf(first['opu date']) - dayOf(first['first seen'])).toBe(64)
  expect(dayOf(second['opu date']) - dayOf(first['opu date'])).toBe(457)
  expect(other['opu date']).not.toBe(first['opu date'])
})

test('row finds the names and numbers of dropped columns in the texts of the same row, and of no other', () => {
  const { row: clean } = open()
  const notes = 'holt prefers mild stimulation'
  expect(cellsOf(clean(row({ Name: 'Zephyrine Holt', notes })))['notes']).toBe('[name] prefers mild stimulation')
  expect(cellsOf(clean(row({ Name: 'Ada Brown', notes }, 2)))['notes']).toBe(notes)
})

test('row caps an age over 89 and leaves codes for missing ones', () => {
  const age = (value: string) => cellsOf(open().row(row({ age: value })))['age']
  expect(['89', '90', '91', '104', '999', '45-50'].map(age)).toEqual(['89', '90', '90', '90', '999', '45-50'])
})

test('row empties a date whose order is unclear unless it is said, and any date without a key', () => {
  const unclear = open()
  expect(cellsOf(unclear.row(row({ 'opu date': '03/04/2021' })))['opu date']).toBe('')
  expect(unclear.report().datesRemoved).toEqual({ 'opu date': 1 })
  expect(cellsOf(open({ dateOrder: 'day-month' }).row(row({ 'opu date': '03/04/2021' })))['opu date']).toMatch(
    /^\d\d\/\d\d\//,
  )
  expect(cellsOf(open({ ids: NUMBERED, key: null }).row(row({ 'opu date': '2021-03-05' })))['opu date']).toBe('')
})

test('row leaves kept columns and cells that the mapping names, and empties columns that nothing reads', () => {
  const kept = open({ keepColumns: ['Name'] })
  expect(cellsOf(kept.row(row({ Name: 'Mrs Jane Holt' })))['Name']).toBe('Mrs Jane Holt')
  expect(kept.report().columnsKept).toEqual(['Name'])
  const named = open({ named: new Set(['Dr Grant']) })
  expect(cellsOf(named.row(row({ notes: 'Dr Grant' })))['notes']).toBe('Dr Grant')
  expect(cellsOf(open({ used: new Set(['amh']) }).row(row({ notes: 'fine' })))).toMatchObject({ notes: '', amh: '1.2' })
})

test('row keeps the number of cells, so that a row of another length is still one', () => {
  expect(open().row({ row: 1, cells: ['k1', 'c17'] })).toEqual(['k1', 'c17'])
  expect(open().row({ row: 1, cells: [...row().cells, 'Mrs Jane Holt'] })).toHaveLength(COLUMNS.length + 1)
})

test('record hashes ids, caps ages in years alone, scans reasoning, and leaves categories', () => {
  const { record, report } = open()
  const safe = record({
    ...RECORD,
    fields: { ...RECORD.fields, age: 93, gestationalAge: 100, region: 'Dr Grant' },
    reasoning: 'Mrs Holt prefers ICSI',
  })
  expect(safe.recordId).toMatch(/^r[\da-f]{20}$/)
  expect(safe.coupleId).toMatch(/^c[\da-f]{20}$/)
  expect(safe.fields).toEqual({ age: 90, gestationalAge: 100, region: 'Dr Grant', amh: 1.2 })
  expect(safe.reasoning).toBe('Mrs [name] prefers ICSI')
  expect(report()).toMatchObject({
    off: null,
    columnsDropped: [{ column: 'Name', kind: 'name' }],
    replaced: { reasoning: { name: 1 } },
    agesCapped: { age: 1 },
    idsHashed: { records: 1, couples: 1 },
    anonymity: { quasiIdentifiers: ['age', 'region'], records: 1, classes: 1, smallest: 1 },
  })
})

test('record leaves numbers of rows as ids, for which no key is needed', () => {
  expect(needsKey(NUMBERED)).toBe(false)
  expect(open({ ids: NUMBERED, key: null }).record(RECORD)).toEqual(RECORD)
  expect(() => open({ key: null })).toThrow(TypeError)
})

test('report holds no text of a cell', () => {
  const opened = open()
  opened.row(row({ Name: 'Ada Quillfeather', notes: 'Ada Quillfeather, 07700 900123', 'opu date': '2021-03-05' }))
  opened.record({ ...RECORD, reasoning: 'Dr Quillfeather' })
  expect(JSON.stringify(opened.report())).not.toMatch(/Quillfeather|900123|2021/)
})

test('importedAsIs changes nothing, counts anonymity, and repeats the reason', () => {
  const opened = importedAsIs({ specialty: SPECIALTY, reason: 'a public register without identifiers' })
  const raw = row({ Name: 'Ada Holt' })
  expect(opened.row(raw)).toBe(raw.cells)
  expect(opened.record(RECORD)).toBe(RECORD)
  expect(opened.report()).toMatchObject({
    off: 'a public register without identifiers',
    columnsDropped: [],
    anonymity: { records: 1 },
  })
})

test('a mapping that reads a dropped column is refused, with the place and what to do', () => {
  const uses = [{ column: 'Name', path: ['fields', 'age', 'column'] }]
  const check = () => checkColumnUses(open().plan, uses, path => ({ file: 'mapping.yaml', field: path.join('.') }))
  expect(check).toThrow(InputError)
  expect(check).toThrow(
    /^mapping\.yaml, field "fields\.age\.column": column "Name" is dropped .*\(name\); .*keepColumns/,
  )
  expect(() => checkColumnUses(open({ keepColumns: ['Name'] }).plan, uses, () => ({}))).not.toThrow()
})

test('a kept column that is not there and a quasi-identifier that is no field are refused with a suggestion', () => {
  expect(() => open({ keepColumns: ['Nmae'] })).toThrow(/no column "Nmae"; did you mean "Name"\?/)
  expect(() => open({ quasiIdentifiers: ['aeg'] })).toThrow(/no field "aeg"; did you mean "age"\?/)
})

test('row leaves the cells of columns that are read as numbers only, and caps an age among them', () => {
  const { row: clean } = open({ numbers: new Set(['amh', 'age']) })
  expect(cellsOf(clean(row({ amh: '1-2-10', age: '93' })))).toMatchObject({ amh: '1-2-10', age: '90' })
})

test('record caps a field that is an age in years by its unit, and no other number with the word in its name', () => {
  const number = { type: 'number', range: [0, 200] } as const
  const fields = [
    { ...number, name: 'amhPercentile', label: 'AMH percentile for age' },
    { ...number, name: 'oocyteAge', label: 'Oocyte age', unit: 'h' },
    { ...number, name: 'ageOfGrandmother', label: 'Age of the grandmother at menopause', unit: 'years' },
  ]
  const { record } = open({ specialty: { ...SPECIALTY, fields } })
  const aged = { amhPercentile: 96, oocyteAge: 96, ageOfGrandmother: 96 }
  expect(record({ ...RECORD, fields: aged }).fields).toEqual({ ...aged, ageOfGrandmother: 90 })
})

test('report shows no identifier that stands in the name of a column', () => {
  const columns = ['contact phone of Jane Whitfield', 'note of 07700 900123']
  const opened = open({ columns, ids: NUMBERED, key: null })
  opened.row({ row: 1, cells: ['1', 'Mrs Holt rang'] })
  expect(opened.report()).toMatchObject({
    columnsDropped: [{ column: 'contact phone of [name]', kind: 'phone' }],
    replaced: { 'note of [phone]': { name: 1 } },
  })
})
