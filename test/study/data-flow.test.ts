/** @file What flows from stage to stage in a finished study: nothing of the test split, nothing known only later. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import type { AlignedPolicy, Exemplar } from '../../src/alignment/index.ts'
import type { Prediction } from '../../src/predictions/index.ts'
import type { PromptRow } from '../../src/prompts/index.ts'
import { bedside, emptyFolder, requireBuild, studyFolder, tinyStudy } from '../command-line/bedside-process.ts'

let folder = ''
let out = ''
const lines = <T>(...path: string[]) =>
  readFileSync(join(out, ...path), 'utf8')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as T)
const json = <T>(...path: string[]) => JSON.parse(readFileSync(join(out, ...path), 'utf8')) as T

beforeAll(() => {
  requireBuild()
  folder = studyFolder(tinyStudy())
  out = join(folder, 'out')
  const { code, stderr } = bedside(folder, 'run', 'study.yaml')
  expect(code, stderr).toBe(0)
})

test('no couple stands in two parts of the split', () => {
  const parts = ['train', 'validation', 'test'].map(part => lines<PromptRow>('prompts', `${part}.jsonl`))
  const couples = parts.map(rows => new Set(rows.map(({ couple_id }) => couple_id)))
  expect(couples.map(set => set.size)).toEqual([80, 10, 30])
  expect(new Set(couples.flatMap(set => [...set])).size).toBe(120)
})

/** Expects every exemplar of the artifact to be a training case, word for word. */
function expectTrainingCases(exemplars: readonly Exemplar[]): void {
  const training = new Map(lines<PromptRow>('prompts', 'train.jsonl').map(row => [row.record_id, row]))
  for (const { recordId, prompt, completion, fields, referencePlan } of exemplars) {
    expect(training.get(recordId)).toMatchObject({ prompt, completion, fields, reference_plan: referencePlan })
  }
}

/** Expects every prediction to have been shown cases of `exemplars.jsonl`, and none of the test split. */
function expectNoTestCaseShown(exemplars: readonly Exemplar[]): void {
  const known = new Set(exemplars.map(({ recordId }) => recordId))
  const test = new Set(lines<PromptRow>('prompts', 'test.jsonl').map(({ record_id }) => record_id))
  const shown = lines<Prediction>('predictions', 'icl', 'predictions.jsonl').flatMap(found => found.exemplars)
  expect(shown.length).toBeGreaterThan(0)
  expect(shown.filter(id => test.has(id) || !known.has(id))).toEqual([])
}

test('exemplars are training cases, word for word, and none that a prediction was shown is a test case', () => {
  const { exemplars: rule } = json<AlignedPolicy>('policies', 'icl', 'policy.json')
  const exemplars = lines<Exemplar>('policies', 'icl', 'exemplars.jsonl')
  expect(rule).toEqual({ shots: 1, selection: 'selective', per: 'study' })
  expect(exemplars).toHaveLength(1)
  expectTrainingCases(exemplars)
  expectNoTestCaseShown(exemplars)
})

test('an arm that trains names no exemplars', () => {
  expect(json<AlignedPolicy>('policies', 'sft', 'policy.json').exemplars).toBeNull()
  const predictions = lines<Prediction>('predictions', 'sft', 'predictions.jsonl')
  expect(predictions.every(({ exemplars, droppedExemplars }) => exemplars.length + droppedExemplars === 0)).toBe(true)
})

test('manifests of the stages that train list what they read', () => {
  for (const [artifact, inputs] of [
    ['policies/initial', ['prompts']],
    ['policies/base', ['census', 'policies/initial', 'prompts']],
    ['policies/sft', ['census', 'policies/base', 'prompts']],
  ] as const) {
    const { inputs: found } = json<{ inputs: Record<string, string> }>(artifact, 'manifest.json')
    expect(Object.keys(found).sort()).toEqual([...inputs])
  }
})

test('every arm predicts every test case once, in the order of the split', () => {
  const ids = lines<PromptRow>('prompts', 'test.jsonl').map(({ record_id }) => record_id)
  for (const arm of ['icl', 'sft']) {
    const predictions = lines<Prediction>('predictions', arm, 'predictions.jsonl')
    expect(predictions.map(({ recordId }) => recordId)).toEqual(ids)
    for (const { plan, parseErrors } of predictions) expect(plan === null).toBe(parseErrors.length > 0)
  }
})

test('everything made from synthetic records says so', () => {
  for (const part of ['train', 'validation', 'test']) {
    expect(lines<PromptRow>('prompts', `${part}.jsonl`).every(({ synthetic }) => synthetic)).toBe(true)
  }
  expect(readFileSync(join(out, 'report', 'report.html'), 'utf8')).toContain('SYNTHETIC')
})

test('exemplars chosen for each case are training cases, and differ from case to case', () => {
  const copy = emptyFolder()
  cpSync(folder, copy, { recursive: true })
  writeFileSync(join(copy, 'study.yaml'), tinyStudy({ arms: 'arms: { icl: { shots: 2, selection: nearest } }' }))
  const { code, stdout, stderr } = bedside(copy, 'run', 'study.yaml')
  expect(code, stderr).toBe(0)
  expect(stdout + stderr).toContain('base model: unchanged')
  out = join(copy, 'out')
  const exemplars = lines<Exemplar>('policies', 'icl', 'exemplars.jsonl')
  expect(exemplars).toHaveLength(80)
  expectTrainingCases(exemplars)
  expectNoTestCaseShown(exemplars)
  const shown = lines<Prediction>('predictions', 'icl', 'predictions.jsonl')
  expect(new Set(shown.map(found => found.exemplars.join(' '))).size).toBeGreaterThan(5)
  for (const { exemplars: kept, droppedExemplars } of shown) expect(kept.length + droppedExemplars).toBe(2)
})
