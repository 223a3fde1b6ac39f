import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadSpecialty } from '../specialty/index.ts'
import { type StageContext, silentProgress } from '../support/index.ts'
import { recordsConfig } from './config.ts'
import { clinicRow, HEADER, MAPPING, temporaryFolder, writeClinic } from './import/fixtures/clinic.ts'
import { recordsStage } from './stage.ts'

/** Invented values that must not get through. */
const PLANTED = ['Wendy Ashcombe', '13812345678', 'w.ashcombe@example.org', '1987-03-14', 'k7-2210']

function studyOf(deidentify: object = {}) {
  const columns = `${HEADER},Patient name,Phone,Note`
  const rows = Array.from({ length: 30 }, (_, i) => {
    const note = `Mrs Wendy Ashcombe tel 13812345678 mail w.ashcombe@example.org born 1987-03-14 has few eggs`
    return `${clinicRow(i, { Couple: `k7-22${10 + (i >> 1)}` })},Wendy Ashcombe,13812345678,${note}`
  })
  const { folder } = writeClinic({
    export: `${[columns, ...rows].join('\n')}\n`,
    mapping: `${MAPPING}\nreasoning: { column: Note }\n`,
  })
  const settingsFolder = temporaryFolder()
  const config = recordsConfig.parse({ source: 'export.csv', mapping: 'mapping.yaml', deidentify })
  const specialty = loadSpecialty('specialty.yaml', folder)
  const stage = (makesKey: boolean) =>
    recordsStage({
      config,
      specialty,
      studyFolder: folder,
      surroundings: { settingsFolder, homeFolder: null, makesKey },
    })
  return { stage, settingsFolder }
}

function contextOf(output: string): StageContext {
  return { output, input: () => output, seed: 1, progress: silentProgress, signal: new AbortController().signal }
}

/** Everything that the stage wrote. */
const written = (folder: string) =>
  readdirSync(folder)
    .map(name => readFileSync(join(folder, name), 'utf8'))
    .join('\n')

test('an import lets no identifier into records, quarantine or report, and says what it took out', async () => {
  const { stage } = studyOf()
  const output = temporaryFolder()
  await stage(true).run(contextOf(output))
  const text = written(output)
  for (const value of PLANTED) expect(text, value).not.toContain(value)
  // The reasons come through, without those whom they are about.
  expect(text).toContain('has few eggs')
  const report = JSON.parse(readFileSync(join(output, 'import-report.json'), 'utf8'))
  expect(report.deidentification.columnsDropped.map(({ column }: { column: string }) => column)).toEqual([
    'Patient name',
    'Phone',
  ])
  expect(report.deidentification.idsHashed.couples).toBe(30)
})

test('an import with one key gives the same ids again, and another key others', async () => {
  const { stage } = studyOf()
  const idsOf = async (one: ReturnType<typeof studyOf>['stage']) => {
    const output = temporaryFolder()
    await one(true).run(contextOf(output))
    return readFileSync(join(output, 'records.jsonl'), 'utf8')
  }
  const first = await idsOf(stage)
  expect(await idsOf(stage)).toBe(first)
  expect(await idsOf(studyOf().stage)).not.toBe(first)
})

test('a look at a study makes no key, and the settings of the stage change with the key', () => {
  const { stage, settingsFolder } = studyOf()
  const before = JSON.stringify(stage(false).settings)
  expect(readdirSync(settingsFolder)).toEqual([])
  const after = JSON.stringify(stage(true).settings)
  expect(after).not.toBe(before)
  expect(JSON.stringify(stage(false).settings)).toBe(after)
})

test('an import with a reason to leave things as they are leaves them, and the report repeats it', async () => {
  const { stage } = studyOf({ off: 'invented data of a test' })
  const output = temporaryFolder()
  await stage(false).run(contextOf(output))
  const report = JSON.parse(readFileSync(join(output, 'import-report.json'), 'utf8'))
  expect(report.deidentification.off).toBe('invented data of a test')
  expect(written(output)).toContain('k7-2210')
})

test('a study that makes a key says where and that it must be kept, and says nothing when it is there', async () => {
  const { stage, settingsFolder } = studyOf()
  const said: string[] = []
  const progress = { ...silentProgress, say: (line: string) => void said.push(line) }
  const saidOf = async () => {
    said.length = 0
    await stage(true).run({ ...contextOf(temporaryFolder()), progress })
    return said.filter(line => line.includes('key of de-identification'))
  }
  expect(await saidOf()).toEqual([
    expect.stringContaining(`${join(settingsFolder, 'bedside', 'deidentification.key')}: keep`),
  ])
  expect(await saidOf()).toEqual([])
})
