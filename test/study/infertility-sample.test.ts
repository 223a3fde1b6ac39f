/** @file The sample of a made-up clinic from import to report: a study goes on without the decisions that it does not have. */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import type { Prediction } from '../../src/predictions/index.ts'
import type { PromptRow } from '../../src/prompts/index.ts'
import { builtIn } from '../../src/specialty/index.ts'
import { ROOT } from '../architecture/source-tree.ts'
import { bedside, emptyFolder, requireBuild } from '../command-line/bedside-process.ts'

const LEFT_OUT = ['suppression', 'oralDose', 'adjuvant', 'progesteroneDays']
const { decisionLayers } = builtIn['infertility']
const labelsLeftOut = decisionLayers.filter(({ name }) => LEFT_OUT.includes(name)).map(({ label }) => label)

let folder = ''
const read = (...path: string[]) => readFileSync(join(folder, 'out', ...path), 'utf8')
const lines = <T>(...path: string[]) =>
  read(...path)
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as T)

beforeAll(() => {
  requireBuild()
  folder = join(emptyFolder(), 'sample')
  mkdirSync(folder)
  cpSync(join(ROOT, 'examples', 'infertility'), folder, { recursive: true })
})

test('import(sample) puts no row in quarantine and leaves none out', () => {
  const { stdout, stderr } = bedside(folder, 'import', 'export.csv', '--mapping', 'mapping.yaml', '--json')
  expect(JSON.parse(stdout), stderr).toMatchObject({ rows: 40, imported: 40, couples: 38, quarantined: { rows: 0 } })
})

test('run(sample) goes on without the layers that the mapping does not have, from prompts to benchmark', () => {
  // The base model as it is: it learnt of all layers elsewhere and states them, which is no fault here.
  const study = readFileSync(join(folder, 'study.yaml'), 'utf8').replace(/arms:[\s\S]*?\n\n/, 'arms: { base: {} }\n\n')
  writeFileSync(join(folder, 'study.yaml'), study.replace('options: unlisted', 'options: listed'))
  const { code, stderr } = bedside(folder, 'run', 'study.yaml')
  expect(code, stderr).toBe(0)

  const prompts = lines<PromptRow>('prompts', 'train.jsonl')
  const asked = prompts.map(({ prompt }) => JSON.stringify(prompt)).join('\n')
  expect(asked).toContain('Trigger:')
  expect(labelsLeftOut.filter(label => asked.includes(`${label}:`))).toEqual([])
  expect(
    prompts.flatMap(({ reference_plan: plan }) => Object.keys(plan)).filter(name => LEFT_OUT.includes(name)),
  ).toEqual([])

  const predictions = lines<Prediction>('predictions', 'base', 'predictions.jsonl')
  const unknown = predictions.flatMap(({ parseErrors }) => parseErrors).filter(error => /unknown layer/.test(error))
  expect(unknown).toEqual([])
  expect(predictions.flatMap(({ plan }) => Object.keys(plan ?? {})).filter(name => LEFT_OUT.includes(name))).toEqual([])

  const scored = new Set(lines<{ layer: string }>('benchmark', 'scores.jsonl').map(({ layer }) => layer))
  expect(scored.has('trigger')).toBe(true)
  expect(LEFT_OUT.filter(name => scored.has(name))).toEqual([])
  const report = read('report', 'report.html')
  expect(report).toContain(
    `The source does not have these decisions, and nothing here is about them: ${labelsLeftOut.join(', ')}.`,
  )
})
