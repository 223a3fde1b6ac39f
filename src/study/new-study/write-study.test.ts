import fc from 'fast-check'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadPlan, plannedPower, powerNotComputed } from '../../analysis/index.ts'
import { InputError } from '../../support/index.ts'
import { packageFolder } from '../provenance.ts'
import { planOfReview, shownShares } from '../plan-and-review.ts'
import { checkPlan } from '../plan-file.ts'
import { loadStudy } from '../study-config.ts'
import { NEW_ARMS, type NewStudyAnswers, parseArms, studyNameOf } from './answers.ts'
import { newSizes } from './sizes.ts'
import { suggestedLanguage } from './suggest-language.ts'
import { writeNewStudy } from './write-study.ts'

const EXPORT = join(packageFolder(), 'examples', 'infertility', 'export.csv')
const DECLARED = join(packageFolder(), 'examples', 'hfea', 'specialty.yaml')
/** The folder of another model, of which `init` asks only whether it has the file of a checkpoint. */
const GIVEN = mkdtempSync(join(tmpdir(), 'bedside-init-model-'))
for (const name of ['config.json', 'tokenizer.json']) writeFileSync(join(GIVEN, name), '{}')
const newFolder = () => mkdtempSync(join(tmpdir(), 'bedside-init-'))

const usual: NewStudyAnswers = {
  name: 'mine',
  specialty: 'infertility',
  records: null,
  couples: 2000,
  arms: ['icl', 'sft', 'dpo', 'grpo'],
  engine: 'embedded',
  model: null,
  cases: null,
  raters: 3,
  language: 'en',
}

const write = (folder: string, changes: Partial<NewStudyAnswers> = {}) =>
  writeNewStudy({ folder, answers: { ...usual, ...changes }, reading: {} })

const anyAnswers = fc.record({
  name: fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,8}$/),
  specialty: fc.constantFrom('infertility', DECLARED),
  records: fc.constantFrom(null, EXPORT),
  couples: fc.integer({ min: 20, max: 100_000 }),
  arms: fc.subarray([...NEW_ARMS], { minLength: 1 }),
  engine: fc.constantFrom('embedded', 'trl'),
  model: fc.constantFrom(null, 'bedside-base', join(packageFolder(), 'models', 'bedside-base'), GIVEN),
  cases: fc.constantFrom(null, 0, 1, 10, 20, 500),
  raters: fc.integer({ min: 1, max: 40 }),
  language: fc.constantFrom('en', 'zh'),
} as const) as fc.Arbitrary<NewStudyAnswers>

test('writeNewStudy(any answers) gives files that load and a plan that fits them, or refuses and writes nothing', async () => {
  let loaded = 0
  await fc.assert(
    fc.asyncProperty(anyAnswers, async answers => {
      const folder = newFolder()
      try {
        await writeNewStudy({ folder, answers, reading: {} })
      } catch (error) {
        expect(error).toBeInstanceOf(InputError)
        expect(readdirSync(folder)).toEqual([])
        return
      }
      loaded++
      const { config } = loadStudy(folder)
      expect(Object.keys(config.arms)).toEqual(answers.arms)
      expect(config.review === undefined).toBe(answers.cases === 0)
      expect(existsSync(join(folder, 'mapping.yaml'))).toBe(answers.records !== null)
      // A drafted mapping is a person's to finish, and until then a plan cannot be held against its study.
      if (answers.records !== null) rmSync(join(folder, 'study.yaml'))
      // Without the simulation of its power, which would take longer than all the rest.
      const plan = join(folder, 'analysis-plan.yaml')
      writeFileSync(plan, readFileSync(plan, 'utf8').replace(/^sampleSize:[\s\S]*$/m, ''))
      expect(checkPlan(plan).lines.length).toBeGreaterThan(0)
    }),
    { numRuns: 60, seed: 8 },
  )
  expect(loaded).toBeGreaterThan(12)
})

test('writeNewStudy(export) drafts the mapping, names the file from the folder, and sizes the split by its 40 rows', async () => {
  const folder = join(newFolder(), 'new', 'study')
  const { files, rows } = await write(folder, { records: EXPORT })
  expect(files.map(file => file.slice(folder.length + 1))).toEqual(['mapping.yaml', 'analysis-plan.yaml', 'study.yaml'])
  expect(rows).toBe(40)
  const { config, folder: base } = loadStudy(folder)
  expect(join(base, (config.records as { source: string }).source)).toBe(EXPORT)
  expect(config.split).toMatchObject({ validation: 2, test: 6 })
  // Every two of the three: with fewer pairs one arm would stand in more of them than the others, for raters to see.
  const tasks = { pairs: { of: 'all', perCase: 'all' } }
  expect(config.review).toMatchObject({ compare: ['sft', 'grpo', 'physician'], tasks, cases: 6 })
})

test('writeNewStudy states what the power of each of its claims needs, at every visit of the review', async () => {
  const folder = newFolder()
  await write(folder, { cases: 20, raters: 2 })
  const { plan } = loadPlan(join(folder, 'analysis-plan.yaml'))
  const { config } = loadStudy(folder)
  expect(shownShares(plan, config.review)).toEqual({ preference: 1, rating: 1 })
  expect(planOfReview(plan, config)).toEqual({ plan, note: null })
  expect(powerNotComputed(plan)).toEqual([])
  // Without the search, which takes longer than all the rest.
  const power = plannedPower(plan, { search: false })
  expect(power.map(({ question }) => question)).toEqual(['preference', 'rating', 'benchmark', 'paradox'])
  expect(power[3].line).toContain('This is low')
})

