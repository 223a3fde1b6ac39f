/** @file `bedside import` as a process: records and their report, the draft of a mapping, and what it says to a mistake. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { bedside, bedsideWith, emptyFolder, requireBuild } from './bedside-process.ts'

beforeAll(requireBuild)

const SPECIALTY = `name: made-up-clinic
title: A made-up clinic
instruction: Plan the cycle.
fields:
  age: { label: Age, type: number, range: [18, 50], unit: years }
  amh: { label: AMH, type: number, range: [0.01, 30], unit: ng/mL, otherUnit: { unit: pmol/L, factor: 7.14 } }
decisionLayers:
  method: { label: Method, type: nominal, options: [IVF, ICSI] }
decisionColumns: [Method]
outcomes: []
baselineFields: [age]
`
const MAPPING = `recordId: row
coupleId: row
fields:
  age: { column: Age, bands: midpoint }
  amh: { column: AMH, unit: pmol/L }
decisions:
  method: { column: Method }
`
const EXPORT = 'Age\tAMH\tMethod\n35-37\t14.28\tICSI\n17\t7\tIVF\n30\t7.14\t\n'

function clinicFolder(): string {
  const folder = emptyFolder()
  writeFileSync(join(folder, 'specialty.yaml'), SPECIALTY)
  writeFileSync(join(folder, 'mapping.yaml'), MAPPING)
  writeFileSync(join(folder, 'clinic.tsv'), EXPORT)
  return folder
}

test('import(file with a mapping) writes records, quarantine and report, and accounts for every row', () => {
  const folder = clinicFolder()
  const { code, stdout } = bedside(folder, 'import', 'clinic.tsv', '--mapping', 'mapping.yaml')
  // Of two rows of the cohort one is in quarantine: a study would stop.
  expect(code).toBe(1)
  expect(stdout.split('\n')).toEqual([
    '3 rows = 1 imported (1 couple) + 1 in quarantine (50.0 % of the cohort) + 1 not in the cohort',
    '  a study would stop here: more than 5.0 % of the cohort in quarantine (quarantineLimit under records)',
    '  quarantine: 1 x age: expected 18 to 50 years, got a number outside',
    '  not in the cohort: 1 x no recorded decision: Method',
    '  age: 1 value stands for a band',
    expect.stringMatching(/^ {2}de-identified: 0 columns dropped, .* smallest group by age: 1$/),
    expect.stringMatching(/^ {2}note: The rows of one couple cannot be told/),
    'Written to clinic-records: records.jsonl, quarantine.jsonl, import-report.json',
    '',
  ])
  const records = readFileSync(join(folder, 'clinic-records', 'records.jsonl'), 'utf8')
  expect(JSON.parse(records)).toMatchObject({ fields: { age: 36, amh: 2 }, decision: { method: 'ICSI' } })
})

test('import says once where it made a key that must be kept, and nothing of a limit that holds', () => {
  const folder = clinicFolder()
  writeFileSync(join(folder, 'mapping.yaml'), MAPPING.replace('coupleId: row', 'coupleId: No'))
  writeFileSync(join(folder, 'clinic.tsv'), 'No\tAge\tAMH\tMethod\n7\t30\t7\tICSI\n')
  const settings = join(emptyFolder(), 'settings')
  const runs = [1, 2].map(() => bedsideWith(folder, settings, 'import', 'clinic.tsv', '--mapping', 'mapping.yaml'))
  const [first, second] = runs.map(({ stderr }) => stderr.split('\n').filter(line => line.includes('made the key')))
  const key = join(settings, 'bedside', 'deidentification.key')
  expect(first).toEqual([
    `made the key of de-identification, ${key}: keep a copy in a safe place, for with another key the same study gets other ids and another split`,
  ])
  expect(second).toEqual([])
  expect(runs[0].stdout).not.toMatch(/a study would stop/)
  expect(runs[0].code).toBe(0)
})

test('import --json prints the report, and --out names the folder', () => {
  const folder = clinicFolder()
  const { stdout } = bedside(folder, 'import', 'clinic.tsv', '--mapping', 'mapping.yaml', '--out', 'there', '--json')
  expect(JSON.parse(stdout)).toMatchObject({ out: 'there', rows: 3, imported: 1, fields: { age: { fromBands: 1 } } })
  expect(readdirSync(join(folder, 'there')).toSorted()).toEqual([
    'import-report.json',
    'quarantine.jsonl',
    'records.jsonl',
  ])
})

test('import takes GBK by its name, and says which separator a header has', () => {
  const folder = clinicFolder()
  // 女方年龄 in GBK, with a semicolon.
  const header = Buffer.from([0xc5, 0xae, 0xb7, 0xbd, 0xc4, 0xea, 0xc1, 0xe4])
  writeFileSync(join(folder, 'gbk.csv'), Buffer.concat([header, Buffer.from(';AMH\n30;1,5\n')]))
  const read = ['import', 'gbk.csv', '--suggest', '--specialty', 'infertility', '--encoding', 'GBK']
  const { code, stderr } = bedside(folder, ...read)
  expect(stderr).toMatch(/header separated by ";"; set --delimiter ";"/)
  expect(code).toBe(2)
  expect(bedside(folder, ...read, '--delimiter', ';').stdout).toContain('femaleAge: { column: "女方年龄" }')
})

test('import --suggest drafts a mapping that the import takes', () => {
  const folder = clinicFolder()
  writeFileSync(join(folder, 'clinic.tsv'), EXPORT.replace('AMH', 'AMH(pmol/L)').replace('35-37', '36'))
  const { code, stdout } = bedside(folder, 'import', 'clinic.tsv', '--suggest', '--specialty', 'specialty.yaml')
  expect(code).toBe(0)
  writeFileSync(join(folder, 'mapping.yaml'), stdout)
  const imported = bedside(folder, 'import', 'clinic.tsv', '--mapping', 'mapping.yaml', '--json')
  expect(JSON.parse(imported.stdout)).toMatchObject({ rows: 3, imported: 1, quarantined: { rows: 1 } })
})

test('run(study whose mapping names no decisions) refuses in one line', () => {
  const folder = clinicFolder()
  writeFileSync(join(folder, 'mapping.yaml'), MAPPING.slice(0, MAPPING.indexOf('decisions:')))
  const records = 'records: { source: clinic.tsv, mapping: mapping.yaml }'
  writeFileSync(join(folder, 'study.yaml'), `study: tiny\nspecialty: specialty.yaml\n${records}\narms: { sft: {} }\n`)
  const { code, stderr } = bedside(folder, 'run')
  expect(stderr).toMatch(/^bedside: .*mapping\.yaml: the mapping names no decisions.*bedside import\)\n$/)
  expect(code).toBe(2)
  expect(existsSync(join(folder, 'out'))).toBe(false)
})

test.each([
  ['no mapping', ['clinic.tsv'], /field "--mapping": expected a mapping, got none; draft one with --suggest/],
  ['no file', [], /missing required argument 'file'/],
  [
    'a file that is not there',
    ['none.csv', '--mapping', 'mapping.yaml'],
    /none\.csv: expected a file, got nothing at this path/,
  ],
  ['a column that is not there', ['other.csv', '--mapping', 'mapping.yaml'], /mapping\.yaml:4:10, .*no column "Age"/],
  [
    'an unknown encoding',
    ['clinic.tsv', '--mapping', 'mapping.yaml', '--encoding', 'ebcdic'],
    /expected one of utf-8, latin-1, gb18030/,
  ],
  ['a long delimiter', ['clinic.tsv', '--mapping', 'mapping.yaml', '--delimiter', '::'], /expected one character/],
  [
    'a folder of a study',
    ['clinic.tsv', '--mapping', 'mapping.yaml', '--out', 'artifact'],
    /artifact: expected a folder of its own/,
  ],
  ['an unknown specialty', ['clinic.tsv', '--suggest', '--specialty', 'infertilty'], /did you mean "infertility"/],
])('import with %s refuses in one line and writes nothing', (_, args, message) => {
  const folder = clinicFolder()
  writeFileSync(join(folder, 'other.csv'), 'Years,AMH,Method\n30,1,IVF\n')
  mkdirSync(join(folder, 'artifact'))
  writeFileSync(join(folder, 'artifact', 'manifest.json'), '{}')
  const before = readdirSync(folder, { recursive: true })
  const { code, stdout, stderr } = bedside(folder, 'import', ...args)
  expect(stderr.split('\n').filter(line => line.startsWith('bedside: '))).toEqual([expect.stringMatching(message)])
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(readdirSync(folder, { recursive: true })).toEqual(before)
})
