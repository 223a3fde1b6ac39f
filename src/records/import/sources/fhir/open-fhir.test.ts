import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { loadJsonl } from '../../../../support/index.ts'
import type { PatientRecord } from '../../../patient-record.ts'
import { importClinic, temporaryFolder } from '../../fixtures/clinic.ts'
import { bundle, carePlan, clinicResources, condition, ndjson, observation } from '../../fixtures/fhir-clinic.ts'
import { openSource } from '../open-source.ts'
import type { RawRow } from '../row-source.ts'
import { ageAt, seenFrom } from './open-fhir.ts'

const PARTNER = 'urn:clinic:partner'

async function read(content: string | Uint8Array, name = 'export.ndjson') {
  const file = join(temporaryFolder(), name)
  writeFileSync(file, content)
  const { columns, rows, notes } = await openSource(file, { partner: PARTNER })
  const all: (RawRow & { of: (column: string) => string })[] = []
  for await (const row of rows) all.push({ ...row, of: column => row.cells[columns.indexOf(column)] })
  return { columns, rows: all, notes: notes() }
}

test.each([
  ['NDJSON', 'export.ndjson', ndjson(clinicResources)],
  ['gzipped NDJSON', 'export.ndjson.gz', gzipSync(ndjson(clinicResources))],
  ['a Bundle', 'export.json', bundle(clinicResources)],
  ['a Bundle on a line', 'export.json', `${JSON.stringify(JSON.parse(bundle(clinicResources)))}\n`],
])('openFhir of %s gives a row a plan, or a couple without one', async (_, name, content) => {
  const { rows } = await read(content, name)
  expect(rows.every(({ broken }) => broken === undefined)).toBe(true)
  expect(
    rows.map(({ of }) => [of('Couple.id'), of('CarePlan.id'), of('CarePlan.method'), of('CarePlan.dose')]),
  ).toEqual([
    ['f1+m1', 'p1', 'ICSI', '225'],
    ['f1+m1', 'p3', 'IVF', '300'],
    ['f2+m2', 'p2', 'IVF', '150'],
    ['f3', '', '', ''],
  ])
})

test('openFhir puts into a row what was recorded up to the day of its plan, the latest value of each', async () => {
  const { rows, notes } = await read(ndjson(clinicResources))
  const [p1, p3] = rows
  expect(['Observation.38476-8', 'Observation.38476-8.unit', 'Observation.15067-2'].map(p1.of)).toEqual([
    '14.28',
    'pmol/L',
    '7.2',
  ])
  expect(p3.of('Observation.38476-8')).toBe('99')
  // Undated, so perhaps later than the plan.
  expect(p1.of('Observation.10501-5') ?? '').toBe('')
  expect(notes.join(' ')).toMatch(/1 facts recorded after their plan .* 2 facts without a date .*/)
  expect(notes.join(' ')).toContain('23 FHIR resources are of 5 patients, 3 couples')
  expect(notes.join(' ')).toContain('1 Encounter')
})

test('openFhir takes the value that is latest as an instant, whatever the time zones', async () => {
  const { rows } = await read(
    ndjson([
      { resourceType: 'Patient', id: 'f9', gender: 'female' },
      // Later, although its text is the smaller one.
      observation('f9', '1', 2, 'IU/L', '2024-03-09T23:30:00Z'),
      // 23:00 UTC.
      observation('f9', '1', 1, 'IU/L', '2024-03-10T01:00:00+02:00'),
    ]),
  )
  expect(rows[0].of('Observation.1')).toBe('2')
})

test('openFhir gives a range as a band, and counts values of forms that are not read', async () => {
  const { valueQuantity: _, ...noValue } = observation('f9', '1', 0, '', '2024-03-01')
  const coded = (code: string, value: object) => ({ ...noValue, code: { coding: [{ code }] }, ...value })
  const amount = (value: number, code = 'ng/mL') => ({ value, code })
  const { rows, notes, columns } = await read(
    ndjson([
      { resourceType: 'Patient', id: 'f9', gender: 'female' },
      coded('two', { valueRange: { low: amount(1), high: amount(2) } }),
      coded('low', { valueRange: { low: amount(1) } }),
      coded('high', { valueRange: { high: amount(2) } }),
      coded('mixed', { valueRange: { low: amount(1), high: amount(2, 'pmol/L') } }),
      coded('ratio', { valueRatio: { numerator: amount(1) } }),
      coded('ratio', { valueRatio: { numerator: amount(1) }, status: 'entered-in-error' }),
      coded('part', { component: [{ code: { coding: [{ code: 'p' }] }, valueTime: '10:00:00' }] }),
    ]),
  )
  expect(['two', 'low', 'high', 'mixed'].map(code => rows[0].of(`Observation.${code}`))).toEqual([
    '1-2',
    '>=1',
    '<=2',
    '1-2',
  ])
  expect(['two', 'mixed'].map(code => rows[0].of(`Observation.${code}.unit`))).toEqual(['ng/mL', ''])
  expect(columns).not.toContain('Observation.ratio')
  expect(notes).toContain('Values of forms that are not read: 1 valueRatio, 1 valueTime.')
})

