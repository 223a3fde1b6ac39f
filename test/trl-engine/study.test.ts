/** @file A whole study by the TRL engine on the CPU, with the real worker in two processes: run, killed at its worst moments, gone on with. */
import { existsSync, readdirSync, readFileSync, readlinkSync, realpathSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TrainEvent } from '../../src/engines/index.ts'
import { createPolicy } from '../../src/engines/index.ts'
import { tinyExamples } from '../../src/engines/embedded/fixtures/tiny-run.ts'
import { silentProgress } from '../../src/support/index.ts'
import {
  bedside,
  requireBuild,
  startBedside,
  studyFolder,
  tinyStudy,
  waitUntil,
} from '../command-line/bedside-process.ts'
import { hasTrl } from '../trl-worker/jobs.ts'
import { PYTHON } from '../trl/python-with-trl.ts'

const study = tinyStudy({
  records: 'records: { synthetic: { couples: 60, seed: 5, goldShare: 0 } }',
  split: 'split: { train: 32, validation: 4, test: 8 }',
  prompts: 'prompts: { options: unlisted, values: notable }',
  base: 'base: { engine: trl, model: start }',
  trl: `trl: { python: ${PYTHON}, device: cpu, processes: 2 }`,
  arms: `arms:
  sft: { epochs: 8, batchSize: 4, checkpointEvery: 2 }
  dpo: { epochs: 6, batchSize: 4, checkpointEvery: 2, pairs: { source: perturbed } }
  grpo: { epochs: 0.25, batchSize: 8, generations: 4, maxNewTokens: 6, rewards: { own: { file: reward.ts } } }`,
  prediction: 'prediction: { maxNewTokens: 8 }',
})
const reward = `export default ({ text }: { readonly text: string }) => text.replace(/[^a-z]/g, '').length / (text.length || 1)
`

