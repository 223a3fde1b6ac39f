import { writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { loadSpecialty } from '../../specialty/index.ts'
import { loadJsonl, silentProgress } from '../../support/index.ts'
import type { PatientRecord } from '../patient-record.ts'
import { readMapping } from './check-mapping.ts'
import { temporaryFolder } from './fixtures/clinic.ts'
import { realFiles } from './fixtures/real-files.ts'
import { type FixtureCell, workbookBytes } from './fixtures/workbook-file.ts'
import { importRecords } from './import-records.ts'

const EXAMPLES = fileURLToPath(new URL('../../../examples', import.meta.url))

async function importExample(source: string, mappingFile: string) {
  const file = join(EXAMPLES, mappingFile)
  const specialty = loadSpecialty('specialty.yaml', join(file, '..'))
  const output = temporaryFolder()
  const report = await importRecords({
    source,
    mapping: readMapping(file, specialty),
    specialty,
    quarantineLimit: 1,
    output,
    progress: silentProgress,
    signal: new AbortController().signal,
  })
  const { rows, imported, quarantined, notInCohort } = report
  expect(imported + quarantined.rows + notInCohort.rows).toBe(rows)
  const records = await loadJsonl<PatientRecord>(join(output, 'records.jsonl'))
  const quarantine = await loadJsonl<{ line: number; field: string }>(join(output, 'quarantine.jsonl'))
  expect(records).toHaveLength(imported)
  expect(quarantine).toHaveLength(quarantined.rows)
  return { report, records, quarantine }
}

/** The 44 columns of the Kerala workbook with the cells of an invented woman; synthetic, not a row of the file. */
const WOMAN: Readonly<Record<string, FixtureCell>> = {
  'Sl. No': 1,
  'Patient File No.': 501,
  'PCOS (Y/N)': 1,
  ' Age (yrs)': 31,
  'Weight (Kg)': 60,
  'Height(Cm) ': 160,
  BMI: { error: '#NAME?' },
  'Blood Group': 15,
  'Pulse rate(bpm) ': 72,
  'RR (breaths/min)': 18,
  'Hb(g/dl)': 12.5,
  'Cycle(R/I)': 4,
  'Cycle length(days)': 5,
  'Marraige Status (Yrs)': 6,
  'Pregnant(Y/N)': 0,
  'No. of aborptions': 1,
  '  I   beta-HCG(mIU/mL)': 2.5,
  'II    beta-HCG(mIU/mL)': 2.5,
  'FSH(mIU/mL)': 6.1,
  'LH(mIU/mL)': 4.4,
  'FSH/LH': { error: '#NAME?' },
  'Hip(inch)': 40,
  'Waist(inch)': 35,
  'Waist:Hip Ratio': { error: '#NAME?' },
  'TSH (mIU/L)': 2.1,
  'AMH(ng/mL)': 5.5,
  'PRL(ng/mL)': 20,
  'Vit D3 (ng/mL)': 25,
  'PRG(ng/mL)': 0.4,
  'RBS(mg/dl)': 95,
  'Weight gain(Y/N)': 0,
  'hair growth(Y/N)': 0,
  'Skin darkening (Y/N)': 0,
  'Hair loss(Y/N)': 0,
  'Pimples(Y/N)': 0,
  'Fast food (Y/N)': null,
  'Reg.Exercise(Y/N)': 0,
  'BP _Systolic (mmHg)': 115,
  'BP _Diastolic (mmHg)': 75,
  'Follicle No. (L)': 8,
  'Follicle No. (R)': 9,
  'Avg. F size (L) (mm)': 15,
  'Avg. F size (R) (mm)': 15,
  'Endometrium (mm)': 8.5,
}

async function importWomen(...changes: readonly Readonly<Record<string, FixtureCell>>[]) {
  const source = join(temporaryFolder(), 'women.xlsx')
  const columns = Object.keys(WOMAN)
  // The sheet has a last column without a name, in which a few cells are filled.
  const rows = changes.map((change, i) => {
    const woman: Record<string, FixtureCell> = { ...WOMAN, 'Sl. No': i + 1, ...change }
    return [...columns.map(column => woman[column]), i === 1 ? '.' : null]
  })
  writeFileSync(source, workbookBytes({ Instructions: [['Made up']], Full_new: [[...columns, null], ...rows] }, 50))
  return importExample(source, 'kerala/mapping.yaml')
}

test('examples/kerala reads a woman in the units of the specialty, and no formula that failed', async () => {
  const { records, report } = await importWomen({}, { 'AMH(ng/mL)': null })
  expect(Object.keys(WOMAN)).toHaveLength(44)
  expect(records[0]).toMatchObject({ recordId: '1', coupleId: '501', decision: {} })
  expect(records[0].fields).toEqual({
    age: 31,
    weight: 60,
    height: 160,
    cycle: 'irregular',
    yearsMarried: 6,
    pregnant: false,
    abortions: 1,
    betaHcgFirst: 2.5,
    betaHcgSecond: 2.5,
    fsh: 6.1,
    lh: 4.4,
    // 40 and 35 inches of 2.54 cm; 12.5 g/dl.
    hip: 101.6,
    waist: 88.9,
    tsh: 2.1,
    amh: 5.5,
    prolactin: 20,
    vitaminD: 25,
    progesterone: 0.4,
    glucose: 95,
    haemoglobin: 125,
    pulse: 72,
    systolic: 115,
    diastolic: 75,
    folliclesLeft: 8,
    folliclesRight: 9,
    endometrium: 8.5,
    pcos: true,
  })
  expect(records[1].fields.amh).toBeNull()
  expect(report.note).toContain('47 wholly blank rows of sheet "Full_new" are not rows (47 at its end)')
})

test('examples/kerala quarantines the mistakes of the file by row and field', async () => {
  const { quarantine } = await importWomen(
    { 'AMH(ng/mL)': 'a' },
    { 'FSH(mIU/mL)': 5052 },
    { 'LH(mIU/mL)': 2018 },
    { 'Vit D3 (ng/mL)': 6014.66 },
    { 'II    beta-HCG(mIU/mL)': '1.99.' },
    {},
    Object.fromEntries(Object.keys(WOMAN).map(column => [column, column])),
    { 'TSH (mIU/L)': { error: '#NAME?' } },
  )
  expect(quarantine.map(({ line, field }) => [line, field])).toEqual([
    [2, 'amh'],
    [3, 'fsh'],
    [4, 'lh'],
    [5, 'vitaminD'],
    [6, 'betaHcgSecond'],
    [8, '(row)'],
    [9, 'tsh'],
  ])
})

test('examples/kerala reads the hormones alone, under Windows line ends', async () => {
  const source = join(temporaryFolder(), 'hormones.csv')
  const header = 'Sl. No,Patient File No.,PCOS (Y/N),  I   beta-HCG(mIU/mL),II    beta-HCG(mIU/mL),AMH(ng/mL)'
  writeFileSync(source, [header, '1,9001,0,1.5,1.5,2.25', '2,9002,1,1.5,1.5,a', ''].join('\r\n'))
  const { records, quarantine } = await importExample(source, 'kerala/mapping-hormones.yaml')
  expect(records.map(({ fields }) => [fields.amh, fields.pcos, fields.age])).toEqual([[2.25, false, null]])
  expect(quarantine).toEqual([{ row: 2, line: 3, field: 'amh', reason: 'expected a number, got text without a digit' }])
})

test('examples/stat2data takes the dose as a decision, and no dose between two steps', async () => {
  const source = join(temporaryFolder(), 'fertility.csv')
  const header = 'rownames,Age,LowAFC,MeanAFC,FSH,E2,MaxE2,MaxDailyGn,TotalGn,Oocytes,Embryos'
  writeFileSync(source, `${header}\n1,33,10,12.5,6.2,41,1500,262.5,2500,12,6\n2,41,4,5,9.1,38,700,188,3000,4,2\n`)
  const { records, quarantine } = await importExample(source, 'stat2data/mapping.yaml')
  expect(records).toMatchObject([
    { recordId: '1', fields: { age: 33, meanAfc: 12.5, fsh: 6.2 }, decision: { dose: 262.5 } },
  ])
  expect(quarantine.map(({ field }) => field)).toEqual(['dose'])
})

/** What the real files come to; their cells stand nowhere. */
const expected: Readonly<
  Record<
    string,
    readonly [mapping: string, rows: number, imported: number, quarantined: Readonly<Record<string, number>>]
  >
> = {
  'hfea-2017-2018.csv.gz': ['hfea/mapping.yaml', 169_616, 80_138, {}],
  'kerala-pcos.xlsx': [
    'kerala/mapping.yaml',
    541,
    530,
    { vitaminD: 2, pulse: 2, betaHcgSecond: 1, systolic: 1, diastolic: 1, amh: 1, fsh: 1, lh: 1, cycle: 1 },
  ],
  'kerala-pcos-hormones.csv': ['kerala/mapping-hormones.yaml', 541, 540, { amh: 1 }],
  'stat2data-fertility.csv': ['stat2data/mapping.yaml', 333, 332, { dose: 1 }],
}

for (const file of realFiles(...Object.keys(expected))) {
  test(`the committed mapping imports ${basename(file)} and accounts for every row`, async () => {
    const [mapping, rows, imported, quarantined] = expected[basename(file)]
    const { report } = await importExample(file, mapping)
    expect(report).toMatchObject({ rows, imported })
    const byField: Record<string, number> = {}
    for (const { field, rows: count } of report.quarantined.reasons) byField[field] = (byField[field] ?? 0) + count
    expect(byField).toEqual(quarantined)
  })
}
