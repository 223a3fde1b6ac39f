/** @file Rendering a report again: only from a finished study, and without running anything else. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Stage, silentProgress } from '../support/index.ts'
import { renderReport } from './render-report.ts'
import { runStages } from './run.ts'
import { loadStudy } from './study-config.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bedside-render-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const options = () => ({
  out: join(folder, 'out'),
  seed: 1,
  progress: silentProgress,
  signal: new AbortController().signal,
})

test('a study that was never run has no report to make again, and nothing is written', async () => {
  const file = join(folder, 'study.yaml')
  writeFileSync(
    file,
    'study: tiny\nspecialty: infertility\nrecords: { synthetic: { couples: 200, seed: 1 } }\narms: { icl: {} }\nbenchmark: {}\n',
  )
  const study = loadStudy(file)
  await expect(renderReport(study, 'zh', options())).rejects.toThrow(
    'expected a finished study, got one without records; run it first: bedside run',
  )
  expect(existsSync(join(folder, 'out'))).toBe(false)
})

test('a stage alone reads what an earlier run has finished', async () => {
  const stage = (artifact: string, inputs: readonly string[]): Stage => ({
    title: artifact,
    artifact,
    inputs,
    sources: [],
    settings: {},
    module: import.meta.url,
    async run({ output, input }) {
      mkdirSync(output, { recursive: true })
      writeFileSync(join(output, 'text'), inputs.map(name => existsSync(join(input(name), 'text'))).join())
      return {}
    },
  })
  const [first, last] = [stage('first', []), stage('last', ['first'])]
  await runStages([first], options())
  await expect(runStages([last], options())).rejects.toThrow('no earlier stage makes')
  const outcomes = await runStages([last], { ...options(), finished: ['first'] })
  expect(outcomes.map(({ artifact, outcome }) => [artifact, outcome])).toEqual([['last', 'done']])
})
