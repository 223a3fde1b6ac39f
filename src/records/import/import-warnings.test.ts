import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { builtIn } from '../../specialty/index.ts'
import { syntheticCohort } from '../synthetic/index.ts'
import { clinicRow, HEADER, importClinic, MAPPING, temporaryFolder } from './fixtures/clinic.ts'
import { readMapping } from './check-mapping.ts'
import { importWarnings } from './import-warnings.ts'
import type { MappingDeclaration } from './mapping-file.ts'
import { ageWatch } from './couple-ages.ts'
import { repeatedRowFinder } from './repeated-rows.ts'
import { unreadScriptCounter } from './unread-scripts.ts'
import { unitWatch } from './unit-watch.ts'

const csv = (...rows: readonly string[]) => `${[HEADER, ...rows].join('\n')}\n`
const infertility = builtIn['infertility']
const twoUnits = infertility.fields.filter(({ otherUnit }) => otherUnit !== undefined)

const NO_ROWS = { count: 0, first: null }
const NOTHING_FOUND = {
  specialty: infertility,
  units: [],
  repeated: { records: NO_ROWS, couples: NO_ROWS },
  ages: null,
  unread: { texts: 0, scripts: [] },
}

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

test.each(['unit', 'otherUnit'] as const)(
  'unitWatch doubts no unit of the synthetic clinic whose headers say the %s',
  which => {
    const unitOf = (field: (typeof twoUnits)[number]) => (which === 'unit' ? field.unit : field.otherUnit?.unit)
    const columns = twoUnits.map(field => `${field.name} (${unitOf(field)})`)
    const mapping = unitMapping()
    const fields = Object.fromEntries(
      twoUnits.map((field, i) => [
        field.name,
        { ...mapping.fields[field.name], column: columns[i], unit: unitOf(field) },
      ]),
    )
    const watch = unitWatch(infertility, { ...mapping, fields }, columns)
    for (const record of cohort) {
      watch.add(
        twoUnits.map(({ name, otherUnit }) => {
          const value = record.fields[name]
          return typeof value === 'number' ? String(value * (which === 'unit' ? 1 : (otherUnit?.factor ?? 1))) : ''
        }),
      )
    }
    expect(watch.doubts()).toEqual([])
  },
)

test('unitWatch believes a mapping that says the unit, and few numbers say nothing', () => {
  expect(doubtsOf(name => (name === 'amh' ? 7.14 : 1), unitMapping(', unit: ng/mL'))).toEqual([])
  const watch = unitWatch(infertility, unitMapping(), ['amh'])
  for (let i = 0; i < 7; i++) watch.add(['20'])
  expect(watch.doubts()).toEqual([])
})

/** A mapping that reads AMH alone, from a column of some name. */
function amhMapping(column: string, more: string): MappingDeclaration {
  const file = join(temporaryFolder(), 'mapping.yaml')
  const absent = infertility.fields.filter(({ name }) => name !== 'amh').map(({ name }) => name)
  const amh = `amh: { column: "${column}"${more} }`
  writeFileSync(file, `recordId: row\ncoupleId: row\nfields: { ${amh} }\nnotInSource: [${absent.join(', ')}]\n`)
  return readMapping(file, infertility).value
}

test.each([
  ['AMH (pmol/l)', ', unit: pmol/l', 2.4, 'ng/mL'],
  ['AMH (pmol/l)', ', unit: pmol/l', 1.2, 'ng/mL'],
  ['AMH (pmol/l)', ', unit: pmol/l', 5, null],
  ['AMH (ng/mL)', '', 0.5, null],
  ['AMH (ng/mL)', '', 18, 'pmol/L'],
  ['AMH (ng/mL)', ', unit: ng/mL', 18, 'pmol/L'],
  ['AMH (pmol/l)', ', unit: pmol/l', 18, null],
  ['AMH (pmol/l)', ', unit: pmol/l, unitChecked: true', 2.4, null],
  ['AMH (pmol/l)', ', unit: ng/mL', 2.4, null],
  ['AMH', ', unit: pmol/L', 2.4, null],
  ['AMH', '', 5, null],
  ['AMH', ', unitChecked: true', 18, null],
])('unitWatch of "%s"%s with a median of %d is in doubt for %s', (column, more, median, otherUnit) => {
  const mapping = amhMapping(column, more)
  const watch = unitWatch(infertility, mapping, [column])
  for (let i = -4; i <= 4; i++) watch.add([String(median + i * 0.1)])
  const doubts = watch.doubts()
  expect(doubts.map(doubt => doubt.otherUnit)).toEqual(otherUnit === null ? [] : [otherUnit])
})

