import { join } from 'node:path'
import { expect, test } from 'vitest'
import { builtIn, type Specialty, withoutLayers } from '../../specialty/index.ts'
import { readRegisterSpecialty } from '../../specialty/register/index.ts'
import { type InputError, loadJsonl } from '../../support/index.ts'
import type { PatientRecord } from '../patient-record.ts'
import { readMapping } from './check-mapping.ts'
import { clinicRow, HEADER, importClinic, MAPPING, SPECIALTY, writeClinic } from './fixtures/clinic.ts'
import { bindMapping } from './mapping.ts'

/** The error of the clinic's mapping after one change, or null. */
function errorAfter(from: string, to: string): InputError | null {
  if (!MAPPING.includes(from)) throw new Error(`the fixture has no "${from}"`)
  const { mappingFile, specialtyFile } = writeClinic({ mapping: MAPPING.replace(from, to) })
  try {
    readMapping(mappingFile, readRegisterSpecialty(specialtyFile))
    return null
  } catch (error) {
    return error as InputError
  }
}

test('readMapping takes the mapping of the made-up clinic', () => {
  expect(errorAfter('Age', 'Age')).toBeNull()
})

// Lines as they stand in the fixture: 1 recordId, 2 coupleId, 4 include, 6 age, 7 cause, 8 smoker, 10 method, 11 dose,
// 14-15 the cases of transfer, 16 its excludes, 17 embryos.
test.each([
  ['an unknown key', 'missing: [999]', 'mising: [999]', 6, /unknown key "mising"; did you mean "missing"/],
  ['an unknown field', '  smoker:', '  smokers:', 8, /no field "smokers"; did you mean "smoker"/],
  ['an unmapped field', '  smoker: { column: Smoker }\n', '', 5, /field "smoker" of the specialty is not mapped/],
  ['an unknown layer', '  dose:', '  doze:', 11, /no layer "doze"; did you mean "dose"/],
  ['an unmapped layer', '  dose: { column: Dose }\n', '', 9, /layer "dose" of the specialty is not mapped/],
  [
    'several unmapped layers, all in one error',
    '  method: { column: Method }\n  dose: { column: Dose }\n',
    '',
    9,
    /2 layers of the specialty are not mapped: "method", "dose"; say .* or list them under `decisionsNotInSource`/,
  ],
  [
    'several unmapped fields, all in one error',
    '  cause: { column: Cause, values: { M: male, T: tubal } }\n  smoker: { column: Smoker }\n',
    '',
    5,
    /2 fields of the specialty are not mapped: "cause", "smoker"; say .* under `notInSource`/,
  ],
  ['a layer that is mapped too', 'decisions:', 'decisionsNotInSource: [dose]\ndecisions:', 9, /"dose" is mapped too/],
  [
    'no such layer',
    'decisions:',
    'decisionsNotInSource: [doze]\ndecisions:',
    9,
    /no layer "doze"; did you mean "dose"/,
  ],
  ['a value that a field lacks', 'T: tubal', 'T: tuball', 7, /"tuball" is not a value .* did you mean "tubal"/],
  ['a value that a layer lacks', 'value: fresh', 'value: frsh', 14, /"frsh" is not a value .* did you mean "fresh"/],
  ['a case without condition', '{ Transferred: [1, 2] }', '{}', 14, /expected a condition/],
  ['values and except', 'values: [fresh]', 'values: [fresh], except: [x]', 4, /either `values` or `except`/],
  ['an outcome as a field', 'column: Smoker', 'column: Live birth', 8, /"Live birth" is an outcome/],
  ['an outcome in other letters', 'column: Smoker', 'column: live  BIRTH', 8, /is an outcome/],
  ['an outcome in include', 'column: Kind', 'column: Live birth', 4, /"Live birth" is an outcome/],
  ['an outcome in a decision', 'column: Dose', 'column: Live birth', 11, /"Live birth" is an outcome/],
  ['an outcome in a case', 'Stored:', 'Live birth:', 15, /"Live birth" is an outcome/],
  ['an outcome as an id', 'recordId: Cycle', 'recordId: Live birth', 1, /"Live birth" is an outcome/],
  ['a decision as a field', 'column: Smoker', 'column: Stored', 8, /"Stored" records the decision/],
  [
    'a column and cases',
    'excludes: nothing',
    'column: Stored\n    excludes: nothing',
    12,
    /either `column` .* or `cases`/,
  ],
  ['a slip beside cases', 'excludes: nothing', 'exclude: nothing', 16, /"exclude"; did you mean "excludes"/],
  ['a key __proto__ in values', 'T: tubal', '__proto__: tubal', 7, /"__proto__" cannot be a key/],
  ['a key __proto__ in a case', 'Stored:', '__proto__:', 15, /"__proto__" cannot be a key/],
  ['a field called __proto__', '  smoker:', '  __proto__: { column: Kind }\n  smoker:', 8, /cannot be a key/],
  [
    'a field called constructor',
    '  smoker:',
    '  constructor: { column: Kind }\n  smoker:',
    8,
    /no field "constructor"/,
  ],
  ['a unit that does not lead to the layer', 'column: Dose', 'column: Dose, unit: mg', 11, /"mg" cannot be .* "IU"/],
  ['a unit of an option', 'column: Method', 'column: Method, unit: IU', 10, /"method" is no number but nominal/],
  [
    'a unit column that is no decision',
    'column: Dose',
    'column: Dose, unit: { column: Kind }',
    11,
    /"Kind" is not among/,
  ],
  ['an id as a field', 'column: Smoker', 'column: Couple', 8, /"Couple" holds an id/],
  ['an id as a number', 'column: Age,', 'column: Cycle,', 6, /"Cycle" holds an id/],
  ['a part of an id as a text', 'recordId: Cycle', 'recordId: [Cycle, Cause]', 7, /"Cause" holds an id/],
  ['an id as a reason', 'decisions:', 'reasoning: { column: Couple }\ndecisions:', 9, /"Couple" holds an id/],
  ['an empty key of a field', 'T: tubal', '"": tubal', 7, /empty cell cannot be a key .* write `empty: ...`/],
  [
    'an empty key of a decision',
    'method: { column: Method }',
    'method: { column: Method, values: { " ": IVF } }',
    10,
    /empty cell cannot be a key .* `cases: \[\{ when: \{ "Method": \[""\] \}, value/,
  ],
  ['an undeclared decision', 'column: Dose', 'column: Kind', 11, /"Kind" is not among .* decisionColumns/],
])('readMapping refuses %s', (_, from, to, line, message) => {
  const error = errorAfter(from, to)
  expect(error?.message).toMatch(message)
  expect(error?.place).toMatchObject({ line })
  expect(error?.place.file).toMatch(/mapping\.yaml$/)
  expect(error?.message).not.toContain('\n')
})

test('readMapping takes a number from one of the columns that make an id together', () => {
  expect(errorAfter('recordId: Cycle', 'recordId: [Couple, Age]')).toBeNull()
})

test.each([
  ['a field', 'column: Smoker', 'column: Smokr', 8, 'Smokr'],
  ['an id', 'coupleId: Couple', 'coupleId: Coupel', 2, 'Coupel'],
  ['a condition', 'column: Kind', 'column: Knd', 4, 'Knd'],
])('importRecords refuses %s from a column that is not there', async (_, from, to, line, name) => {
  const importing = importClinic(`${'Cycle,Couple,Kind,Age,Cause,Smoker,Method,Dose,Transferred,Stored'}\n`, {
    mappingText: MAPPING.replace(from, to),
  })
  await expect(importing).rejects.toMatchObject({
    place: { line },
    message: expect.stringMatching(`mapping.yaml:${line}:\\d+.*no column "${name}"; did you mean`),
  })
})

test.each([
  ['an outcome', 'outcomes: [Live birth]', 'outcomes: [Live brth]', 'outcomes', 14, /did you mean "Live birth"/],
  ['a decision column', 'Stored]', 'Stord, Stored]', 'decisionColumns', 13, /write it as it stands in the header/],
  ['an outcome unlike any', '[Live birth]', '[Live birth, Twins]', 'outcomes', 14, /write it .* or remove it/],
])(
  'importRecords refuses %s in the specialty that is no column of the source',
  async (_, from, to, list, line, help) => {
    expect(SPECIALTY).toContain(from)
    const specialtyText = SPECIALTY.replace(from, to)
    const importing = importClinic(`${HEADER}\n${clinicRow(1)}\n`, { specialtyText })
    await expect(importing).rejects.toMatchObject({
      place: { file: expect.stringMatching(/specialty\.yaml$/), line, column: expect.any(Number) },
      message: expect.stringMatching(new RegExp(`${list} names "\\w+( \\w+)?", which is no column of the source`)),
      remedy: expect.stringMatching(help),
    })
  },
)

test.each([
  ['months', 'Age (months)', 'Age (months)', 6],
  ['another kind of unit', 'Age, kg', '"Age, kg"', 6],
])('importRecords refuses a column whose name has %s where the field is in years', async (_, name, column, line) => {
  const importing = importClinic(`${HEADER.replace('Age', `"${name}"`)}\n${clinicRow(1)}\n`, {
    mappingText: MAPPING.replace('column: Age', `column: ${column}`),
  })
  const unit = /[a-z]+(?=\)?$)/.exec(name)?.[0]
  await expect(importing).rejects.toMatchObject({
    place: { line, file: expect.stringMatching(/mapping\.yaml$/) },
    message: expect.stringMatching(`says ${unit}, field "age" is in years; set .unit: ${unit}., or .unit: years. if`),
  })
})

test.each([
  ['the unit of the field', 'Age (yrs)', 'Age (yrs)'],
  ['a unit that the mapping overrules', 'Age (months)', 'Age (months), unit: years'],
])('importRecords takes a column whose name has %s', async (_, name, column) => {
  const { report } = await importClinic(`${HEADER.replace('Age', name)}\n${clinicRow(1)}\n`, {
    mappingText: MAPPING.replace('column: Age', `column: ${column}`),
  })
  expect(report.imported).toBe(1)
})

test('importRecords takes a protected column whatever its case, spaces and signs', async () => {
  const { report } = await importClinic(`${HEADER.replace('Live birth', 'live_Birth')}\n${clinicRow(1)}\n`)
  expect(report).toMatchObject({ imported: 1, note: null })
})

test('importRecords of a specialty without outcomes says that none are declared', async () => {
  const specialtyText = SPECIALTY.replace('outcomes: [Live birth]', 'outcomes: []')
  const { report } = await importClinic(`${HEADER}\n${clinicRow(1)}\n`, { specialtyText })
  expect(report.note).toMatch(/^No outcome columns are declared/)
})

test('bindMapping takes a built-in specialty whose outcomes the source lacks, and refuses a near miss', () => {
  const { mappingFile, specialtyFile } = writeClinic()
  const declared = readRegisterSpecialty(specialtyFile)
  const mapping = readMapping(mappingFile, declared)
  const builtIn = (outcomes: string[]): Specialty => ({ ...declared, decisionColumns: undefined, outcomes })
  const columns = HEADER.split(',')
  expect(() => bindMapping(mapping, builtIn(['eggsRetrieved', 'liveBirth']), columns)).not.toThrow()
  expect(() => bindMapping(mapping, builtIn(['liveBirths']), columns)).toThrow(
    /outcomes\.0 of specialty made-up-clinic.*did you mean "Live birth"/,
  )
})

test('readMapping refuses, for a built-in specialty, a field that reads an outcome written another way', () => {
  const { mappingFile, specialtyFile } = writeClinic({
    mapping: MAPPING.replace('column: Smoker', 'column: Live birth'),
  })
  const specialty = { ...readRegisterSpecialty(specialtyFile), decisionColumns: undefined, outcomes: ['liveBirth'] }
  expect(() => readMapping(mappingFile, specialty)).toThrow(/"Live birth" is an outcome/)
})

test('readMapping lets a decision, and nothing else, read an outcome that says what was decided', () => {
  const after = (from: string, to: string) => () => {
    const { mappingFile, specialtyFile } = writeClinic({ mapping: MAPPING.replace(from, to) })
    const outcomes = ['embryosTransferred', 'liveBirth', 'eggsRetrieved']
    const declared = { ...readRegisterSpecialty(specialtyFile), decisionColumns: undefined, outcomes }
    return readMapping(mappingFile, { ...declared, decidedOutcomes: ['embryosTransferred'] })
  }
  expect(after('embryos: { column: Transferred }', 'embryos: { column: Embryos transferred }')).not.toThrow()
  expect(after('Transferred: [1, 2]', 'Embryos transferred: [1, 2]')).not.toThrow()
  const refused = /is an outcome, known only after the decision/
  expect(after('column: Smoker', 'column: Embryos transferred')).toThrow(refused)
  expect(after('column: Kind', 'column: Embryos transferred')).toThrow(refused)
  expect(after('decisions:', 'reasoning: { column: Embryos transferred }\ndecisions:')).toThrow(refused)
  for (const outcome of ['Live birth', 'Eggs retrieved']) {
    expect(after('column: Dose', `column: ${outcome}`)).toThrow(refused)
  }
})

test('only the number of embryos transferred is both an outcome of infertility and its decision', () => {
  expect(builtIn['infertility'].decidedOutcomes).toEqual(['embryosTransferred'])
})

/** The mapping without the case-by-case layer on which `embryos` depends. */
const WITHOUT_TRANSFER = MAPPING.replace(/ {2}transfer:[\s\S]*?excludes: nothing[^\n]*\n/, '')

test('readMapping takes layers that the source does not have, but for one on which a layer that stays depends', () => {
  const read = (mapping: string) => {
    const { mappingFile, specialtyFile } = writeClinic({ mapping })
    const specialty = readRegisterSpecialty(specialtyFile)
    return {
      mapping: () => readMapping(mappingFile, specialty),
      again: (cut: Specialty) => readMapping(mappingFile, cut),
      specialty,
    }
  }
  const lacking = (names: string, text: string) => `decisionsNotInSource: [${names}]\n${text}`
  expect(read(lacking('transfer', WITHOUT_TRANSFER)).mapping).toThrow(
    /mapping\.yaml:1:.*whether "embryos" applies depends on layer "transfer"; map "transfer", or list "embryos" here too/,
  )
  const both = read(lacking('transfer, embryos', WITHOUT_TRANSFER.replace(/ {2}embryos: .*\n/, '')))
  expect(both.mapping().value.decisionsNotInSource).toEqual(['transfer', 'embryos'])
  // The specialty that was cut down by the mapping takes the same mapping.
  const cut = withoutLayers(both.specialty, ['transfer', 'embryos'])
  expect(() => both.again(cut)).not.toThrow()
})

test('importRecords without two of the layers gives plans without them, and says so', async () => {
  const mappingText = `decisionsNotInSource: [transfer, embryos]\n${WITHOUT_TRANSFER.replace(/ {2}embryos: .*\n/, '')}`
  const { folder, report } = await importClinic(`${HEADER}\n${clinicRow(1)}\n`, { mappingText })
  expect(report.note).toContain('The source does not have these decisions: transfer, embryos.')
  const [record] = await loadJsonl<PatientRecord>(join(folder, 'records.jsonl'))
  expect(record.decision).toEqual({ method: 'ICSI', dose: 225 })
})
