import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { silentProgress } from '../support/index.ts'
import { draftMapping, type ImportFileRequest, importFile } from './import-file.ts'

const SPECIALTY = `name: made-up-clinic
title: A made-up clinic
instruction: Plan the cycle.
fields:
  age: { label: Age, type: number, range: [18, 50], unit: years }
decisionLayers: {}
decisionColumns: []
outcomes: []
baselineFields: []
`

let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bedside-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  for (const name of ['study', 'data', 'settings']) mkdirSync(join(folder, name))
  writeFileSync(join(folder, 'study', 'specialty.yaml'), SPECIALTY)
  writeFileSync(join(folder, 'study', 'mapping.yaml'), 'recordId: No\ncoupleId: No\nfields: { age: { column: Age } }\n')
  writeFileSync(join(folder, 'data', 'one.csv'), 'No,Age\n1,30\n')
})

/** Imports the file with everything in a folder of its own, but for the changes. */
const importWith = (changes: Partial<ImportFileRequest> = {}) =>
  importFile({
    file: join(folder, 'data', 'one.csv'),
    mapping: join(folder, 'study', 'mapping.yaml'),
    out: join(folder, 'records'),
    settingsFolder: join(folder, 'settings'),
    homeFolder: join(folder, 'elsewhere'),
    progress: silentProgress,
    signal: new AbortController().signal,
    ...changes,
  })

test('importFile makes the key in the settings folder', async () => {
  expect(await importWith()).toMatchObject({ imported: 1 })
  expect(existsSync(join(folder, 'settings', 'bedside', 'deidentification.key'))).toBe(true)
})

test.each(['study', 'data', 'data/settings'])('importFile makes no key in %s, beside what it protects', async name => {
  await expect(importWith({ settingsFolder: join(folder, name) })).rejects.toMatchObject({
    exitCode: 2,
    message: expect.stringMatching(/^[^\n]*deidentification\.key: the key would lie in the folder of the mapping or/),
  })
  expect(readdirSync(join(folder, name.split('/')[0])).filter(entry => !entry.includes('.'))).toEqual([])
})

test('importFile of a file in the home folder takes the settings in it', async () => {
  const settingsFolder = join(folder, 'data', '.config')
  expect(await importWith({ settingsFolder, homeFolder: join(folder, 'data') })).toMatchObject({ imported: 1 })
})

test.each([
  ['a file as --out', { out: 'data/one.csv' }, /data\/one\.csv: expected a folder, got a file; give another --out/],
  ['--out below a file', { out: 'data/one.csv/sub' }, /data\/one\.csv: expected a folder, got a file/],
  ['a file as settings folder', { settingsFolder: 'study/mapping.yaml' }, /the key would lie/],
  ['a file as settings folder elsewhere', { settingsFolder: 'file' }, /file: expected a folder, got a file; set XDG/],
])('importFile with %s refuses in one line', async (_, changes, message) => {
  writeFileSync(join(folder, 'file'), '')
  const [[name, path]] = Object.entries(changes)
  await expect(importWith({ [name]: join(folder, path) })).rejects.toMatchObject({
    exitCode: 2,
    message: expect.stringMatching(message),
  })
})

test('importFile with a settings folder that cannot be made ends, in one line', async () => {
  await expect(importWith({ settingsFolder: '/proc/x' })).rejects.toMatchObject({
    exitCode: 2,
    message: expect.stringMatching(/^\/proc\/x\/bedside: the folder of the key cannot be made \(\w+\); [^\n]*$/),
  })
})

test('importFile with --out where no folder can be made ends, in one line', async () => {
  await expect(importWith({ out: '/proc/x' })).rejects.toMatchObject({
    exitCode: 2,
    message: expect.stringMatching(/^\/proc\/x\/records\.jsonl: cannot write \(\w+\); [^\n]*$/),
  })
})

/** A file of one text, removed when the test is over. */
function fileOf(text: string): string {
  const file = join(folder, 'data', 'export.csv')
  writeFileSync(file, text)
  return file
}

test('draftMapping drafts from a header, and refuses a row of data in its place without repeating it', async () => {
  expect(await draftMapping(fileOf('Cycle,Couple,AMH\nc1,k1,1.2\n'), {})).toContain('AMH')
  const drafting = draftMapping(fileOf('Jane Whitfield,07700 900123,1.2\n'), {})
  await expect(drafting).rejects.toThrow(/expected a header, got what looks like a row of data/)
  await expect(drafting).rejects.not.toThrow(/Whitfield/)
})
