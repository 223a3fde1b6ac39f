/** @file A whole study with a registered plan and a review, through the command line. SYNTHETIC and SIMULATED. */
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import type { AnalysisResults } from '../../src/analysis/index.ts'
import type { PromptRow } from '../../src/prompts/index.ts'
import { reviewFiles, simulatedReview } from '../../src/review/fixtures/simulated-review.ts'
import type { StudyStatus } from '../../src/study/index.ts'
import { bedside, requireBuild, studyFolder, tinyStudy } from '../command-line/bedside-process.ts'

const plan = `plan: tiny
title: A tiny plan
seed: 2
resamples: 1000
hypotheses:
  - { id: paradox, question: paradox, preferred: sft, accurate: icl }
  - { id: clarity, question: rating, first: sft, second: icl, criterion: reasoningClarity }
  - { id: liked, question: preference, first: sft, second: physician, role: secondary }
`
const review = `review: { ratings: ratings.csv, preferences: preferences.csv, guesses: guesses.csv, simulated: true }
plan: analysis-plan.yaml
`
let folder = ''
const results = () => JSON.parse(readFileSync(join(folder, 'out/analysis/results.json'), 'utf8')) as AnalysisResults
const run = (...args: readonly string[]) => bedside(folder, ...args)
const write = (name: string, text: string) => writeFileSync(join(folder, name), text)

beforeAll(() => {
  requireBuild()
  folder = studyFolder(tinyStudy())
  write('analysis-plan.yaml', plan)
  const registered = run('plan', 'register', '--signer', 'A. Statistician')
  expect(registered.stdout).toMatch(/^Registered analysis-plan.yaml as version 1 at .*, SHA-256 [0-9a-f]{64}/)
  const { code, stderr } = run('run')
  expect(code, stderr).toBe(0)
})

test('without a review the analysis has the benchmark, and says that there is no review', () => {
  const { review, findings, blinding, paradoxes } = results()
  expect(review).toBeNull()
  expect(findings.length).toBeGreaterThan(0)
  expect(new Set(findings.map(({ question }) => question))).toEqual(new Set(['benchmark']))
  expect(blinding).toHaveProperty('notEstimable')
  expect(paradoxes).toEqual([])
})

test('a review that comes later runs review, analysis and report alone, and the registered claims keep their roles', () => {
  const rows = readFileSync(join(folder, 'out/prompts/test.jsonl'), 'utf8').trim().split('\n')
  const cases = rows.map(line => (JSON.parse(line) as PromptRow).record_id)
  const simulated = simulatedReview({ quality: { sft: 1.5, icl: 0, physician: 0.5 }, cases, raters: 3, seed: 8 })
  for (const [name, text] of Object.entries(reviewFiles(simulated))) write(name, text)
  write('study.yaml', `${tinyStudy()}${review}`)
  const { stages } = JSON.parse(run('status', '--json').stdout) as StudyStatus
  expect(stages.filter(({ state }) => state !== 'done').map(({ artifact }) => artifact)).toEqual([
    'review',
    'analysis',
    'report',
  ])
  const { code, stdout, stderr } = run('run')
  expect(code, stderr).toBe(0)
  const found = results()
  expect(found).toMatchObject({
    simulated: true,
    plan: { name: 'tiny' },
    review: { clinicians: 3, cases: cases.length },
  })
  const planned = found.findings.filter(({ hypothesis }) => hypothesis !== null)
  expect(planned.map(({ hypothesis, role }) => [hypothesis, role])).toEqual([
    ['clarity', 'primary'],
    ['liked', 'secondary'],
  ])
  expect(planned[0].adjusted).toMatchObject({ method: 'Holm', family: 'rating' })
  expect(found.paradoxes[0]).toMatchObject({
    hypothesis: 'paradox',
    role: 'primary',
    preferred: 'sft',
    accurate: 'icl',
  })
  expect(found.deviations).toEqual([])
  expect(stdout).toMatch(/^Whole plans that agree with the record: icl .* %\), sft .*; best baseline: /m)
  expect(stdout).toMatch(/^Result: .*\bicl\b.*\bsft\b.*SIMULATED reviewers/m)
})

test('a plan that was changed stops the study until it is registered as an amendment, which then counts as late', () => {
  write('analysis-plan.yaml', plan.replace('criterion: reasoningClarity', 'criterion: feasibility'))
  const stopped = run('run')
  expect(stopped.code).toBe(2)
  expect(stopped.stderr.trim().split('\n').at(-1)).toMatch(
    /^bedside: .*analysis-plan.yaml: the plan is not version 1, the last one that is registered; restore it, or register/,
  )
  expect(run('plan', 'register', '--signer', 'A. Statistician').code).toBe(2)
  expect(run('plan', 'register', '--signer', 'A. Statistician', '--reason', 'a slip').code).toBe(0)
  expect(run('run').code).toBe(0)
  const { findings, deviations } = results()
  expect(findings.find(({ hypothesis }) => hypothesis === 'clarity')).toMatchObject({
    role: 'exploratory',
    because: 'registered after the review',
  })
  expect(findings.find(({ hypothesis }) => hypothesis === 'liked')?.role).toBe('secondary')
  expect(deviations).toEqual([
    expect.stringMatching(/^amendment 2, .*: a slip$/),
    'clarity: exploratory, registered after the review',
  ])
})

