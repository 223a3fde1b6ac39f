import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadSpecialty } from '../specialty/index.ts'
import { loadJsonl, type StageContext, silentProgress } from '../support/index.ts'
import { recordsConfig, splitConfig } from './config.ts'
import { clinicRow, HEADER, MAPPING, temporaryFolder, writeClinic } from './import/fixtures/clinic.ts'
import type { PatientRecord } from './patient-record.ts'
import type { Split } from './split.ts'
import { splitStage } from './split-stage.ts'
import { recordsStage } from './stage.ts'
import type { SyntheticMarginals } from './synthetic/index.ts'

/** A context whose artifacts stand in a fresh folder. */
function context(): (artifact: string) => StageContext {
  const out = temporaryFolder()
  return artifact => {
    mkdirSync(join(out, artifact))
    return {
      output: join(out, artifact),
      input: name => join(out, name),
      seed: 7,
      progress: silentProgress,
      signal: new AbortController().signal,
    }
  }
}

test('recordsStage and splitStage of an export write records and a split of them', async () => {
  const rows = Array.from({ length: 40 }, (_, i) => clinicRow(i, { Couple: `k${i >> 1}`, Age: i === 5 ? '17' : '30' }))
  const { folder, source, mappingFile } = writeClinic({ export: `${[HEADER, ...rows].join('\n')}\n` })
  const specialty = loadSpecialty('specialty.yaml', folder)
  const config = recordsConfig.parse({ source: 'export.csv', mapping: 'mapping.yaml' })
  const surroundings = { settingsFolder: temporaryFolder(), homeFolder: null, makesKey: true }
  const stage = recordsStage({ config, specialty, studyFolder: folder, surroundings })
  expect(stage.sources).toEqual([source, mappingFile])
  expect(JSON.stringify(stage.settings)).not.toContain(folder)
  const at = context()
  expect(await stage.run(at('records'))).toMatchObject({ rows: 40, imported: 39, quarantined: 1, couples: 20 })

  const split = splitStage({ config: splitConfig.parse({ train: 10, validation: 2, test: 4 }), specialty })
  const splitContext = at('split')
  // Couples have two records each, but for the couple of row 6, whose other record is in quarantine.
  expect(await split.run(splitContext)).toMatchObject({ couples: { eligible: 20, train: 10, validation: 2, test: 4 } })
  const written = JSON.parse(readFileSync(join(splitContext.output, 'split.json'), 'utf8')) as Split
  const records = await loadJsonl<PatientRecord>(join(splitContext.input('records'), 'records.jsonl'))
  const known = new Set(records.map(({ recordId }) => recordId))
  for (const id of [...written.train, ...written.validation, ...written.test]) expect(known.has(id)).toBe(true)
})

test('recordsStage makes no key beside the source, unless that is the home folder', () => {
  const { folder } = writeClinic({ export: `${[HEADER, clinicRow(0, {})].join('\n')}\n` })
  const specialty = loadSpecialty('specialty.yaml', folder)
  const config = recordsConfig.parse({ source: 'export.csv', mapping: 'mapping.yaml' })
  const stageIn = (homeFolder: string | null) => {
    const surroundings = { settingsFolder: join(folder, 'settings'), homeFolder, makesKey: true }
    return () => recordsStage({ config, specialty, studyFolder: temporaryFolder(), surroundings })
  }
  const [source, mapping] = [join(folder, 'export.csv'), join(folder, 'mapping.yaml')]
  Object.assign(config, { source, mapping })
  expect(stageIn(null)).toThrow(/the key would lie in the folder of the mapping or the source/)
  expect(stageIn(folder)()).toMatchObject({ sources: [source, mapping] })
})

test('recordsStage of a synthetic cohort writes the same files, marked synthetic', async () => {
  const specialty = loadSpecialty('infertility', '.')
  const config = recordsConfig.parse({ synthetic: { couples: 30, seed: 1 } })
  const stage = recordsStage({ config, specialty, studyFolder: '.' })
  const records = context()('records')
  expect(await stage.run(records)).toMatchObject({ couples: 30, synthetic: true, quarantined: 0 })
  const written = await loadJsonl<PatientRecord>(join(records.output, 'records.jsonl'))
  expect(written.length).toBeGreaterThanOrEqual(30)
  expect(written.every(({ synthetic }) => synthetic)).toBe(true)
  expect(JSON.parse(readFileSync(join(records.output, 'import-report.json'), 'utf8'))).toMatchObject({
    synthetic: true,
    imported: written.length,
    couples: 30,
    fields: { femaleAge: { missing: 0 } },
    decisions: { strategy: { applicable: 30 } },
  })
  const outcomes = await loadJsonl<{ recordId: string; outcome: object; synthetic: boolean }>(
    join(records.output, 'outcomes.jsonl'),
  )
  expect(outcomes.map(({ recordId }) => recordId)).toEqual(written.map(({ recordId }) => recordId))
  expect(outcomes.every(({ synthetic }) => synthetic)).toBe(true)
  expect(outcomes.some(({ outcome }) => 'eggsRetrieved' in outcome)).toBe(true)
  // Outcomes stand in their own file and nowhere else.
  for (const name of specialty.outcomes) {
    expect(readFileSync(join(records.output, 'records.jsonl'), 'utf8')).not.toContain(`"${name}"`)
  }
  const marginals = JSON.parse(readFileSync(join(records.output, 'marginals.json'), 'utf8')) as SyntheticMarginals
  expect(marginals).toMatchObject({ synthetic: true, couples: 30, clinics: 1 })
  // Thirty couples are too few for any figure.
  expect(marginals.figures.every(({ ours, within }) => ours === null && within === null)).toBe(true)
})

