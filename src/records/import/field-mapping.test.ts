import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Field, NOT_DONE } from '../../specialty/index.ts'
import { readRegisterSpecialty } from '../../specialty/register/index.ts'
import { type InputError, loadJsonl } from '../../support/index.ts'
import type { PatientRecord } from '../patient-record.ts'
import { readMapping } from './check-mapping.ts'
import { fieldReader } from './field-reader.ts'
import { importClinic, writeClinic } from './fixtures/clinic.ts'
import { bindMapping } from './mapping.ts'

const SPECIALTY = `name: made-up-laboratory
title: A made-up laboratory
instruction: Plan the cycle.
fields:
  age: { label: Age, type: number, range: [18, 50], unit: years }
  amh: { label: AMH, type: number, range: [0.01, 30], unit: ng/mL, otherUnit: { unit: pmol/L, factor: 7.14 } }
  glucose: { label: Glucose, type: number, range: [2, 30], unit: mmol/L }
  tubes: { label: Tubes, type: category, values: [open, blocked] }
  smoker: { label: Smoker, type: flag }
  eggs: { label: Eggs before, type: number, range: [0, 60] }
decisionLayers: {}
decisionColumns: []
outcomes: []
baselineFields: []
`

const MAPPING = `recordId: [Clinic, No]
coupleId: [Clinic, Couple]
fields:
  age: { column: Age, missing: [999], bands: { open: { ">40": 42 } } }
  amh: { column: AMH, unit: pmol/L, notDone: [nd] }
  glucose: { column: Glucose, unit: { column: Unit }, molecularWeight: 180.16 }
  tubes: { column: Tubes, values: { 1: open, 2: blocked }, notDone: [9] }
  smoker: { column: Smoker, empty: no }
notInSource: [eggs]
`

const HEADER = 'Clinic,No,Couple,Age,AMH,Glucose,Unit,Tubes,Smoker'

async function importRows(...rows: readonly string[]) {
  const { folder, report } = await importClinic(`${[HEADER, ...rows].join('\n')}\n`, {
    specialtyText: SPECIALTY,
    mappingText: MAPPING,
    quarantineLimit: 1,
  })
  return { report, records: await loadJsonl<PatientRecord>(join(folder, 'records.jsonl')) }
}

test('importRecords converts units, reads bands, and tells not examined from not recorded', async () => {
  const { records, report } = await importRows(
    'A,1,x,35-37,14.28,90.08,mg/dL,1,1',
    'A,2,y,>40,nd,5,mmol/L,9,',
    'B,1,x,999,,,,,0',
    'B,2,x,40,7.14,,,2,yes',
  )
  expect(records.map(({ fields }) => fields)).toEqual([
    // 14.28 pmol/L by 7.14; 90.08 mg/dL of 180.16 g/mol.
    { age: 36, amh: 2, glucose: 5, tubes: 'open', smoker: true, eggs: null },
    { age: 42, amh: NOT_DONE, glucose: 5, tubes: NOT_DONE, smoker: false, eggs: null },
    { age: null, amh: null, glucose: null, tubes: null, smoker: false, eggs: null },
    { age: 40, amh: 1, glucose: null, tubes: 'blocked', smoker: true, eggs: null },
  ])
  expect(report.fields).toMatchObject({
    age: { missing: 1, fromBands: 2 },
    amh: { missing: 1, notDone: 1 },
    tubes: { missing: 1, notDone: 1 },
    eggs: { missing: 4, missingShare: 1 },
  })
  expect(report.fields.smoker).toEqual({ missing: 0, missingShare: 0 })
})

test('importRecords without decisions gives records that decide nothing, and says so', async () => {
  const { records, report } = await importRows('A,1,x,30,,,,,')
  expect(records[0].decision).toEqual({})
  expect(report.decisions).toEqual({})
  expect(report.note).toMatch(/^The mapping names no decisions/)
})

