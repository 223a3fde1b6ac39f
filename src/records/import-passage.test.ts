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

/** A header and its rows, of which the last column holds the reasons. */
function englishRows(): string[] {
  const rows = Array.from({ length: 30 }, (_, i) => {
    const note = `Mrs Wendy Ashcombe tel 13812345678 mail w.ashcombe@example.org born 1987-03-14 has few eggs`
    return `${clinicRow(i, { Couple: `k7-22${10 + (i >> 1)}` })},Wendy Ashcombe,13812345678,${note}`
  })
  return [`${HEADER},Patient name,Phone,Note`, ...rows]
}

/** The same of a Korean clinic, with the header again at its end. */
function koreanRows(): string[] {
  const note = '김지우 환자; 남편 민호; 주민번호 900101-2123456; 010-1234-5678로 연락; 난소기능 정상'
  const rows = Array.from({ length: 6 }, (_, i) => `${clinicRow(i)},김지우,박민호,010-1234-5678,900101-2123456,${note}`)
  const header = `${HEADER},환자명,배우자명,휴대폰,주민등록번호,Note`
  return [header, ...rows, header]
}

function studyOf(deidentify: object = {}, lines: readonly string[] = englishRows()) {
  const { folder } = writeClinic({
    export: `${lines.join('\n')}\n`,
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

test('an import of a Korean clinic drops its identifiers, and warns of the names that may remain', async () => {
  const { stage } = studyOf({}, koreanRows())
  const output = temporaryFolder()
  const said: string[] = []
  const progress = { ...silentProgress, say: (line: string) => void said.push(line) }
  // The header again is one of seven rows.
  await expect(stage(true).run({ ...contextOf(output), progress })).rejects.toThrow(/got the header again/)
  const { stage: whole } = studyOf({}, koreanRows().slice(0, -1))
  await whole(true).run({ ...contextOf(output), progress })
  const text = written(output)
  for (const value of ['김지우', '박민호', '민호', '900101', '010-1234']) expect(text, value).not.toContain(value)
  expect(text).toContain('난소기능 정상')
  const warning = expect.stringMatching(/^NAMES MAY REMAIN: 6 texts hold letters of Korean \(Hangul\)/)
  expect(JSON.parse(readFileSync(join(output, 'import-report.json'), 'utf8')).warnings).toContainEqual(warning)
  expect(said.join('\n')).toMatch(/warning: NAMES MAY REMAIN: 6 texts/)
  expect(said.join('\n')).toContain('4 columns dropped (환자명, 배우자명, 휴대폰, 주민등록번호)')
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
