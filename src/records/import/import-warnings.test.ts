import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { builtIn } from '../../specialty/index.ts'
import { syntheticCohort } from '../synthetic/index.ts'
import { clinicRow, HEADER, importClinic, MAPPING, temporaryFolder } from './fixtures/clinic.ts'
import { readMapping } from './check-mapping.ts'
import { importWarnings } from './import-warnings.ts'
import type { MappingDeclaration } from './mapping-file.ts'
import { unitWatch } from './unit-watch.ts'

const csv = (...rows: readonly string[]) => `${[HEADER, ...rows].join('\n')}\n`
const infertility = builtIn['infertility']
const twoUnits = infertility.fields.filter(({ otherUnit }) => otherUnit !== undefined)

/** A mapping that reads the fields with two units, each from a column of its name, with more said of one. */
function unitMapping(more = ''): MappingDeclaration {
  const file = join(temporaryFolder(), 'mapping.yaml')
  const mapped = new Set(twoUnits.map(({ name }) => name))
  const lines = twoUnits.map(({ name }) => `  ${name}: { column: ${name}${name === 'amh' ? more : ''} }`)
  const absent = infertility.fields.filter(({ name }) => !mapped.has(name)).map(({ name }) => name)
  writeFileSync(
    file,
    `recordId: row\ncoupleId: row\nfields:\n${lines.join('\n')}\nnotInSource: [${absent.join(', ')}]\n`,
  )
  return readMapping(file, infertility).value
}

/** What is in doubt when the synthetic clinic's numbers stand in columns, each multiplied by its factor. */
function doubtsOf(factorOf: (name: string) => number, mapping = unitMapping()) {
  const columns = twoUnits.map(({ name }) => name)
  const watch = unitWatch(infertility, mapping, columns)
  for (const { fields } of cohort) {
    watch.add(columns.map(name => (typeof fields[name] === 'number' ? String(fields[name] * factorOf(name)) : '')))
  }
  return watch.doubts()
}

const cohort = [...syntheticCohort({ couples: 500, seed: 11 })]
/** Fields that the synthetic clinic measures often enough. */
const measured = twoUnits.filter(
  ({ name }) => cohort.filter(({ fields }) => typeof fields[name] === 'number').length >= 8,
)

test('unitWatch doubts no unit of the synthetic clinic', () => {
  expect(measured.length).toBeGreaterThan(4)
  expect(doubtsOf(() => 1)).toEqual([])
})

test.each(measured.map(field => [field.name, field] as const))(
  'unitWatch finds %s in its other unit',
  (name, field) => {
    const doubts = doubtsOf(of => (of === name ? (field.otherUnit?.factor ?? 1) : 1))
    expect(doubts.map(doubt => [doubt.field, doubt.otherUnit])).toEqual([[name, field.otherUnit?.unit]])
  },
)

test('unitWatch believes a mapping that says the unit, and few numbers say nothing', () => {
  expect(doubtsOf(name => (name === 'amh' ? 7.14 : 1), unitMapping(', unit: ng/mL'))).toEqual([])
  const watch = unitWatch(infertility, unitMapping(), ['amh'])
  for (let i = 0; i < 7; i++) watch.add(['20'])
  expect(watch.doubts()).toEqual([])
})

test('importWarnings says in a line what to do about a unit', () => {
  const [amh] = doubtsOf(name => (name === 'amh' ? 7.14 : 1))
  const about = { mapping: unitMapping(), specialty: infertility, repeated: { count: 0, first: null } }
  expect(importWarnings({ ...about, units: [amh] })).toEqual([
    expect.stringMatching(
      /^the numbers of column "amh" \(median [\d.]+\) are unusual for amh in ng\/mL and usual in pmol\/L; write `unit: pmol\/L`/,
    ),
  ])
  expect(importWarnings({ ...about, units: [] })).toEqual([])
})

test('importRecords warns of one column for both ids, and of one for two fields', async () => {
  const mappingText = MAPPING.replace('coupleId: Couple', 'coupleId: Cycle').replace('column: Smoker', 'column: Age')
  const rows = [clinicRow(1, { Age: '' }), clinicRow(2, { Age: '' })]
  const { report } = await importClinic(csv(...rows), { mappingText })
  expect(report.warnings).toEqual([
    expect.stringMatching(/^recordId and coupleId are the same column.*; map coupleId to a column/),
    expect.stringMatching(/^column "Age" is read for 2 fields \(age, smoker\) without `values`; map each/),
  ])
})

test('importRecords warns of rows that are the same but for their id, and only of those', async () => {
  const copy = { Couple: 'k1' }
  const { report } = await importClinic(csv(clinicRow(1), clinicRow(2), clinicRow(3, copy), clinicRow(4, copy)))
  expect(report.warnings).toEqual([
    expect.stringMatching(/^2 rows repeat an earlier row in every cell but the id \(first: row 3 repeats row 1\)/),
  ])
  const numbered = await importClinic(csv(clinicRow(1), clinicRow(1)), {
    mappingText: MAPPING.replace('recordId: Cycle', 'recordId: row'),
  })
  expect(numbered.report).not.toHaveProperty('warnings')
  expect((await importClinic(csv(clinicRow(1), clinicRow(2)))).report).not.toHaveProperty('warnings')
})