test('recordsStage refuses a synthetic cohort for a declared specialty', () => {
  const { folder } = writeClinic()
  const specialty = loadSpecialty('specialty.yaml', folder)
  const config = recordsConfig.parse({ synthetic: { couples: 30, seed: 1 } })
  expect(() => recordsStage({ config, specialty, studyFolder: folder })).toThrow(/only for the infertility specialty/)
})

test('recordsStage refuses a wrong mapping before anything runs', () => {
  const { folder } = writeClinic({ mapping: 'recordId: row\n' })
  const specialty = loadSpecialty('specialty.yaml', folder)
  const config = recordsConfig.parse({ source: 'export.csv', mapping: 'mapping.yaml' })
  expect(() => recordsStage({ config, specialty, studyFolder: folder })).toThrow(/mapping\.yaml/)
})

test('recordsStage refuses a mapping without decisions: a study would have nothing to learn', () => {
  const { folder } = writeClinic({ mapping: MAPPING.slice(0, MAPPING.indexOf('decisions:')) })
  const specialty = loadSpecialty('specialty.yaml', folder)
  const config = recordsConfig.parse({ source: 'export.csv', mapping: 'mapping.yaml' })
  expect(() => recordsStage({ config, specialty, studyFolder: folder })).toThrow(
    /mapping\.yaml: the mapping names no decisions/,
  )
})

test('recordsConfig takes a file or a synthetic cohort, not both and nothing else', () => {
  expect(recordsConfig.parse({ source: 'a.csv', mapping: 'm.yaml' })).toEqual({
    source: 'a.csv',
    mapping: 'm.yaml',
    encoding: 'utf-8',
    quarantineLimit: 0.05,
    deidentify: { keepColumns: [] },
  })
  const both = { source: 'a.csv', mapping: 'm.yaml', synthetic: { couples: 1, seed: 1 } }
  expect(recordsConfig.safeParse(both).success).toBe(false)
  expect(recordsConfig.safeParse({ source: 'a.csv', mapping: 'm.yaml', encoding: 'ebcdic' }).success).toBe(false)
})

test('splitStage(testStrata) of synthetic records over-samples the tail, and lists no near-duplicate of invented couples', async () => {
  const specialty = loadSpecialty('infertility', '.')
  const config = recordsConfig.parse({ synthetic: { couples: 600, seed: 1 } })
  const at = context()
  await recordsStage({ config, specialty, studyFolder: '.' }).run(at('records'))
  const testStrata = { head: 0.4, mid: 0.4, tail: 0.2 }
  const split = splitStage({ config: splitConfig.parse({ test: 100, testStrata }), specialty })
  const place = at('split')
  const counts = await split.run(place)
  expect(counts).toMatchObject({ testSample: [{ test: 40 }, { test: 40 }, { test: 20 }] })
  const written = JSON.parse(readFileSync(join(place.output, 'split.json'), 'utf8')) as Split
  expect(written.test.reduce((sum, id) => sum + written.weights[id], 0)).toBeCloseTo(100, 9)
  const near = JSON.parse(readFileSync(join(place.output, 'near-duplicates.json'), 'utf8'))
  expect(near.counts).toEqual(written.counts.nearDuplicates)
  expect(near.counts.reduce((sum: number, { records }: { records: number }) => sum + records, 0)).toBe(
    near.cases.length,
  )
})

test('splitStage(testStrata.rare) of a specialty without rare situations is refused', async () => {
  const specialty = { ...loadSpecialty('infertility', '.'), rareSituations: [] }
  const testStrata = { head: 0.4, mid: 0.3, tail: 0.2, rare: 0.1 }
  const split = splitStage({ config: splitConfig.parse({ testStrata }), specialty })
  await expect(split.run(context()('split'))).rejects.toThrow(/split.testStrata.rare.*has no rare situations/)
})

test('splitConfig refuses shares that do not add up to 1', () => {
  expect(splitConfig.safeParse({ testStrata: { head: 0.4, mid: 0.3, tail: 0.2 } }).success).toBe(false)
  expect(splitConfig.parse({})).toEqual({ nearDuplicates: 'report' })
})