test('openFhir tells the woman from her partner, and a partner from a mother', async () => {
  const { rows } = await read(ndjson(clinicResources))
  const columns = [
    'Patient.id',
    'Patient.age',
    'Partner.Patient.id',
    'Partner.Patient.age',
    'Partner.Observation.9780-8',
  ]
  expect(rows.map(({ of }) => columns.map(column => of(column) ?? ''))).toEqual([
    // Born on 15 June 1990: 33 on 10 March and on 1 June 2024.
    ['f1', '33', 'm1', '39', '12'],
    ['f1', '33', 'm1', '39', '12'],
    // Her day of birth is not known; his semen was not examined.
    ['f2', '', 'm2', '43', 'not-performed'],
    // A partner who is no patient; without a plan and without a date of anything there is no day at which to tell an age.
    ['f3', '', '', '', ''],
  ])
})

test('openFhir takes conditions that hold, by code and ICD-10 category, procedures and medicines', async () => {
  const { rows, columns } = await read(ndjson(clinicResources))
  const taken = [
    'Condition.N97.1',
    'Condition.N97',
    'Procedure.IUI',
    'MedicationStatement.G03GA',
    'MedicationStatement.G03GA.dose',
  ]
  expect(taken.map(rows[0].of)).toEqual(['true', 'true', 'true', 'true', '150'])
  expect(columns).not.toContain('Condition.E28.2')
})

test('openFhir puts a broken resource into quarantine by line, and the rows of the couple that it is about', async () => {
  const secret = 'SECRET'
  const { rows } = await read(
    `${ndjson([
      ...clinicResources,
      { ...observation('f1', '2243-4', 1, 'pg/mL', '2024-01-01'), valueQuantity: { value: secret } },
      observation('nobody', '2243-4', 40, 'pg/mL', '2024-01-01'),
      { resourceType: 'Patient', id: 'f1', gender: 'female' },
      secret,
    ])}{"resourceType":\n`,
  )
  // 23 resources stand before, one a line.
  expect(rows.filter(({ broken }) => broken).map(({ line, broken }) => [line, broken?.field, broken?.reason])).toEqual([
    [1, 'Observation', 'a resource of this couple, on line 24, is broken'],
    [22, 'Observation', 'a resource of this couple, on line 24, is broken'],
    [24, 'Observation', 'expected FHIR R4, got "valueQuantity.value" missing or of another form'],
    [25, 'Observation', 'expected a patient of this file as subject, got another reference'],
    [26, 'Patient', 'expected an id of its own, got one of an earlier resource'],
    [27, '(resource)', 'expected a FHIR resource, got something else'],
    [28, '(resource)', 'expected one JSON value on the line'],
  ])
  expect(JSON.stringify(rows.map(({ broken }) => broken))).not.toContain(secret)
})

test('openFhir does not choose between two partners', async () => {
  const second = {
    resourceType: 'Patient',
    id: 'm9',
    gender: 'male',
    extension: [{ url: PARTNER, valueReference: { reference: 'Patient/f1' } }],
  }
  const { rows } = await read(ndjson([...clinicResources, second]))
  const broken = rows.filter(row => row.broken?.reason === 'expected one partner, got several')
  expect(broken.map(({ of }) => of('Couple.id'))).toEqual(['f1', 'f1', 'm1', 'm9'])
})

test('openFhir quarantines a plan without a date: what was known before cannot be told', async () => {
  const { created: _, ...undated } = carePlan('p9', 'f3', '2024-01-01', 'IVF', 150)
  const { rows } = await read(ndjson([...clinicResources, undated]))
  expect(rows.at(-1)?.broken).toMatchObject({ field: 'CarePlan', reason: expect.stringMatching(/created/) })
})

