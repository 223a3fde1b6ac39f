/** @file What flows from stage to stage in a finished study: nothing of the test split, nothing known only later. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import type { AlignedPolicy } from '../../src/alignment/index.ts'
import type { Prediction } from '../../src/predictions/index.ts'
import type { PromptRow } from '../../src/prompts/index.ts'
import { bedside, requireBuild, studyFolder, tinyStudy } from '../command-line/bedside-process.ts'

let out = ''
const lines = <T>(...path: string[]) =>
  readFileSync(join(out, ...path), 'utf8')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as T)
const json = <T>(...path: string[]) => JSON.parse(readFileSync(join(out, ...path), 'utf8')) as T

beforeAll(() => {
  requireBuild()
  const folder = studyFolder(tinyStudy())
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

test('exemplars are training cases, word for word', () => {
  const { exemplars } = json<AlignedPolicy>('policies', 'icl', 'policy.json')
  const training = new Map(lines<PromptRow>('prompts', 'train.jsonl').map(row => [row.record_id, row]))
  expect(exemplars).toHaveLength(1)
  for (const { recordId, prompt, completion } of exemplars) {
    expect(training.get(recordId)).toMatchObject({ prompt, completion })
  }
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
