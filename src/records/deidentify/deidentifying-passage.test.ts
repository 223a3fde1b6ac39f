import { expect, test } from 'vitest'
import { deidentifyConfig } from './deidentify-config.ts'
import { deidentifyingPassage, namedCells, type PassageOptions } from './deidentifying-passage.ts'
import { RECORD, SPECIALTY } from './fixtures/specialty.ts'

const COLUMNS = ['Couple.id', 'CarePlan.id', 'Patient.birthDate', 'CarePlan.date', 'note', 'region']

const open = (config: object = {}, options: Partial<PassageOptions> = {}) =>
  deidentifyingPassage({
    specialty: SPECIALTY,
    ids: { record: ['Couple.id', 'CarePlan.id'], couple: ['Couple.id'] },
    key: new Uint8Array(32).fill(3),
    config: deidentifyConfig.parse(config),
    uses: ['Couple.id', 'CarePlan.id', 'CarePlan.date', 'note', 'region'].map(column => ({
      column,
      path: ['fields', column],
    })),
    placeOf: path => ({ file: 'mapping.yaml', field: path.join('.') }),
    mapping: { fields: { region: { column: 'region', values: { 'Dr Grant': 'north' } } } },
    ...options,
  })
const ROW = {
  row: 1,
  line: 2,
  cells: ['17', 'p1', '1987-04-03', '2021-03-05', 'Mrs Jane Holt rang', 'Dr Grant'],
}

test('deidentifyingPassage cleans cells, keeps the rest of a row, hashes ids of several columns, and reports', () => {
  const passage = open()
  const { cells, line } = passage.beforeMapping(COLUMNS)(ROW)
  expect(line).toBe(2)
  expect(cells).toEqual(['17', 'p1', '', expect.stringMatching(/^202\d-\d\d-\d\d$/), 'Mrs [name] rang', 'Dr Grant'])
  expect(cells[3]).not.toBe('2021-03-05')
  expect(passage.afterMapping(RECORD).coupleId).toMatch(/^c[\da-f]{20}$/)
  expect(passage.report()).toMatchObject({
    off: null,
    columnsDropped: [{ column: 'Patient.birthDate', kind: 'birth date' }],
    replaced: { note: { name: 1 } },
    datesShifted: { 'CarePlan.date': 1 },
    idsHashed: { records: 1, couples: 1 },
  })
})

test('deidentifyingPassage(off) changes nothing and says why', () => {
  const passage = open({ off: 'a public register' }, { key: null })
  expect(passage.beforeMapping(COLUMNS)(ROW)).toEqual(ROW)
  expect(passage.afterMapping(RECORD)).toBe(RECORD)
  expect(passage.report().off).toBe('a public register')
})

test('deidentifyingPassage refuses a mapping that reads a dropped column', () => {
  const uses = [{ column: 'Patient.birthDate', path: ['fields', 'age', 'column'] }]
  expect(() => open({}, { uses }).beforeMapping(COLUMNS)).toThrow(/^mapping\.yaml, field "fields\.age\.column": column/)
})

test('deidentifyingPassage(no columns yet) has no report', () => {
  expect(() => open().report()).toThrow(/expected the columns first/)
})

test('namedCells are keys and texts at any depth', () => {
  expect([...namedCells({ a: { b: ['c', 1, null] } })]).toEqual(['a', 'b', 'c'])
})

test('deidentifyingPassage leaves bands of a number, and a value that the specialty has in writing', () => {
  const specialty = {
    ...SPECIALTY,
    decisionLayers: [{ ...SPECIALTY.decisionLayers[0], options: ['Rosie Winter'] }],
    fields: [
      ...SPECIALTY.fields,
      { name: 'kind', label: 'Kind', type: 'category' as const, values: ['Mrs Jane Holt'] },
    ],
  }
  const uses = [
    { column: 'AMH', path: ['fields', 'amh', 'column'] },
    { column: 'kind', path: ['fields', 'kind', 'column'] },
    { column: 'method', path: ['decisions', 'method', 'column'] },
  ]
  const ids = { record: null, couple: null }
  const clean = open({}, { specialty, uses, ids, key: null }).beforeMapping(['AMH', 'kind', 'method'])
  const cells = ['1-2-10', 'Mrs Jane Holt', 'Rosie Winter']
  expect(clean({ row: 1, cells }).cells).toEqual(cells)
})