test('importRecords makes ids of several columns', async () => {
  const { records, report } = await importRows(
    'A,1,x,30,,,,,',
    'A,2,x,30,,,,,',
    'A|B,3,x,30,,,,,',
    'A,B|3,x,30,,,,,',
    'A,,x,30,,,,,',
    'A,4,,30,,,,,',
  )
  expect(records.map(({ recordId, coupleId }) => [recordId, coupleId])).toEqual([
    ['A|1', 'A|x'],
    ['A|2', 'A|x'],
    ['A\\|B|3', 'A\\|B|x'],
    ['A|B\\|3', 'A|x'],
  ])
  expect(report.quarantined.reasons.map(({ field }) => field)).toEqual(['recordId', 'coupleId'])
})

test('ids of several columns are the same only when every part is', () => {
  const specialtyText = SPECIALTY
  const { mappingFile, specialtyFile } = writeClinic({ mapping: MAPPING, specialty: specialtyText })
  const specialty = readRegisterSpecialty(specialtyFile)
  const map = bindMapping(readMapping(mappingFile, specialty), specialty, HEADER.split(','))
  const idOf = (clinic: string, no: string) => {
    const mapped = map({ row: 1, line: 2, cells: [clinic, no, 'x', '30', '', '', '', '', ''] })
    return mapped.kind === 'record' ? mapped.record.recordId : null
  }
  const part = fc.stringMatching(/^[a|\\]{1,4}$/)
  fc.assert(
    fc.property(part, part, part, part, (a, b, c, d) => (idOf(a, b) === idOf(c, d)) === (a === c && b === d)),
    { numRuns: 1000 },
  )
})

test.each([
  ['a unit that is none', 'A,1,x,30,,90,drops,1,1', 'glucose', /a unit that converts to mmol\/L/],
  ['no unit', 'A,1,x,30,,90,,1,1', 'glucose', /a unit in this row, got none/],
  ['a value out of range once converted', 'A,1,x,30,300,,,1,1', 'amh', /0.01 to 30 ng\/mL/],
  ['an open band', 'A,1,x,>45,,,,1,1', 'age', /an open one that `bands` does not name/],
  ['a formula that failed', 'A,1,x,#DIV/0!,,,,1,1', 'age', /error of a spreadsheet formula/],
  ['a full stop too many', 'A,1,x,30,1.99.,,,1,1', 'amh', /expected a number/],
  ['the header again', HEADER, '(row)', /got the header again/],
])('importRecords quarantines a row with %s', async (_, row, field, reason) => {
  const { report } = await importRows('A,0,x,30,,,,1,1', row)
  expect(report.quarantined.reasons).toEqual([{ field, reason: expect.stringMatching(reason), rows: 1 }])
})

test.each([
  [
    'a unit that does not lead to the field',
    'unit: pmol/L',
    'unit: IU/L',
    5,
    /"IU\/L" cannot be converted to "ng\/mL".*molecularWeight/,
  ],
  [
    'a unit of what is no number',
    '{ column: Tubes,',
    '{ column: Tubes, unit: cm,',
    7,
    /"tubes" is no number but a category/,
  ],
  [
    'bands of what is no number',
    '{ column: Smoker,',
    '{ column: Smoker, bands: midpoint,',
    8,
    /"smoker" is no number but a flag/,
  ],
  [
    'a band rule that there is none',
    'bands: { open: { ">40": 42 } }',
    'bands: middle',
    4,
    /expected one of midpoint, lower, upper, or settings of closed, open, got "middle"/,
  ],
  ['an open band without a number', '">40": 42', '">40": many', 4, /expected a number/],
  ['an open band that compares with no number', '">40": 42', '">4O": 42', 4, /expected a comparison with a number/],
  [
    'a molecular weight that contradicts the field',
    'unit: pmol/L',
    'unit: pmol/L, molecularWeight: 14000',
    5,
    // 1 ng/mL is 1 ug/L, of 14000 g/mol 71.43 pmol/L.
    /1 ng\/mL is 7\.14 pmol\/L in the specialty, and 71\.43 by this molecular weight/,
  ],
  ['a wrong `empty`', 'empty: no', 'empty: perhaps', 8, /"perhaps" is not a value of field "smoker"/],
  ['an unknown field that is absent', '[eggs]', '[egs]', 9, /no field "egs"; did you mean "eggs"/],
  ['a field that is absent and mapped', '[eggs]', '[eggs, age]', 9, /field "age" is mapped too/],
  [
    'a field that is nowhere',
    'notInSource: [eggs]\n',
    '',
    3,
    /field "eggs" of the specialty is not mapped.*notInSource/,
  ],
  ['no column of an id', '[Clinic, No]', '[]', 1, /expected a column, got none/],
  ['an unknown key of the source', 'recordId:', 'source: { shet: A }\nrecordId:', 1, /"shet"; did you mean "sheet"/],
])('readMapping refuses %s', (_, from, to, line, message) => {
  expect(MAPPING).toContain(from)
  const { mappingFile, specialtyFile } = writeClinic({ mapping: MAPPING.replace(from, to), specialty: SPECIALTY })
  let error: InputError | null = null
  try {
    readMapping(mappingFile, readRegisterSpecialty(specialtyFile))
  } catch (thrown) {
    error = thrown as InputError
  }
  expect(error?.message).toMatch(message)
  expect(error?.place).toMatchObject({ line, column: expect.any(Number) })
})