test('importWarnings says how to vouch for the unit of a header', () => {
  const mapping = amhMapping('AMH (pmol/l)', ', unit: pmol/l')
  const watch = unitWatch(infertility, mapping, ['AMH (pmol/l)'])
  for (let i = 0; i < 9; i++) watch.add(['2.4'])
  expect(importWarnings({ ...NOTHING_FOUND, mapping, units: watch.doubts() })).toEqual([
    'the numbers of column "AMH (pmol/l)" (median 2.4) are unusual for amh in pmol/l, which its name says, and usual in ng/mL; ' +
      'write `unit: ng/mL` in the mapping, or `unitChecked: true` if they are right',
  ])
})

test('ageWatch asks whether ages are swapped where the men are younger by more than two years', () => {
  const doubtOf = (woman: number, man: number, couples = 8) => {
    const watch = ageWatch(infertility)
    const [record] = cohort
    for (let i = 0; i < couples; i++) watch.add({ ...record, fields: { femaleAge: woman + (i % 2), maleAge: man } })
    return watch.doubt()
  }
  expect(doubtOf(36, 33)).toEqual({
    woman: { field: 'femaleAge', median: 36.5 },
    man: { field: 'maleAge', median: 33 },
  })
  expect([doubtOf(36, 35), doubtOf(33, 36), doubtOf(36, 30, 7)]).toEqual([null, null, null])
  const watch = ageWatch(infertility)
  for (const record of cohort) watch.add(record)
  expect(watch.doubt()).toBeNull()
  const columns = {
    femaleAge: { column: 'Age F' },
    maleAge: { column: 'Age M' },
  } as unknown as MappingDeclaration['fields']
  const mapping = { ...unitMapping(), fields: columns }
  expect(importWarnings({ ...NOTHING_FOUND, mapping, ages: doubtOf(36, 33) })[0]).toMatch(
    /men \(column "Age M"\) is 33, below the 36.5 of the women \(column "Age F"\): are the two columns swapped\?/,
  )
})

test('unreadScriptCounter counts the texts that the scan for names cannot read', () => {
  const counter = unreadScriptCounter()
  for (const text of [null, 'Low AMH, β-hCG.', '卵巢储备低', '난소기능 정상, 길항제.', 'ドナー 난소']) counter.add(text)
  const unread = counter.found()
  expect(unread).toEqual({ texts: 2, scripts: ['Korean (Hangul)', 'Japanese (kana)'] })
  expect(importWarnings({ ...NOTHING_FOUND, mapping: unitMapping(), unread })).toEqual([
    expect.stringMatching(
      /^NAMES MAY REMAIN: 2 texts hold letters of Korean .*reads English and Chinese only; leave the texts out/,
    ),
  ])
})

test('repeatedRowFinder finds a couple under two numbers, only where enough else is equal', () => {
  const rows = (cells: number) => {
    const finder = repeatedRowFinder([0], [1])
    const rest = Array.from({ length: cells }, (_, i) => `v${i}`)
    finder.add(1, ['c1', 'k1', ...rest, ''])
    finder.add(2, ['c2', 'k2', ...rest, ''])
    finder.add(3, ['c3', 'k1', ...rest, ''])
    finder.add(4, ['c4', 'k4', ...rest.slice(1), 'other', ''])
    return finder.found()
  }
  const records = { count: 1, first: [3, 1] }
  expect(rows(12)).toEqual({ records, couples: { count: 1, first: [2, 1] } })
  expect(rows(11)).toEqual({ records, couples: { count: 0, first: null } })
  const [line] = importWarnings({
    ...NOTHING_FOUND,
    mapping: unitMapping(),
    repeated: { records: { count: 0, first: null }, couples: rows(12).couples },
  })
  expect(line).toMatch(
    /^1 row repeats an earlier row in every cell but the ids of record and couple \(first: row 2 repeats row 1\)/,
  )
})

test('importWarnings says in a line what to do about a unit', () => {
  const [amh] = doubtsOf(name => (name === 'amh' ? 7.14 : 1))
  const about = { ...NOTHING_FOUND, mapping: unitMapping() }
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