test('a judgement that cannot be stops the study with its place, and leaves the finished review as it was', () => {
  const before = readFileSync(join(folder, 'out/review/ratings.jsonl'), 'utf8')
  const ratings = readFileSync(join(folder, 'ratings.csv'), 'utf8')
  write('ratings.csv', `${ratings}nobody,rater-1,clinician,,sft,feasibility,3\n`)
  const { code, stderr } = run('run')
  expect(code).toBe(2)
  expect(stderr).toMatch(/ratings.csv.*field "case": expected a case of the test split, got another/)
  expect(readFileSync(join(folder, 'out/review/ratings.jsonl'), 'utf8')).toBe(before)
})

test('plan check and audit-published print for a person and for a program', () => {
  const { stdout } = run('plan', 'check')
  expect(stdout).toContain('A tiny plan (tiny)')
  expect(stdout).toMatch(/SHA-256 of the plan: [0-9a-f]{64}/)
  const audit = run('plan', 'audit-published', '--rates', '51.2,26.2,22.7')
  expect(audit.stdout).toContain('172 (88/45/39)')
  expect(audit.stdout).toContain('no majority is shown')
  const machine = JSON.parse(run('plan', 'audit-published', '--rates', '51.2,26.2,22.7', '--json').stdout)
  expect(machine.shareOfWins[0]).toMatchObject({ total: 432, counts: [221, 113, 98] })
  expect(run('plan', 'audit-published', '--rates', '51').code).toBe(2)
  expect(run('plan', 'weigh').stderr).toContain('expected one of check, register, audit-published')
})

test('a plan that speaks of what its study does not have is refused with its place', () => {
  write('analysis-plan.yaml', plan.replace('first: sft, second: icl, criterion', 'first: sftt, second: icl, criterion'))
  const { code, stderr } = run('plan', 'check')
  expect(code).toBe(2)
  expect(stderr).toMatch(
    /analysis-plan.yaml:7:\d+, field "[^"]+": the study has no "sftt", expected one of icl, sft, physician/,
  )
  write('analysis-plan.yaml', plan.replace('accurate: icl', 'accurate: icl, layer: transfers'))
  expect(run('plan', 'check').stderr).toContain('the study has no "transfers", expected one of strategy')
  write('analysis-plan.yaml', plan.replace('criterion: reasoningClarity', 'criterion: feasibility'))
})

test('report --r writes the study for R, where every number is computed again', () => {
  const { code, stdout, stderr } = run('report', '--r', 'for-r')
  expect(code, stderr).toBe(0)
  expect(stdout).toContain('Rscript for-r/recompute.R')
  const expected = readFileSync(join(folder, 'for-r/expected.csv'), 'utf8').trim().split('\n')
  expect(expected.length).toBeGreaterThan(1000)
  if (spawnSync('Rscript', ['--version']).status !== 0) return
  const { status, stdout: said } = spawnSync('Rscript', ['for-r/recompute.R'], { cwd: folder, encoding: 'utf8' })
  expect(said).toContain(`All ${expected.length - 1} numbers agree.`)
  expect(status).toBe(0)
}, 120_000)

test('report --r refuses a folder in the output, and a study that is not finished', () => {
  expect(run('report', '--r', 'out/for-r').stderr).toContain('outside the output of the study')
  expect(run('report', '--r', 'for-r', '--lang', 'zh').stderr).toContain('got both')
})

test('report --lang zh makes the report in Chinese beside the English one, and runs nothing else', () => {
  const before = run('status', '--json').stdout
  const english = readFileSync(join(folder, 'out/report/report.html'), 'utf8')
  const { code, stdout, stderr } = run('report', '--lang', 'zh')
  expect(code, stderr).toBe(0)
  expect(stdout).toContain('out/report-zh/report.html')
  expect(readFileSync(join(folder, 'out/report-zh/report.html'), 'utf8')).toContain('<html lang="zh-CN">')
  expect(readFileSync(join(folder, 'out/report/report.html'), 'utf8')).toBe(english)
  expect(run('status', '--json').stdout).toBe(before)
  expect(run('report', '--lang', 'fr').stderr).toContain('expected one of en, zh, got "fr"')
})