test('readMapping takes a molecular weight that is as good as the factor of the field', () => {
  const { mappingFile, specialtyFile } = writeClinic({
    // 140 kDa is 7.143 pmol/L for 1 ng/mL.
    mapping: MAPPING.replace('unit: pmol/L', 'unit: pmol/L, molecularWeight: 140000'),
    specialty: SPECIALTY,
  })
  expect(() => readMapping(mappingFile, readRegisterSpecialty(specialtyFile))).not.toThrow()
})

test('importRecords names the place of a unit column that is not there', async () => {
  const importing = importClinic(`${HEADER.replace('Unit', 'Units')}\n`, {
    specialtyText: SPECIALTY,
    mappingText: MAPPING,
  })
  await expect(importing).rejects.toMatchObject({
    place: { line: 6 },
    message: expect.stringMatching(/no column "Unit"; did you mean "Units"/),
  })
})

test('importRecords passes rows and records through what the request names', async () => {
  const { folder } = await importClinic(
    'Cycle,Couple,Kind,Age,Cause,Smoker,Method,Dose,Transferred,Stored,Live birth\nc1,k1,fresh,34,M,0,ICSI,225,1,0,1\n',
    {
      passage: {
        beforeMapping: columns => {
          const age = columns.indexOf('Age')
          return row => ({ ...row, cells: row.cells.map((cell, i) => (i === age ? '35' : cell)) })
        },
        afterMapping: record => ({ ...record, coupleId: 'hidden' }),
      },
    },
  )
  const [record] = await loadJsonl<PatientRecord>(join(folder, 'records.jsonl'))
  expect(record).toMatchObject({ recordId: 'c1', coupleId: 'hidden', fields: { age: 35 } })
})

test('fieldReader takes a percent sign where the unit is a percentage, and nowhere else', () => {
  const field: Field = { name: 'motility', label: 'Motility', type: 'number', range: [0, 100], unit: '%' }
  const mapping = { column: 'M', missing: [], notDone: [] }
  const reading = (changes: Partial<Field>) => fieldReader({ ...field, ...changes }, mapping, () => 0)(['50 %'])
  expect(reading({})).toEqual({ value: 50 })
  expect(reading({ unit: 'years' })).toHaveProperty('reason')
  expect(reading({ unit: undefined })).toHaveProperty('reason')
})

test('a band where numbers are expected says that `bands` reads it, and what is neither does not', async () => {
  const rows = ['A,1,x,30,35-37,,,,', 'A,2,x,30,>40,,,,', 'A,3,x,30,thirty,,,,', 'A,4,x,30,7,,,,']
  const { report } = await importRows(...rows)
  expect(report.quarantined.reasons).toEqual([
    {
      field: 'amh',
      rows: 2,
      reason: 'expected a number, got a band (such as "35-37" or ">40"); `bands` reads such cells',
    },
    { field: 'amh', rows: 1, reason: 'expected a number, got text without a digit' },
  ])
})

test('a converted number is no more precise than what was written, but for a digit', async () => {
  const { records } = await importRows('A,1,x,30,18.2,,,,', 'A,2,x,30,7.1423,,,,', 'A,3,x,30,5,,,,')
  // By 7.14: 2.54901960784, 1.00032212885, 0.70028011205.
  expect(records.map(({ fields }) => fields['amh'])).toEqual([2.549, 1.00032, 0.7003])
})
