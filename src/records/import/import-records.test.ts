import { chmodSync, existsSync, mkdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { InputError, InterruptedError, loadJsonl } from '../../support/index.ts'
import type { PatientRecord } from '../patient-record.ts'
import { clinicRow, HEADER, importClinic, MAPPING, SPECIALTY } from './fixtures/clinic.ts'

const csv = (...rows: string[]) => `${[HEADER, ...rows].join('\n')}\n`
const recordsOf = (folder: string) => loadJsonl<PatientRecord>(join(folder, 'records.jsonl'))
const quarantineOf = (folder: string) =>
  loadJsonl<{ row: number; line: number; field: string; reason: string }>(join(folder, 'quarantine.jsonl'))

async function failure(content: string | Uint8Array, options: Parameters<typeof importClinic>[1] = {}) {
  try {
    await importClinic(content, options)
  } catch (error) {
    expect(error).toBeInstanceOf(InputError)
    expect((error as Error).message).not.toContain('\n')
    return error as InputError
  }
  throw new Error('expected the import to fail')
}

const EXPECTED = {
  recordId: 'c1',
  coupleId: 'k1',
  fields: { age: 34, cause: 'male', smoker: false },
  decision: { method: 'ICSI', dose: 225, transfer: 'fresh', embryos: '1' },
  reasoning: null,
  synthetic: false,
}

test('importRecords turns a row into fields and decisions, 1.0 read as the code 1', async () => {
  const { folder, report } = await importClinic(csv(clinicRow(1)))
  expect(await recordsOf(folder)).toEqual([EXPECTED])
  expect(report).toMatchObject({ rows: 1, imported: 1, couples: 1, synthetic: false, note: null })
})

test('importRecords converts the dose of a decision, and takes no dose between two steps', async () => {
  const mappingText = MAPPING.replace('column: Dose', 'column: Dose, unit: kIU, values: { low: 100 }')
  const rows = [clinicRow(1, { Dose: '0.225' }), clinicRow(2, { Dose: 'low' }), clinicRow(3, { Dose: '0.23' })]
  const { folder, report } = await importClinic(csv(...rows), { mappingText })
  expect((await recordsOf(folder)).map(({ decision }) => decision.dose)).toEqual([225, 100])
  expect(report.quarantined.reasons).toEqual([
    { field: 'dose', reason: 'expected 100 to 300 in steps of 25, got a number between', rows: 1 },
  ])
})

test('importRecords leaves out a layer that does not apply', async () => {
  const { folder } = await importClinic(csv(clinicRow(1, { Transferred: '0', Stored: '2' })))
  expect((await recordsOf(folder))[0].decision).toEqual({ method: 'ICSI', dose: 225, transfer: 'freeze-all' })
})

test.each([
  ['a byte order mark', Buffer.from(`\uFEFF${csv(clinicRow(1))}`)],
  ['Windows line ends', csv(clinicRow(1)).replaceAll('\n', '\r\n')],
  ['a gzipped file', gzipSync(csv(clinicRow(1)))],
  ['no line end at the end', csv(clinicRow(1)).trimEnd()],
  ['empty lines', csv('', clinicRow(1), '', '')],
  ['quoted cells', csv(clinicRow(1).replace('ICSI', '"ICSI"'))],
])('importRecords reads %s', async (_, content) => {
  const { folder } = await importClinic(content)
  expect(await recordsOf(folder)).toEqual([EXPECTED])
})

test('importRecords reads other delimiters when told, and says which when not', async () => {
  const content = csv(clinicRow(1)).replaceAll(',', ';')
  const { folder } = await importClinic(content, { delimiter: ';' })
  expect(await recordsOf(folder)).toEqual([EXPECTED])
  expect((await failure(content)).message).toContain('`delimiter: ";"` under records')
  const quoted = csv(clinicRow(1, { Kind: '"fresh"' })).replaceAll(',', ';')
  expect((await failure(quoted)).message).toContain('got a header separated by ";"')
})

test('importRecords points at the first byte that is not UTF-8 and names the setting', async () => {
  // Row 2 stands on line 3; its cell begins after `c2,k2,fresh,34,`, 15 characters, so the é of "Mé" is in column 17.
  const content = Buffer.from(csv(clinicRow(1), clinicRow(2, { Cause: 'Mé' })), 'latin1')
  const error = await failure(content)
  expect(error.place).toMatchObject({ line: 3, column: 17 })
  expect(error.message).toMatch(/export\.csv:3:17: expected UTF-8, .*`encoding: latin-1`/)
})

test('importRecords with encoding latin-1 reads what UTF-8 refuses', async () => {
  const mappingText = MAPPING.replace('T: tubal', 'Mé: unknown')
  const content = Buffer.from(csv(clinicRow(1, { Cause: 'Mé' })), 'latin1')
  const { folder } = await importClinic(content, { mappingText, encoding: 'latin-1' })
  expect((await recordsOf(folder))[0].fields.cause).toBe('unknown')
})

/** Rows in GBK whose cause is 男方 (C4 D0 B7 BD). */
const gbk = (rows: number): Buffer =>
  Buffer.from(
    csv(...Array.from({ length: rows }, (_, i) => clinicRow(i + 1, { Cause: '\u00c4\u00d0\u00b7\u00bd' }))),
    'latin1',
  )
const CHINESE = MAPPING.replace('M: male', '男方: male')

test('importRecords with encoding gb18030 reads the CSV file of Chinese Excel', async () => {
  const { folder } = await importClinic(gbk(1), { mappingText: CHINESE, encoding: 'gb18030' })
  expect(await recordsOf(folder)).toEqual([EXPECTED])
})

test('importRecords with encoding gb18030 takes a character that two chunks share as one', async () => {
  const { report } = await importClinic(gzipSync(gbk(12_000)), { mappingText: CHINESE, encoding: 'gb18030' })
  expect(report).toMatchObject({ rows: 12_000, imported: 12_000 })
})

test('importRecords offers gb18030 for what looks like it, also where latin-1 would read it', async () => {
  expect((await failure(gbk(2))).message).toMatch(/export\.csv:2:16: expected UTF-8, .*set `encoding: gb18030`/)
  const mistaken = await failure(gbk(2), { encoding: 'latin-1' })
  expect(mistaken.message).toMatch(/expected latin-1, got bytes that look like Chinese .*`encoding: gb18030`/)
  expect(mistaken.message).not.toMatch(/\n|Ä/)
})

test('importRecords refuses UTF-8 that is said to be in another encoding', async () => {
  const content = csv(...Array.from({ length: 9 }, (_, i) => clinicRow(i, { Cause: '女方' })))
  for (const encoding of ['latin-1', 'gb18030'] as const) {
    expect((await failure(content, { encoding })).message).toMatch(/look like UTF-8; set `encoding: utf-8`/)
  }
})

test('importRecords points at the line of the first byte that is not GB18030', async () => {
  const content = Buffer.concat([gbk(2), Buffer.from([0xc4, 0x2c, 0x0a])])
  expect((await failure(content, { encoding: 'gb18030' })).message).toMatch(/export\.csv:4: expected GB18030/)
})

test('importRecords takes a character that two chunks share as one', async () => {
  // gunzip gives chunks of 256 KiB: three-byte characters over 1 MB cannot all end on their borders.
  const mappingText = MAPPING.replace('T: tubal', '€: unknown')
  const rows = Array.from({ length: 9000 }, (_, i) => clinicRow(i, { Cause: '€', Smoker: `${'€'.repeat(40)}` }))
  const error = await failure(gzipSync(csv(...rows)), { mappingText, quarantineLimit: 0.05 })
  expect(error.message).toContain('9000 x smoker: expected yes or no')
})

test.each([
  ['UTF-16', Buffer.from(`\uFEFF${csv(clinicRow(1))}`, 'utf16le'), /expected UTF-8 text, got UTF-16/],
  ['a workbook', Buffer.from('PK\u0003\u0004 and so on'), /got a zip file or an Excel workbook/],
  ['gzip cut off', gzipSync(csv(...Array.from({ length: 50 }, (_, i) => clinicRow(i)))).subarray(0, 80), /cut off/],
  ['an empty file', '', /expected a header row, got an empty file/],
  ['only empty lines', '\n\n', /expected a header row, got none/],
  ['a header only', `${HEADER}\n`, /expected rows under the header, got none/],
])('importRecords refuses %s', async (_, content, message) => {
  expect((await failure(content)).message).toMatch(message)
})

test('importRecords refuses a file that is not there', async () => {
  expect((await failure('', { source: 'no-such-file.csv' })).message).toMatch(/no-such-file\.csv: expected a file/)
})

test.each([
  ['a quote that never closes', csv(clinicRow(1), clinicRow(2, { Cause: '"M' }), clinicRow(3)), 3],
  ['text after a closing quote', csv(clinicRow(1), clinicRow(2), clinicRow(3, { Cause: '"M"x' })), 4],
  ['a quote in a cell', csv(clinicRow(1, { Cause: 'M"x' })), 2],
  [
    'a broken quote after a quoted line break',
    csv(clinicRow(1, { Cause: '"a\r\nb"' }), clinicRow(2, { Cause: 'M"' })),
    4,
  ],
])('importRecords names the line on which the row with %s begins', async (_, content, line) => {
  const error = await failure(content)
  expect(error.place.line).toBe(line)
  expect(error.message).toMatch(/quote/)
})

test('importRecords stops at a quote that never closes before the rest of a long file is one cell', async () => {
  const rows = Array.from({ length: 40_000 }, (_, i) => clinicRow(i))
  rows[10] = clinicRow(10, { Cause: '"M' })
  const error = await failure(csv(...rows))
  expect(error.place.line).toBe(12)
  expect(error.message).toMatch(/longer than 1 MiB, as when a quote never closes/)
})

test('importRecords refuses a header name that stands twice, with both columns', async () => {
  const error = await failure(csv(clinicRow(1)).replace('Smoker', 'Age'))
  expect(error.message).toContain('the header has "Age" twice, in columns 4 and 6')
})

test('importRecords quarantines rows by row, line, field and reason, never with the value', async () => {
  const { folder, report } = await importClinic(
    csv(
      clinicRow(1, { Age: 'SECRET' }),
      clinicRow(2, { Age: '77777' }),
      clinicRow(3, { Cause: 'SECRET' }),
      clinicRow(4, { Smoker: 'SECRET' }),
      clinicRow(5, { Method: 'SECRET' }),
      clinicRow(6, { Dose: '77777' }),
      clinicRow(7, { Cycle: '' }),
      '',
      `${clinicRow(8)},SECRET`,
      'c9,k9,SECRET',
      clinicRow(10),
      clinicRow(10, { Couple: 'k11' }),
    ),
    { quarantineLimit: 1 },
  )
  // Row 8 stands on line 10: the header is line 1 and an empty line comes between.
  expect(await quarantineOf(folder)).toEqual([
    { row: 1, line: 2, field: 'age', reason: 'expected a number, got text without a digit' },
    { row: 2, line: 3, field: 'age', reason: 'expected 18 to 50 years, got a number outside' },
    {
      row: 3,
      line: 4,
      field: 'cause',
      reason: 'expected one of male, tubal, unknown; `values` in the mapping translates other codes',
    },
    { row: 4, line: 5, field: 'smoker', reason: 'expected yes or no (also 1 or 0, true or false)' },
    {
      row: 5,
      line: 6,
      field: 'method',
      reason: 'expected one of IVF, ICSI; `values` in the mapping translates other codes',
    },
    { row: 6, line: 7, field: 'dose', reason: 'expected 100 to 300 IU, got a number outside' },
    { row: 7, line: 8, field: 'recordId', reason: 'expected an id, got nothing' },
    { row: 8, line: 10, field: '(row)', reason: 'expected 11 cells, got more' },
    { row: 9, line: 11, field: '(row)', reason: 'expected 11 cells, got fewer' },
    {
      row: 11,
      line: 13,
      field: 'recordId',
      reason: 'expected an id of its own, got one of an earlier row (`sameAs` names it)',
      sameAs: 10,
    },
  ])
  expect(report.quarantined).toMatchObject({ rows: 10, share: 10 / 11 })
  expect(report.quarantined.reasons).toContainEqual({
    field: 'age',
    reason: 'expected a number, got text without a digit',
    rows: 1,
  })
  const written = ['records.jsonl', 'quarantine.jsonl', 'import-report.json']
    .map(file => readFileSync(join(folder, file), 'utf8'))
    .join('')
  expect(written).not.toMatch(/SECRET|77777/)
})

test('importRecords above the quarantine limit says how many and why, and leaves no report', async () => {
  // 1 of 20 rows is at the limit of 0.05 and passes; 2 of 20 are above it.
  const rows = Array.from({ length: 20 }, (_, i) => clinicRow(i, i === 3 ? { Age: '99' } : {}))
  await importClinic(csv(...rows), { quarantineLimit: 0.05 })
  rows[5] = clinicRow(5, { Smoker: 'SECRET' })
  const error = await failure(csv(...rows), { quarantineLimit: 0.05 })
  expect(error.message).toContain("2 of the cohort's 20 rows (10.0 %)")
  expect(error.message).toContain('1 x age: expected 18 to 50 years')
  expect(error.message).toContain('1 x smoker: expected yes or no')
  expect(error.message).not.toContain('SECRET')
  expect(existsSync(join(error.place.file as string, '..', 'import-report.json'))).toBe(false)
})

test('importRecords counts rows outside the cohort by condition and does not quarantine them', async () => {
  const { report } = await importClinic(
    csv(
      clinicRow(1),
      clinicRow(2, { Kind: 'frozen', Age: '99' }),
      clinicRow(3, { Transferred: '0', Age: '99' }),
      clinicRow(4, { Dose: '' }),
    ),
  )
  expect(report.notInCohort).toEqual({
    rows: 3,
    conditions: [
      { condition: 'frozen cycle', rows: 1 },
      { condition: 'nothing transferred or stored', rows: 1, byDecision: { IVF: 0, ICSI: 1 } },
      { condition: 'no recorded decision: Dose', rows: 1, byDecision: { IVF: 0, ICSI: 1 } },
    ],
  })
  expect(report.quarantined.rows).toBe(0)
})

test('importRecords counts rows without a later decision by what was decided first', async () => {
  const neither = { Transferred: '0' }
  const { report } = await importClinic(
    csv(
      clinicRow(1),
      clinicRow(2, { ...neither, Method: 'IVF' }),
      clinicRow(3, neither),
      clinicRow(4, { ...neither, Method: 'IVF' }),
      // No first decision either: counted under that layer, and by nothing.
      clinicRow(5, { ...neither, Method: '' }),
      clinicRow(6, { ...neither, Kind: 'frozen' }),
    ),
  )
  expect(report.notInCohort.conditions).toEqual([
    { condition: 'frozen cycle', rows: 1 },
    { condition: 'nothing transferred or stored', rows: 3, byDecision: { IVF: 2, ICSI: 1 } },
    { condition: 'no recorded decision: Method', rows: 1 },
  ])
})

test('importRecords takes the names that every object has as columns, cells and values', async () => {
  const names = '__proto__, constructor, toString'
  const specialtyText = SPECIALTY.replace('[male, tubal, unknown]', `[${names}]`)
    .replace('options: [IVF, ICSI]', `options: [${names}]`)
    .replace('[Method, Dose', '[constructor, Dose')
    .replace('[Live birth]', '[toString]')
  const mappingText = MAPPING.replace('column: Cause, values: { M: male, T: tubal }', 'column: __proto__').replace(
    '{ column: Method }',
    '{ column: constructor, values: { toString: __proto__, constructor: toString } }',
  )
  const header = HEADER.replace('Cause', '__proto__').replace('Method', 'constructor').replace('Live birth', 'toString')
  const rows = [
    clinicRow(1, { Cause: '__proto__', Method: 'toString' }),
    clinicRow(2, { Cause: 'constructor', Method: 'constructor' }),
    clinicRow(3, { Cause: 'toString', Method: '__proto__', Transferred: '0' }),
    clinicRow(4, { Cause: 'valueOf', Method: '__proto__' }),
  ]
  const { folder, report } = await importClinic(`${[header, ...rows].join('\n')}\n`, { specialtyText, mappingText })
  expect((await recordsOf(folder)).map(({ fields, decision }) => [fields.cause, decision.method])).toEqual([
    ['__proto__', '__proto__'],
    ['constructor', 'toString'],
  ])
  // Entries, because a matcher looks at an object's own prototype under the first of these names.
  const counts = (values: object | undefined) => Object.entries(values ?? {})
  expect(counts(report.decisions.method.values)).toEqual([
    ['__proto__', 1],
    ['constructor', 0],
    ['toString', 1],
  ])
  expect(counts(report.notInCohort.conditions[1].byDecision)).toEqual([
    ['__proto__', 1],
    ['constructor', 0],
    ['toString', 0],
  ])
  expect(report.quarantined.reasons).toEqual([
    { field: 'cause', reason: `expected one of ${names}; \`values\` in the mapping translates other codes`, rows: 1 },
  ])
  const refusal = importClinic(`${header}\n`, {
    specialtyText,
    mappingText: mappingText.replace('column: Smoker', 'column: toString'),
  })
  await expect(refusal).rejects.toThrow(/column "toString" is an outcome/)
  const written = JSON.parse(readFileSync(join(folder, 'import-report.json'), 'utf8')) as typeof report
  expect(counts(written.decisions.method.values)).toEqual(counts(report.decisions.method.values))
})

test('importRecords with no usable row says what left them out', async () => {
  const error = await failure(csv(clinicRow(1, { Kind: 'frozen' }), clinicRow(2, { Kind: 'frozen' })))
  expect(error.message).toContain('none of the 2 rows can be used (2 left out: frozen cycle)')
})

test('importRecords reports missing shares and the distribution of each layer', async () => {
  const { report } = await importClinic(
    csv(clinicRow(1, { Age: '999.0' }), clinicRow(2, { Age: '' }), clinicRow(3), clinicRow(4, { Transferred: '2' })),
  )
  // Ages of rows 1 and 2 of 4 are not recorded.
  expect(report.fields.age).toEqual({ missing: 2, missingShare: 0.5 })
  expect(report.decisions.embryos).toEqual({ applicable: 4, values: { 1: 3, 2: 1 } })
  expect(report.decisions.dose).toEqual({ applicable: 4, values: { 225: 4 } })
})

test('importRecords notes that couples cannot be linked when coupleId is row', async () => {
  const mappingText = MAPPING.replace('recordId: Cycle', 'recordId: row').replace('coupleId: Couple', 'coupleId: row')
  const { folder, report } = await importClinic(csv(clinicRow(1), clinicRow(1)), { mappingText })
  expect(report.note).toContain('one couple may stand in more than one split')
  expect((await recordsOf(folder)).map(({ recordId, coupleId }) => [recordId, coupleId])).toEqual([
    ['r1', 'r1'],
    ['r2', 'r2'],
  ])
})

test('importRecords stops when interrupted', async () => {
  const rows = Array.from({ length: 2000 }, (_, i) => clinicRow(i))
  const importing = importClinic(csv(...rows), { signal: AbortSignal.abort() })
  await expect(importing).rejects.toBeInstanceOf(InterruptedError)
})

test('importRecords puts a row aside whose id an earlier row has, also one in quarantine, and not one outside the cohort', async () => {
  const { folder, report } = await importClinic(
    csv(
      clinicRow(1, { Age: 'SECRET' }),
      clinicRow(1, { Couple: 'k11' }),
      clinicRow(2, { Method: '' }),
      clinicRow(2, { Couple: 'k12' }),
    ),
    { quarantineLimit: 1 },
  )
  const reason = 'expected an id of its own, got one of an earlier row (`sameAs` names it)'
  expect((await quarantineOf(folder)).slice(1)).toEqual([{ row: 2, line: 3, field: 'recordId', reason, sameAs: 1 }])
  expect(report).toMatchObject({ imported: 1, notInCohort: { rows: 1 } })
})

test('importRecords makes a new folder for its owner alone, and leaves one that is there as it is', async () => {
  const mode = (path: string) => statSync(path).mode & 0o777
  const { folder } = await importClinic(csv(clinicRow(1)))
  const [made, there] = [join(folder, 'made'), join(folder, 'there')]
  mkdirSync(there)
  chmodSync(there, 0o755)
  for (const output of [made, there]) await importClinic(csv(clinicRow(1)), { output })
  expect([mode(made), mode(there)]).toEqual([0o700, 0o755])
})
