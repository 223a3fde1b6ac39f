/** @file The published schema of results.json is what the types say, and results keep to it. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Ajv } from 'ajv'
import { expect, test } from 'vitest'
import { type AnalysisInput, analyse } from './analyse.ts'
import { fullStudy } from './fixtures/full-study.ts'
import { simulatedStudy } from './fixtures/simulated-study.ts'

const repository = fileURLToPath(new URL('../..', import.meta.url))
const published = readFileSync(`${repository}/docs/analysis-results.schema.json`, 'utf8')

const truth = {
  agreement: { sft: 0.45, grpo: 0.65, icl: 0.3 },
  quality: { sft: 1, grpo: 0, icl: -0.5, physician: 0.2 },
  cases: 30,
  raters: 3,
  seed: 11,
  centres: ['north', 'south'],
}
const study = simulatedStudy(truth)
const without = (change: Partial<NonNullable<AnalysisInput['review']>>): AnalysisInput => ({
  ...study,
  review: study.review && { ...study.review, ...change },
})

test('docs/analysis-results.schema.json is what the types give now (npm run schema)', () => {
  const made = execFileSync('node', ['scripts/make-schema.js', '--print'], { cwd: repository, encoding: 'utf8' })
  expect(made).toBe(published)
}, 60_000)

test.each<[string, () => AnalysisInput]>([
  ['a study without a plan', () => study],
  ['a study with everything', () => fullStudy({ ...truth, casesOfCouple: 2 })],
  ['no review', () => ({ ...study, review: null })],
  ['one arm', () => simulatedStudy({ ...truth, agreement: { sft: 0.5 }, quality: { sft: 1 } })],
  ['one case', () => simulatedStudy({ ...truth, cases: 1 })],
  ['one rater', () => simulatedStudy({ ...truth, raters: 1 })],
  ['nothing but ties', () => simulatedStudy({ ...truth, ties: 1 })],
  ['no preferences', () => without({ preferences: [] })],
  ['no ratings', () => without({ ratings: [] })],
  ['no guesses', () => without({ guesses: [] })],
])('the results of %s keep to the schema', (_, make) => {
  const validate = new Ajv({ strict: false, allErrors: false }).compile(JSON.parse(published))
  const results = JSON.parse(JSON.stringify(analyse(make())))
  const wrong = validate(results)
    ? []
    : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
  expect(wrong).toEqual([])
})
