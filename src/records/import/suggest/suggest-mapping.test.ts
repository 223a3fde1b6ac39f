import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { builtIn } from '../../../specialty/index.ts'
import { readRegisterSpecialty } from '../../../specialty/register/index.ts'
import { readMapping } from '../check-mapping.ts'
import { clinicRow, HEADER, SPECIALTY, temporaryFolder, writeClinic } from '../fixtures/clinic.ts'
import { clinicResources, ndjson } from '../fixtures/fhir-clinic.ts'
import { headerName, isOfMan } from '../header-name.ts'
import { matchColumns } from './match-columns.ts'
import { suggestMapping } from './suggest-mapping.ts'

/** The draft for a header, its YAML, and whether it reads as a mapping of the specialty. */
async function draft(header: string, specialtyText = SPECIALTY) {
  const { folder, source, specialtyFile } = writeClinic({ export: `${header}\nSECRET\n`, specialty: specialtyText })
  const specialty = readRegisterSpecialty(specialtyFile)
  const text = await suggestMapping(source, specialty)
  const file = join(folder, 'draft.yaml')
  writeFileSync(file, text)
  return {
    text,
    yaml: parse(text) as Record<string, Record<string, unknown>>,
    read: () => readMapping(file, specialty),
  }
}

test('suggestMapping of a header with the names of the specialty is a mapping of it', async () => {
  const { yaml, text, read } = await draft(
    HEADER.replace('Transferred', 'Transfer').replace('Stored', 'Embryos'),
    SPECIALTY.replace('Transferred, Stored', 'Transfer, Embryos'),
  )
  expect(yaml).toMatchObject({ recordId: 'Cycle', coupleId: 'Couple' })
  expect(yaml.fields).toEqual({ age: { column: 'Age' }, cause: { column: 'Cause' }, smoker: { column: 'Smoker' } })
  expect(yaml.decisions).toMatchObject({ method: { column: 'Method' }, transfer: { column: 'Transfer' } })
  expect(text).toContain('# values: male, tubal, unknown')
  expect(read().value.fields.age.column).toBe('Age')
})