test('writeNewStudy(one arm) has a primary claim, the preference over the recorded decision', async () => {
  const folder = newFolder()
  await write(folder, { arms: ['sft'], cases: 20 })
  const { hypotheses } = loadPlan(join(folder, 'analysis-plan.yaml')).plan
  expect(hypotheses).toMatchObject([{ id: 'over-record', first: 'sft', second: 'physician', role: 'primary' }])
  expect(loadStudy(folder).config.review).toMatchObject({ compare: ['sft', 'physician'] })
})

test.each(['study.yaml', 'mapping.yaml', 'analysis-plan.yaml'])(
  'writeNewStudy(folder that has %s) leaves it alone',
  async name => {
    const folder = newFolder()
    writeFileSync(join(folder, name), 'mine')
    await expect(write(folder)).rejects.toThrow(`got one that has ${name}`)
    expect(readdirSync(folder)).toEqual([name])
    expect(readFileSync(join(folder, name), 'utf8')).toBe('mine')
  },
)

test('writeNewStudy(a file that cannot be written) removes those that were', async () => {
  const folder = newFolder()
  // The part of an atomic write cannot be where a folder is.
  mkdirSync(join(folder, 'study.yaml.part'))
  await expect(write(folder)).rejects.toThrow()
  expect(readdirSync(folder)).toEqual(['study.yaml.part'])
})

test('writeNewStudy(a folder without a checkpoint as the model) says so and writes nothing', async () => {
  const folder = newFolder()
  const empty = newFolder()
  await expect(write(folder, { model: empty })).rejects.toThrow(`got no config.json in "${empty}"`)
  await expect(write(folder, { model: join(empty, 'none') })).rejects.toThrow('got nothing at')
  expect(readdirSync(folder)).toEqual([])
})

test('newSizes adds up to no more than there is, for any number', () => {
  fc.assert(
    fc.property(fc.integer({ min: 20, max: 1_000_000 }), couples => {
      const { train, validation, test: tested, cases } = newSizes(couples, null)
      expect((train ?? 1) + validation + tested).toBeLessThanOrEqual(couples)
      expect(cases).toBeLessThanOrEqual(tested)
      expect(cases).toBeGreaterThan(0)
    }),
    { seed: 3 },
  )
  expect(() => newSizes(19, null)).toThrow('expected at least 20 records')
  expect(() => newSizes(40, 21)).toThrow('expected at most 20 cases')
})

test('parseArms puts arms in order and names a slip; studyNameOf makes a name of any text', () => {
  expect(parseArms('sft, icl')).toEqual(['icl', 'sft'])
  expect(() => parseArms('sft,gpro')).toThrow('did you mean "grpo"?')
  expect(['IVF 2026 (Kiel)', '生殖', 'a-b'].map(studyNameOf)).toEqual(['ivf-2026-kiel', 'study', 'a-b'])
})

test('checkPlan(beside a fresh draft) says which decision of the mapping is open, where, and what to do', async () => {
  const folder = newFolder()
  await write(folder, { records: EXPORT })
  expect(() => checkPlan(join(folder, 'analysis-plan.yaml'))).toThrow(
    /mapping\.yaml:\d+:\d+.*layer "gonadotropin" of the specialty is not mapped; say which column holds it/,
  )
})

test.each([
  ['headers and texts', '年龄,促排方案\n31,长方案\n', 'zh'],
  ['texts alone', 'age,protocol,notes\n31,长方案,首次\n', 'zh'],
  ['headers alone', '年龄,促排方案\n31,long\n', 'zh'],
  ['one column of names', 'age,protocol,clinic\n31,long,海淀\n', 'en'],
  ['numbers alone', 'a,b\n1,2\n', 'en'],
])('suggestedLanguage(Chinese in %s)', async (_, text, language) => {
  const file = join(newFolder(), 'export.csv')
  writeFileSync(file, text)
  expect(await suggestedLanguage(file, {})).toBe(language)
})

test('writeNewStudy(bedside-base by a path of any name) writes the same study as by its name; a checkpoint that is so called does not', async () => {
  const [named, byPath, other] = [newFolder(), newFolder(), newFolder()]
  const copy = join(newFolder(), 'my-copy')
  cpSync(join(packageFolder(), 'models', 'bedside-base'), copy, { recursive: true })
  await write(named, { model: 'bedside-base' })
  await write(byPath, { model: copy })
  const study = (folder: string) => readFileSync(join(folder, 'study.yaml'), 'utf8')
  expect(study(byPath)).toBe(study(named))
  const renamed = join(newFolder(), 'bedside-base')
  cpSync(copy, renamed, { recursive: true })
  writeFileSync(join(renamed, 'config.json'), '{}')
  await write(other, { model: renamed })
  expect(study(other)).not.toContain('notable')
})

test('writeNewStudy(zh) says in the study file what a Chinese study begins with', async () => {
  const folder = newFolder()
  await write(folder, { language: 'zh' })
  expect(readFileSync(join(folder, 'study.yaml'), 'utf8')).toContain('bedside-base reads English only')
})
