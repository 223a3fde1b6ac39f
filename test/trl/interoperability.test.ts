/**
 * @file Adapters, checkpoints and JSONL between Bedside and PEFT, Transformers and TRL, with the real ones. The Python
 * side is interoperate.py, one process for all of it.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { embeddedEngine } from '../../src/engines/embedded/embedded-engine.ts'
import { tinyExamples, tinyRuns, tinySettings } from '../../src/engines/embedded/fixtures/tiny-run.ts'
import { LINEAR_LAYERS, mergePolicy } from '../../src/engines/index.ts'
import { loadAdapter, loadCheckpoint, saveCheckpoint } from '../../src/model/index.ts'
import { loadStudy, runStages, studyStages } from '../../src/study/index.ts'
import { silentProgress } from '../../src/support/index.ts'
import { ROOT } from '../architecture/source-tree.ts'
import { studyFolder, tinyStudy } from '../command-line/bedside-process.ts'
import { PYTHON, requireTrl } from './python-with-trl.ts'

/** What interoperate.py writes. */
interface Answers {
  readonly ourAdapter: { readonly toMerged: number; readonly toBase: number }
  readonly theirAdapter: number
  readonly continued: { readonly before: number; readonly after: number }
  readonly study: {
    readonly rows: { readonly prompts: number; readonly pairs: number }
    readonly losses: readonly number[]
    readonly columns: readonly string[]
    readonly plans: number
  }
}

const engine = embeddedEngine(2)
const signal = new AbortController().signal
const rows = tinyExamples.slice(0, 8)

/** Mean loss per completion token under a policy, by our engine. */
async function lossOf(policy: string): Promise<number> {
  const scored = await engine.score({ policy, examples: rows, progress: silentProgress, signal })
  const sum = (value: (one: (typeof scored)[0]) => number) => scored.reduce((total, one) => total + value(one), 0)
  return -sum(({ logp }) => logp) / sum(({ tokens }) => tokens)
}

/** A study up to its pairs and its first policy, at `folder`. */
async function makeStudy(folder: string): Promise<void> {
  const arms = 'arms: { dpo: { from: base, pairs: { source: perturbed } } }'
  const study = loadStudy(studyFolder(tinyStudy({ arms })))
  const stages = studyStages(study)
  const last = stages.findIndex(({ artifact }) => artifact === 'policies/initial')
  const place = { out: folder, seed: study.config.seed, progress: silentProgress, signal }
  await runStages(stages.slice(0, last + 1), place)
}

test('adapters, checkpoints and JSONL go to PEFT, Transformers and TRL and come back', async context => {
  requireTrl(context, 'what Bedside writes is not read by it')
  const folder = mkdtempSync(join(tmpdir(), 'bedside-interoperability-'))
  const runs = await tinyRuns()
  const { config, weights, tokenizer } = loadCheckpoint(runs.policy)
  saveCheckpoint(join(folder, 'base'), { config, weights, tokenizer })
  const lora = { rank: 4, alpha: 8, dropout: 0, targets: LINEAR_LAYERS }
  const settings = { ...tinySettings, learningRate: 3e-2, epochs: 0.5 }
  const examples = tinyExamples
  const place = (name: string) => ({ policy: join(folder, 'base'), output: join(folder, name) })
  for (const name of ['adapted', 'trained']) mkdirSync(join(folder, name))
  await engine.train(runs.sft('adapted', { ...place('adapted'), settings: { ...settings, lora } }))
  await engine.train(runs.sft('trained', { ...place('trained'), settings: { ...settings, learningRate: 1e-3 } }))
  const lines = rows.map(({ prompt, completion }) => `${JSON.stringify({ prompt, completion })}\n`)
  writeFileSync(join(folder, 'rows.jsonl'), lines.join(''))
  await makeStudy(join(folder, 'study'))

  const script = join(ROOT, 'test', 'trl', 'interoperate.py')
  const made = spawnSync(PYTHON, [script, folder], { encoding: 'utf8' })
  expect(made.status, made.stderr.slice(-3000)).toBe(0)
  const answers = JSON.parse(readFileSync(join(folder, 'answers.json'), 'utf8')) as Answers

  // Our adapter in PEFT is our merged checkpoint.
  expect(answers.ourAdapter.toMerged).toBeLessThan(1e-5)
  expect(answers.ourAdapter.toBase).toBeGreaterThan(1e-2)

  // PEFT's adapter in ours is the same policy.
  const adapter = loadAdapter(join(folder, 'their-adapter'), config)
  expect(adapter.scale).toBeCloseTo(7 / 5, 12)
  expect(adapter.weights.size).toBe(config.numBlocks * 3 * 2)
  const theirs = { policy: join(folder, 'base'), adapter: join(folder, 'their-adapter') }
  mergePolicy({ ...theirs, output: join(folder, 'with-their-adapter') })
  expect(Math.abs((await lossOf(join(folder, 'with-their-adapter'))) - answers.theirAdapter)).toBeLessThan(1e-4)
  expect(Math.abs((await lossOf(join(folder, 'base'))) - answers.theirAdapter)).toBeGreaterThan(1e-2)

  // A checkpoint of the embedded engine is continued by TRL, comes back, and is continued here.
  const { before, after } = answers.continued
  expect(Math.abs((await lossOf(join(folder, 'trained'))) - before)).toBeLessThan(1e-4)
  expect(after).toBeLessThan(before - 0.1)
  expect(Math.abs((await lossOf(join(folder, 'continued'))) - after)).toBeLessThan(1e-4)
  const again = { policy: join(folder, 'continued'), output: join(folder, 'again'), examples }
  await engine.train(runs.sft('again', { ...again, settings: { ...settings, learningRate: 1e-3 } }))
  expect(await lossOf(join(folder, 'again'))).toBeLessThan(after)

  // What a study wrote goes into the three trainers as it is, and rewards get the columns they need.
  const linesIn = (...path: string[]) =>
    readFileSync(join(folder, 'study', ...path), 'utf8')
      .trim()
      .split('\n').length
  expect(answers.study.rows).toEqual({
    prompts: linesIn('prompts', 'train.jsonl'),
    pairs: linesIn('preferences', 'train.jsonl'),
  })
  expect(answers.study.losses).toHaveLength(3)
  expect(answers.study.losses.every(Number.isFinite)).toBe(true)
  // Random weights tell chosen from rejected no better than their own reference.
  expect(answers.study.losses[1]).toBeCloseTo(Math.LN2, 4)
  expect(answers.study.columns).toEqual(expect.arrayContaining(['fields', 'record_id', 'reference_plan']))
  expect(answers.study.plans).toBe(4)
  expect(existsSync(join(folder, 'adapted', 'adapter', 'adapter_config.json'))).toBe(true)
})