test('suggestMapping looks at no cell, maps no outcome, and lists what nothing reads', async () => {
  const { text, yaml } = await draft('Age,Live birth,Kind')
  expect(text).not.toMatch(/SECRET/)
  expect(text).toMatch(/# Columns that nothing reads:\n# {3}Kind\n\n# Known only after .*:\n# {3}Live birth\n$/)
  expect(JSON.stringify(yaml)).not.toContain('Live birth')
  expect(yaml).toMatchObject({ recordId: 'row', coupleId: 'row', notInSource: ['cause', 'smoker'] })
  expect(text).toMatch(/coupleId: row # no column found that tells couples apart/)
})

test('suggestMapping of a header without the decisions leaves them out, and the draft can be imported', async () => {
  const { text, yaml, read } = await draft('Age')
  expect(yaml.decisions).toBeUndefined()
  expect(text).toContain('can be imported, but not studied')
  expect(read().value.decisions).toBeUndefined()
})

const LABORATORY = `name: laboratory
title: A laboratory
instruction: Plan.
fields:
  femaleAge: { label: Age, type: number, range: [18, 55], unit: y }
  maleAge: { label: Male age, type: number, range: [18, 80], unit: y }
  amh: { label: AMH, type: number, range: [0.01, 30], unit: ng/mL, otherUnit: { unit: pmol/L, factor: 7.14 }, codes: { loinc: [38476-8] } }
  fsh: { label: Basal FSH, type: number, range: [0.5, 60], unit: IU/L }
  tubal: { label: Tubal factor, type: flag, codes: { icd10: [N97.1] } }
decisionLayers: {}
decisionColumns: []
outcomes: []
baselineFields: []
`

test.each([
  ['English', 'Female age (yrs),Partner age,AMH(pmol/L),Day 3 FSH (mIU/mL),Tubal disease'],
  ['Chinese', '女方年龄（岁）,男方年龄,抗缪勒管激素(pmol/L),基础FSH(mIU/mL),输卵管因素'],
  ['Korean', '여성 나이,남편 나이,항뮬러관호르몬(pmol/L),난포자극호르몬(mIU/mL),난관 요인'],
])('suggestMapping knows the usual names in %s, with units from the header', async (_, header) => {
  const { yaml, text } = await draft(header, LABORATORY)
  const columns = header.split(',')
  const mapped = Object.values(yaml.fields).map(field => (field as { column: string }).column)
  expect(mapped).toEqual(columns)
  expect(yaml.fields).toMatchObject({ amh: { unit: 'pmol/L' }, fsh: { unit: 'mIU/mL' } })
  expect(text).toMatch(/tubal: .* # guess/)
})

test('suggestMapping reads a unit at the end of a name, without brackets', async () => {
  const { yaml } = await draft('AMH pmol/L,FSH mIU/mL', LABORATORY)
  expect(yaml.fields).toEqual({
    amh: { column: 'AMH pmol/L', unit: 'pmol/L' },
    fsh: { column: 'FSH mIU/mL', unit: 'mIU/mL' },
  })
})

test('suggestMapping says when the unit of the header does not lead to that of the field', async () => {
  const { text, yaml, read } = await draft('AMH (IU/L)', LABORATORY)
  expect(text).toContain('the header says IU/L, the field is in ng/mL')
  expect(yaml.fields.amh).toEqual({ column: 'AMH (IU/L)' })
  expect(read).not.toThrow()
})

test('suggestMapping of FHIR goes by codes, with the unit of each row', async () => {
  const folder = temporaryFolder()
  const file = join(folder, 'export.ndjson')
  writeFileSync(file, ndjson(clinicResources))
  writeFileSync(join(folder, 'specialty.yaml'), LABORATORY)
  const text = await suggestMapping(file, readRegisterSpecialty(join(folder, 'specialty.yaml')))
  expect(parse(text)).toMatchObject({
    recordId: 'CarePlan.id',
    coupleId: 'Couple.id',
    fields: {
      amh: { column: 'Observation.38476-8', unit: { column: 'Observation.38476-8.unit' }, notDone: ['not-performed'] },
      tubal: { column: 'Condition.N97.1' },
    },
  })
})

test('suggestMapping of the example rows reads them', async () => {
  const { source, specialtyFile } = writeClinic({ export: `${HEADER}\n${clinicRow(1)}\n` })
  expect(await suggestMapping(source, readRegisterSpecialty(specialtyFile))).toContain('recordId: Cycle')
})

test.each([
  ['AMH(ng/mL)', 'AMH', 'ng/mL'],
  ['Vit D3 (ng/mL)', 'Vit D3', 'ng/mL'],
  ['BP _Systolic (mmHg)', 'BP _Systolic', 'mmHg'],
  ['年龄（岁）', '年龄', '岁'],
  ['FSH [mIU/mL]', 'FSH', 'mIU/mL'],
  ['PCOS (Y/N)', 'PCOS', null],
  ['Follicle No. (R)', 'Follicle No.', null],
  ['Eggs thawed (0/1)', 'Eggs thawed', null],
  ['FSH/LH', 'FSH/LH', null],
  ['AMH pmol/L', 'AMH', 'pmol/L'],
  ['Prolactin ng/ml', 'Prolactin', 'ng/ml'],
  ['AMH, pmol/L', 'AMH', 'pmol/L'],
  ['AMH_pmol/L', 'AMH', 'pmol/L'],
  ['amh_pmol_l', 'amh', 'pmol/l'],
  ['Platelets x10E9/L', 'Platelets', 'x10E9/L'],
  ['AMH pmol/L (serum)', 'AMH', 'pmol/L'],
  ['Height cm', 'Height', 'cm'],
  ['Smoker Y/N', 'Smoker Y/N', null],
  ['Side L/R', 'Side L/R', null],
  ['Day 3 FSH/LH', 'Day 3 FSH/LH', null],
  ['Trigger day', 'Trigger day', null],
  ['pmol/L', 'pmol/L', null],
])('headerName(%j) is %j in %j', (column, thing, unit) => {
  expect(headerName(column)).toEqual({ thing, unit })
})

test('isOfMan tells a man from a woman whose name holds his', () => {
  expect(
    ['Male age', 'maleAge', 'Partner.Patient.age', '男方年龄', '배우자 나이', 'Semen volume'].map(isOfMan),
  ).toEqual(Array(6).fill(true))
  expect(['Female age', 'femaleAge', 'Age', '女方年龄', 'Treatment'].map(isOfMan)).toEqual(Array(5).fill(false))
})

test('matchColumns gives each column once, to the thing that it fits best', () => {
  const wanted = [
    { name: 'age', label: 'Age' },
    { name: 'partnerAge', label: "Partner's age" },
    { name: 'bmi', label: 'BMI' },
  ]
  const matches = matchColumns(wanted, ['Age at treatment', 'Partner age', 'Age'])
  expect(Object.fromEntries(matches)).toEqual({
    age: { column: 'Age', certainty: 'same' },
    partnerAge: { column: 'Partner age', certainty: 'same' },
  })
})

/** The draft of infertility for a header. */
async function infertilityDraft(header: string) {
  const { folder, source } = writeClinic({ export: `${header}\nSECRET\n` })
  const text = await suggestMapping(source, builtIn['infertility'])
  const file = join(folder, 'draft.yaml')
  writeFileSync(file, text)
  const yaml = parse(text) as Record<string, Record<string, { column: string }>>
  return { text, yaml, read: () => readMapping(file, builtIn['infertility']) }
}

test.each([
  ['English', 'File No.,Couple No.,Female age', 'File No.', 'Couple No.'],
  ['Chinese', '病历号,夫妇编号,女方年龄', '病历号', '夫妇编号'],
  ['a number of the cycle', 'File No.,Couple No.,Cycle No.,Female age', 'Cycle No.', 'Couple No.'],
])('suggestMapping takes the surest column of ids: %s', async (_, header, record, couple) => {
  const { yaml, text } = await infertilityDraft(header)
  expect(yaml).toMatchObject({ recordId: record, coupleId: couple })
  if (record.startsWith('File')) expect(text).toContain('it must be another one in every row, else write row')
})

test('suggestMapping takes a number for no option, and knows how headers shorten words', async () => {
  const { yaml } = await infertilityDraft(
    'Sperm conc (M/mL),Prog. motility (%),Start dose FSH,Treatment,Luteal,Embryos transferred',
  )
  expect(yaml.fields).toMatchObject({
    spermConcentration: { column: 'Sperm conc (M/mL)' },
    progressiveMotility: { column: 'Prog. motility (%)' },
  })
  expect(yaml.decisions).toEqual({
    strategy: { column: 'Treatment' },
    startingDose: { column: 'Start dose FSH' },
    embryos: { column: 'Embryos transferred' },
    lutealSupport: { column: 'Luteal' },
  })
})

test('suggestMapping knows the Chinese labels of the specialty as they stand', async () => {
  const { yaml, text } = await infertilityDraft('总活力,移植,移植胚胎数,促性腺激素,黄体支持')
  expect(yaml.fields).toEqual({ totalMotility: { column: '总活力' } })
  expect(yaml.decisions).toEqual({
    gonadotropin: { column: '促性腺激素' },
    transfer: { column: '移植' },
    embryos: { column: '移植胚胎数' },
    lutealSupport: { column: '黄体支持' },
  })
  expect(text).not.toContain('# guess')
})

test('suggestMapping lists decisions without a column as not in the source, but for those that others depend on', async () => {
  const { text, yaml, read } = await infertilityDraft('Treatment,Trigger,Embryos transferred')
  expect(yaml.decisionsNotInSource).toContain('suppression')
  expect(yaml.decisionsNotInSource).not.toContain('transfer')
  // All options, each in quotes, since some hold a comma.
  expect(text).toContain(
    '# transfer: { column: ... } # Transfer; options: "fresh, day 3", "fresh, day 5", "freeze all",',
  )
  expect(read).toThrow(/layer "transfer" of the specialty is not mapped/)
  const complete = await infertilityDraft('Treatment,Trigger,Transfer,Embryos transferred')
  expect(complete.read().value.decisionsNotInSource).toHaveLength(11)
})
