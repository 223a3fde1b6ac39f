import { expect, test } from 'vitest'
import { readRegisterSpecialty } from '../../specialty/register/index.ts'
import type { InputError } from '../../support/index.ts'
import { readMapping } from './check-mapping.ts'
import { importClinic, MAPPING, writeClinic } from './fixtures/clinic.ts'

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
// 13-14 the cases of transfer, 15 embryos.
test.each([
  ['an unknown key', 'missing: [999]', 'mising: [999]', 6, /unknown key "mising"; did you mean "missing"/],
  ['an unknown field', '  smoker:', '  smokers:', 8, /no field "smokers"; did you mean "smoker"/],
  ['an unmapped field', '  smoker: { column: Smoker }\n', '', 5, /field "smoker" of the specialty is not mapped/],
  ['an unknown layer', '  dose:', '  doze:', 11, /no layer "doze"; did you mean "dose"/],
  ['an unmapped layer', '  dose: { column: Dose }\n', '', 9, /layer "dose" of the specialty is not mapped/],
  ['a value that a field lacks', 'T: tubal', 'T: tuball', 7, /"tuball" is not a value .* did you mean "tubal"/],
  ['a value that a layer lacks', 'value: fresh', 'value: frsh', 13, /"frsh" is not a value .* did you mean "fresh"/],
  ['a case without condition', '{ Transferred: [1, 2] }', '{}', 13, /expected a condition/],
  ['values and except', 'values: [fresh]', 'values: [fresh], except: [x]', 4, /either `values` or `except`/],
  ['an outcome as a field', 'column: Smoker', 'column: Live birth', 8, /"Live birth" is an outcome/],
  ['an outcome in other letters', 'column: Smoker', 'column: live  BIRTH', 8, /is an outcome/],
  ['an outcome in include', 'column: Kind', 'column: Live birth', 4, /"Live birth" is an outcome/],
  ['an outcome in a decision', 'column: Dose', 'column: Live birth', 11, /"Live birth" is an outcome/],
  ['an outcome in a case', 'Stored:', 'Live birth:', 14, /"Live birth" is an outcome/],
  ['an outcome as an id', 'recordId: Cycle', 'recordId: Live birth', 1, /"Live birth" is an outcome/],
  ['a decision as a field', 'column: Smoker', 'column: Stored', 8, /"Stored" records the decision/],
  ['an undeclared decision', 'column: Dose', 'column: Kind', 11, /"Kind" is not among .* decisionColumns/],
])('readMapping refuses %s', (_, from, to, line, message) => {
  const error = errorAfter(from, to)
  expect(error?.message).toMatch(message)
  expect(error?.place).toMatchObject({ line })
  expect(error?.place.file).toMatch(/mapping\.yaml$/)
  expect(error?.message).not.toContain('\n')
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

test('importRecords refuses a header in which a protected column is spelt otherwise', async () => {
  const header = 'Cycle,Couple,Kind,Age,Cause,Smoker,Method,Dose,Transferred,Stored,Livebirth'
  await expect(importClinic(`${header}\n`)).rejects.toThrow(/list "Live birth", .* though it has "Livebirth"/)
})