test.each([
  [
    'no patient',
    ndjson([condition('f1', 'N97.1', '2023-01-01')]),
    /expected FHIR Patient resources, got none \(1 broken/,
  ],
  ['a document that is cut off', bundle(clinicResources).slice(0, 5000), /expected a FHIR Bundle as JSON/],
])('openFhir refuses a file with %s', async (_, content, message) => {
  await expect(read(content, 'export.json')).rejects.toThrow(message)
})

test.each([
  ['1990-06-15', '2024-06-14', '33'],
  ['1990-06-15', '2024-06-15', '34'],
  ['1990-06', '2024-06-15', ''],
  [undefined, '2024-06-15', ''],
  ['1990-06-15', '', ''],
])('ageAt(%s on %s) is %j', (birthDate, day, age) => {
  expect(ageAt(birthDate, day)).toBe(age)
})

test.each([
  ['2024-03-10', 'before'],
  ['2024-03-10T23:59:00+01:00', 'before'],
  ['2024-03-11', 'later'],
  ['2024-02', 'before'],
  ['2024-03', 'unknown'],
  ['2024-04', 'later'],
  ['2023', 'before'],
  ['2024', 'unknown'],
  [null, 'unknown'],
])('seenFrom(10 March 2024) of %s is %s', (date, expected) => {
  expect(seenFrom('2024-03-10', date)).toBe(expected)
})

test('seenFrom(a month or a year) tells only what is surely before or later', () => {
  expect(seenFrom('2024-03', '2024-03-10')).toBe('later')
})

const SPECIALTY = `name: fhir-clinic
title: A made-up clinic
instruction: Plan the cycle.
fields:
  age: { label: Age, type: number, range: [18, 50], unit: years }
  amh: { label: AMH, type: number, range: [0.01, 10], unit: ng/mL, otherUnit: { unit: pmol/L, factor: 7.14 } }
  fsh: { label: FSH, type: number, range: [0.5, 60], unit: IU/L }
  tubal: { label: Tubal disease, type: flag }
  concentration: { label: Sperm concentration, type: number, range: [0, 400], unit: M/mL }
decisionLayers:
  method: { label: Method, type: nominal, options: [IVF, ICSI] }
  dose: { label: Dose, type: numeric, range: [100, 300], step: 25, unit: IU/day }
decisionColumns: [CarePlan.method, CarePlan.dose, CarePlan.dose.unit]
outcomes: []
baselineFields: [tubal]
`

const MAPPING = `source: { partner: "${PARTNER}" }
recordId: CarePlan.id
coupleId: Couple.id
fields:
  age: { column: Patient.age }
  amh: { column: Observation.38476-8, unit: { column: Observation.38476-8.unit } }
  fsh: { column: Observation.15067-2, unit: { column: Observation.15067-2.unit } }
  tubal: { column: Condition.N97.1, empty: no }
  concentration:
    column: Partner.Observation.9780-8
    unit: { column: Partner.Observation.9780-8.unit }
    notDone: [not-performed]
decisions:
  method: { column: CarePlan.method }
  dose: { column: CarePlan.dose, unit: { column: CarePlan.dose.unit } }
`

test('importRecords of FHIR converts units row by row, knows what was not examined, and accounts for every row', async () => {
  const source = join(temporaryFolder(), 'export.ndjson')
  writeFileSync(source, ndjson([...clinicResources, { resourceType: 'Observation', status: 'final' }]))
  const { folder, report } = await importClinic('', { source, specialtyText: SPECIALTY, mappingText: MAPPING })
  // Plans p1, p3, p2; the couple without a plan; the broken observation. p3 has an AMH of 99 pmol/L, 13.9 ng/mL.
  expect(report).toMatchObject({ rows: 5, imported: 2, couples: 2, quarantined: { rows: 2 }, notInCohort: { rows: 1 } })
  expect(report.quarantined.reasons.map(({ field }) => field).toSorted()).toEqual(['Observation', 'amh'])
  const records = await loadJsonl<PatientRecord>(join(folder, 'records.jsonl'))
  expect(records.map(({ recordId, coupleId, fields, decision }) => ({ recordId, coupleId, fields, decision }))).toEqual(
    [
      {
        recordId: 'p1',
        coupleId: 'f1+m1',
        // 14.28 pmol/L by 7.14.
        fields: { age: 33, amh: 2, fsh: 7.2, tubal: true, concentration: 12 },
        decision: { method: 'ICSI', dose: 225 },
      },
      {
        recordId: 'p2',
        coupleId: 'f2+m2',
        fields: { age: null, amh: null, fsh: null, tubal: false, concentration: 'not done' },
        decision: { method: 'IVF', dose: 150 },
      },
    ],
  )
  expect(report.fields.concentration).toMatchObject({ missing: 0, notDone: 1 })
  expect(report.note).toMatch(/FHIR resources are of 5 patients/)
})
