import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { loadPlan } from '../analysis/index.ts'
import { hashJson } from '../support/index.ts'
import { registerPlanFile } from './plan-file.ts'
import { powerOfSize, writeSize } from './plan-size.ts'
import { loadStudy } from './study-config.ts'

const scratch = mkdtempSync(join(tmpdir(), 'bedside-size-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

const plan = `plan: demo # a name
title: A plan
seed: 4
# The claims
hypotheses:
  - { id: liked, question: preference, first: sft, second: physician } # the first one
sampleSize: { cases: 40, raters: 3, preference: { win: 0.65 }, benchmark: { cases: 100, firstOnly: 0.3, secondOnly: 0.1 } }
ties: half # or left-out
`
const study = `study: small
specialty: infertility
records: { synthetic: { couples: 100, seed: 1 } }
arms: { sft: {} }
plan: plan.yaml
`
const planner = {
  cases: 60,
  raters: 4,
  power: 0.9,
  preference: { win: 0.8, ties: 0.1, icc: 0.2 },
  rating: null,
} as const
let file: string
beforeEach(() => {
  writeFileSync(join(scratch, 'study.yaml'), study)
  file = join(scratch, 'plan.yaml')
  writeFileSync(file, plan)
  rmSync(join(scratch, 'plan.registered.json'), { force: true })
})
const loaded = () => loadStudy(join(scratch, 'study.yaml'))
const sign = () => registerPlanFile(file, { signer: 'A. B.', reason: undefined, study: undefined })

test('powerOfSize answers a line for each assumption, with the cases that the wanted power needs, and changes nothing', async () => {
  const { lines } = await powerOfSize(loaded(), planner)
  expect(lines.map(({ question }) => question)).toEqual(['preference', 'benchmark'])
  expect(lines[0].power).toBeGreaterThan(0.95)
  expect(lines[0].needed).toBeLessThan(60)
  expect(readFileSync(file, 'utf8')).toBe(plan)
})

test('writeSize changes the size alone, keeps comments, and signs that version with who and why', async () => {
  sign()
  const written = await writeSize(loaded(), planner, 'dana', 'more raters came')
  const text = readFileSync(file, 'utf8')
  expect(text.split('\n').filter(line => !line.startsWith('sampleSize'))).toEqual(
    plan.split('\n').filter(line => !line.startsWith('sampleSize')),
  )
  const now = loadPlan(file)
  expect(now.plan.sampleSize).toEqual({
    ...planner,
    rating: undefined,
    benchmark: { cases: 100, firstOnly: 0.3, secondOnly: 0.1 },
  })
  expect(now.versions.map(({ signer, reason }) => [signer, reason])).toEqual([
    ['A. B.', null],
    ['dana', 'more raters came'],
  ])
  expect(hashJson(written)).toBe(now.hash)
  expect(now.versions[1].power[0]).toContain('with 60 cases, 4 raters')
})

test('writeSize leaves the file as it was when it is not a size, not registered, changed by hand, or the same', async () => {
  await expect(writeSize(loaded(), planner, 'dana', 'why')).rejects.toThrow('expected a registered plan')
  sign()
  await expect(writeSize(loaded(), { ...planner, raters: 0 }, 'dana', 'why')).rejects.toThrow('expected')
  await expect(writeSize(loaded(), planner, 'dana', ' ')).rejects.toThrow('say why')
  expect(readFileSync(file, 'utf8')).toBe(plan)
  await writeSize(loaded(), planner, 'dana', 'why')
  await expect(writeSize(loaded(), planner, 'dana', 'again')).rejects.toThrow('registered already')
  const changed = readFileSync(file, 'utf8').replace('seed: 4', 'seed: 5')
  writeFileSync(file, changed)
  await expect(writeSize(loaded(), { ...planner, cases: 70 }, 'dana', 'why')).rejects.toThrow('not version 2')
  expect(readFileSync(file, 'utf8')).toBe(changed)
})