let folder = ''
const out = (...path: string[]) => join(folder, 'out', ...path)
const linesOf = (file: string) => (existsSync(file) ? readFileSync(file, 'utf8').split('\n').length - 1 : 0)
const eventsOf = (arm: string) =>
  readFileSync(out('policies', arm, 'events.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as TrainEvent)
const stepsOf = (arm: string) => eventsOf(arm).flatMap(event => (event.type === 'step' ? [event.step] : []))
const upTo = (last: number) => Array.from({ length: last }, (_, i) => i + 1)

beforeAll(async () => {
  if (!hasTrl) return
  requireBuild()
  folder = studyFolder(study)
  writeFileSync(join(folder, 'reward.ts'), reward)
  await createPolicy({
    size: {
      hiddenSize: 16,
      intermediateSize: 32,
      numBlocks: 1,
      numHeads: 2,
      numKvHeads: 1,
      vocabularySize: 400,
      contextLength: 2048,
    },
    texts: tinyExamples.map(({ prompt, completion }) => [...prompt, ...completion]),
    seed: 1,
    output: join(folder, 'start'),
    progress: silentProgress,
  })
})

/** The process of a job's worker, as its launcher wrote it down: `host/pid/when it began`. */
const workerGroup = (arm: string) =>
  Number(readFileSync(out('policies', arm, 'job', 'local-job'), 'utf8').split('/')[1])

/** The processes that train in the folder of a job: torchrun's, each in a session of its own. */
const trainersOf = (arm: string) =>
  readdirSync('/proc').filter(pid => {
    try {
      const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
      return (
        words.includes('bedside_trl') && readlinkSync(`/proc/${pid}/cwd`) === realpathSync(out('policies', arm, 'job'))
      )
    } catch {
      return false
    }
  })

afterAll(() => {
  for (const arm of ['sft', 'dpo', 'grpo']) {
    if (!folder || !existsSync(out('policies', arm, 'job', 'local-job'))) continue
    try {
      process.kill(-workerGroup(arm), 'SIGKILL')
    } catch {
      // It has ended.
    }
  }
})

test('a study runs through SFT, DPO, GRPO, predictions, benchmark and report, killed twice on the way', {
  timeout: 600_000,
}, async context => {
  if (!hasTrl) {
    expect(process.env['CI'], 'CI needs the Python of python/requirements.txt in .venv').toBeUndefined()
    context.skip('no Python with TRL in .venv or BEDSIDE_PYTHON')
  }
  // Bedside is lost while SFT trains: its job goes on, and the next run follows it.
  const first = startBedside(folder, 'run', 'study.yaml')
  let output = ''
  first.child.stderr?.on('data', (chunk: Buffer) => {
    output += chunk.toString()
  })
  await waitUntil(
    () => linesOf(out('policies', 'sft', 'events.jsonl')) >= 3 || first.child.exitCode !== null,
    `while sft trains; ${output}`,
    4,
  )
  first.child.kill('SIGKILL')
  await first.finished
  const jobs = bedside(folder, 'engine', 'status', '--json')
  expect(JSON.parse(jobs.stdout)).toMatchObject([{ folder: 'policies/sft/job', launcher: 'local' }])

  // The worker of DPO is lost: the run says so, and the next one goes on from the last checkpoint.
  const second = startBedside(folder, 'run', 'study.yaml')
  await waitUntil(
    () => linesOf(out('policies', 'dpo', 'events.jsonl')) >= 6 || second.child.exitCode !== null,
    'while dpo trains',
    4,
  )
  expect(trainersOf('dpo').length).toBeGreaterThanOrEqual(2)
  process.kill(-workerGroup('dpo'), 'SIGKILL')
  const lost = await second.finished
  expect(lost.stderr).toMatch(/following job \S+ \(local\), which was started before/)
  expect(lost.stderr).toContain('bedside: job')
  expect(lost.stderr).toContain('run the same command again to continue')
  expect(lost.code).toBe(1)
  expect(stepsOf('sft')).toEqual(upTo(64))
  // Nobody goes on unseen: two trainings in one folder would spoil each other's checkpoints.
  await waitUntil(() => trainersOf('dpo').length === 0, 'for the processes of the lost job to end')
  const done = stepsOf('dpo').length
  expect(done).toBeLessThan(48)

  const last = bedside(folder, 'run', 'study.yaml')
  expect(last.code, last.stderr).toBe(0)
  expect(done).toBeGreaterThan(3)
  expect(stepsOf('dpo')).toEqual(upTo(48))
  expect(stepsOf('grpo')).toEqual(upTo(4))
  const firstLoss = eventsOf('dpo').find(event => event.type === 'step')?.loss
  expect(firstLoss).toBeCloseTo(Math.log(2), 4)
  const rewards = eventsOf('grpo').flatMap(event => (event.type === 'step' ? [event.rewards?.['own']?.mean] : []))
  expect(rewards.every(mean => typeof mean === 'number' && mean > 0 && mean < 1)).toBe(true)
  for (const arm of ['sft', 'dpo', 'grpo']) {
    const { counts } = JSON.parse(readFileSync(out('policies', arm, 'manifest.json'), 'utf8')) as {
      readonly counts: Record<string, unknown>
    }
    expect(counts['madeWith']).toMatchObject({ engine: 'trl', trl: '1.13.0', device: expect.stringMatching(/^CPU/) })
    // The records are invented, so one may be shown as the trainer sees it.
    expect(readFileSync(out('policies', arm, 'mask-sample.txt'), 'utf8')).toMatch(
      /=== prompt: \d+ tokens, not learnt ===/,
    )
    expect(linesOf(out('predictions', arm, 'predictions.jsonl'))).toBe(8)
    // No row of a patient and no state is left beside the policy.
    expect(readdirSync(out('policies', arm)).filter(name => /job|training$|train\.jsonl/.test(name))).toEqual([])
  }
  const weights = ['base', 'sft', 'dpo', 'grpo'].map(arm => readFileSync(out('policies', arm, 'model.safetensors')))
  for (const [i, before] of weights.slice(0, -1).entries()) expect(weights[i + 1].equals(before)).toBe(false)
  const report = readFileSync(out('report', 'report.html'), 'utf8')
  expect(report).toContain('TRL 1.13.0, torch 2.13.0')
  expect(report).not.toContain(PYTHON)
  // Nothing is left to do, and the engine is not asked for.
  const again = bedside(folder, 'run', 'study.yaml')
  expect(again.stderr).toContain('0 stages run')
})
