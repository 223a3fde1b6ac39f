import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { loadSpecialty } from '../../specialty/index.ts'
import { loadJsonl, silentProgress } from '../../support/index.ts'
import type { PatientRecord } from '../patient-record.ts'
import { readMapping } from './check-mapping.ts'
import { temporaryFolder } from './fixtures/clinic.ts'
import { importRecords } from './import-records.ts'

const EXAMPLE = fileURLToPath(new URL('../../../examples/hfea', import.meta.url))
const specialty = loadSpecialty('specialty.yaml', EXAMPLE)
const mapping = readMapping(join(EXAMPLE, 'mapping.yaml'), specialty)

const HEART = [
  'weeks gestation',
  'birth outcome',
  'birth weight',
  'sex',
  'delivery date',
  'birth congenital abnormalities',
]

/** The register file's 61 columns with the cells of one invented cycle; synthetic, not a row of the register. */
const CYCLE: Readonly<Record<string, string>> = {
  'Patient age at treatment': '35-37',
  'Total number of previous IVF cycles': '>5',
  'Total number of previous DI cycles': '0',
  'Total number of previous pregnancies - IVF and DI': '1.0',
  'Total number of previous live births - IVF or DI': '1',
  'Causes of infertility - tubal disease': '0',
  'Causes of infertility - ovulatory disorder': '0',
  'Causes of infertility - male factor': '1',
  'Causes of infertility - patient unexplained': '0',
  'Causes of infertility - endometriosis': '0',
  'Main reason for producing embroys storing eggs': 'Treatment - IVF',
  'Stimulation used': '1',
  'Egg donor age at registration': '',
  'Sperm donor age at registration': '',
  'Donated embryo': '0.0',
  'Type of treatment - IVF or DI': 'IVF',
  'Specific treatment type': 'ICSI',
  'PGT-M treatment': '0',
  'PGT-A treatment': '0',
  'Elective single embryo transfer': '0.0',
  'Egg source': 'Patient',
  'Sperm source': 'Partner',
  'Fresh cycle': '1.0',
  'Frozen cycle': '0.0',
  'Eggs thawed (0/1)': '0',
  'Fresh eggs collected': '6-10',
  'Fresh eggs stored (0/1)': '0',
  'Total eggs mixed': '6-10',
  'Total embryos created': '1-5',
  'Embryos transferred': '2.0',
  'Total embryos thawed': '0',
  'Embryos transferred from eggs micro-injected': '2.0',
  'Embryos stored for use by patient': '0',
  'Date of embryo transfer': '5.0',
  'Year of treatment': '2018',
  'Live birth occurrence': '1',
  'Number of live births': '1',
  'Early outcome': 'Intrauterine Fetal Pulsation Seen',
  'Number of foetal sacs with fetal pulsation': '1',
  ...Object.fromEntries(['one', 'two', 'three'].flatMap(n => HEART.map(what => [`Heart ${n} ${what}`, 'OUTCOME']))),
  'Patient ethnicity': 'White',
  'Partner ethnicity': 'Any other ethnicity',
  'Partner Type': 'Male',
  'Partner age': '999',
}

async function importCycles(...changes: readonly Readonly<Record<string, string>>[]) {
  const output = temporaryFolder()
  const source = join(output, 'register.csv')
  const columns = Object.keys(CYCLE)
  const rows = changes.map(change => columns.map(column => change[column] ?? CYCLE[column]).join(','))
  writeFileSync(source, [columns.join(','), ...rows, ''].join('\r\n'))
  const report = await importRecords({
    source,
    encoding: 'utf-8',
    delimiter: ',',
    mapping,
    specialty,
    quarantineLimit: 0.05,
    output,
    progress: silentProgress,
    signal: new AbortController().signal,
  })
  return { report, records: await loadJsonl<PatientRecord>(join(output, 'records.jsonl')) }
}

test('examples/hfea maps a cycle with its known facts and decisions, and no outcome', async () => {
  const { records } = await importCycles({})
  expect(Object.keys(CYCLE)).toHaveLength(61)
  expect(records[0]).toMatchObject({
    recordId: 'r1',
    decision: { fertilisation: 'ICSI', transfer: 'fresh', embryosTransferred: '2', pgtA: 'no' },
  })
  expect(records[0].fields).toEqual({
    age: '35-37',
    previousIvfCycles: 'more than 5',
    previousDiCycles: '0',
    previousLiveBirths: '1',
    maleFactor: true,
    tubalDisease: false,
    ovulatoryDisorder: false,
    endometriosis: false,
    unexplained: false,
    spermSource: 'partner',
    partner: 'male',
    partnerAge: null,
    ethnicity: 'White',
    partnerEthnicity: 'Other',
    year: '2018',
  })
})

test('examples/hfea tells freeze-all from a cycle without embryos, and leaves out what is not its case', async () => {
  const noTransfer = { 'Embryos transferred': '0.0' }
  const { records, report } = await importCycles(
    { ...noTransfer, 'Embryos stored for use by patient': '6-10' },
    noTransfer,
    { 'Type of treatment - IVF or DI': 'DI', 'Fresh cycle': '', 'Embryos transferred': '' },
    { 'Fresh cycle': '0.0', 'Frozen cycle': '1.0' },
    { 'Main reason for producing embroys storing eggs': 'Donation' },
    { 'Specific treatment type': 'ICSI:IVF' },
    { 'Specific treatment type': 'Unknown' },
    { 'PGT-M treatment': '1' },
  )
  expect(records.map(({ decision }) => decision)).toEqual([
    { fertilisation: 'ICSI', transfer: 'freeze-all', pgtA: 'no' },
  ])
  expect(report.notInCohort.conditions.filter(({ rows }) => rows > 0).map(({ condition }) => condition)).toEqual([
    'donor insemination',
    'no fresh eggs or embryos in the cycle',
    'eggs stored, donated or shared, or purpose not defined',
    'IVF and ICSI in one cycle',
    'method of fertilisation unknown',
    'PGT-M done',
    'nothing transferred or stored (known only afterwards)',
  ])
  expect(report.notInCohort.conditions.at(-1)?.byDecision).toEqual({ IVF: 0, ICSI: 1 })
})

test('examples/hfea protects every column that is told only after the plan', () => {
  const told = Object.keys(CYCLE).filter(column =>
    /^(Heart|Early|Number of|Live birth|Date|Total e|Fresh eggs c)/.test(column),
  )
  // 18 heart columns, early outcome, live births (2), foetal sacs, transfer date, eggs and embryos (4).
  expect(told).toHaveLength(27)
  for (const column of told) expect(specialty.outcomes).toContain(column)
  const columns = new Set(Object.keys(CYCLE))
  for (const column of [...specialty.outcomes, ...(specialty.decisionColumns ?? [])]) expect(columns).toContain(column)
})
