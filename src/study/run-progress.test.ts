import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { InputError, type Stage, silentProgress } from '../support/index.ts'
import { claimOutFolder } from './out-folder.ts'
import { runStages } from './run.ts'
import { keepRunProgress, readRunProgress } from './run-progress.ts'

let out: string
beforeEach(() => {
  out = join(mkdtempSync(join(tmpdir(), 'bedside-progress-')), 'out')
})

const onDisk = () => readFileSync(join(out, 'progress.json'), 'utf8')

test('readRunProgress(run under way) is its stage and the task that began last', () => {
  const release = claimOutFolder(out)
  const kept = keepRunProgress(out, silentProgress)
  expect(readRunProgress(out)).toMatchObject({ pid: process.pid, stage: null, task: null })
  kept.enter({ artifact: 'policies/sft', title: 'Policy sft', index: 3, of: 9 })
  const outer = kept.progress.begin('train', 40, 10)
  expect(readRunProgress(out)).toMatchObject({
    stage: { artifact: 'policies/sft', title: 'Policy sft', index: 3, of: 9 },
    task: { label: 'train', done: 10, total: 40, note: '', secondsLeft: null },
  })
  const inner = kept.progress.begin('validate', 0)
  expect(readRunProgress(out)?.task).toMatchObject({ label: 'validate', total: 0, secondsLeft: null })
  inner.finish()
  outer.update(20, 'loss 1.5')
  kept.progress.begin('sample', 5).finish()
  kept.enter({ artifact: 'policies/dpo', title: 'Policy dpo', index: 4, of: 9 })
  expect(readRunProgress(out)).toMatchObject({ stage: { artifact: 'policies/dpo' }, task: null })
  kept.end()
  release()
  expect(existsSync(out)).toBe(false)
})

test('keepRunProgress(a thousand updates in a moment) writes at most once a second, and no time left before the pace is steady', async () => {
  const release = claimOutFolder(out)
  const kept = keepRunProgress(out, silentProgress)
  const task = kept.progress.begin('train', 4000)
  const before = onDisk()
  for (let done = 1; done <= 1000; done++) task.update(done)
  expect(onDisk()).toBe(before)
  await new Promise(resolve => setTimeout(resolve, 1050))
  task.update(2000, 'loss 0.7')
  expect(readRunProgress(out)?.task).toMatchObject({ done: 2000, total: 4000, note: 'loss 0.7', secondsLeft: null })
  kept.end()
  release()
})

test('readRunProgress(file that a killed run left) is null, also while another run holds the folder', () => {
  const release = claimOutFolder(out)
  const left = { pid: process.pid, host: hostname(), began: '2026-01-01T00:00:00.000Z', stage: null, task: null }
  writeFileSync(join(out, 'progress.json'), JSON.stringify({ ...left, updated: '2026-01-01T00:00:01.000Z' }))
  expect(readRunProgress(out)).toBeNull()
  const later = '2999-01-01T00:00:00.000Z'
  writeFileSync(join(out, 'progress.json'), JSON.stringify({ ...left, pid: 9_999_999, updated: later }))
  expect(readRunProgress(out)).toBeNull()
  writeFileSync(join(out, 'progress.json'), JSON.stringify({ ...left, updated: later }))
  expect(readRunProgress(out)).not.toBeNull()
  release()
  expect(readRunProgress(out)).toBeNull()
  writeFileSync(join(out, 'progress.json'), '{"pid":')
  const again = claimOutFolder(out)
  expect(readRunProgress(out)).toBeNull()
  again()
})

/** A stage of which `seen` tells what a second window reads meanwhile. */
const stage = (seen: (progress: unknown) => void, fails: Error | null): Stage => ({
  title: 'Records',
  artifact: 'records',
  inputs: [],
  sources: [],
  settings: {},
  module: import.meta.url,
  async run({ progress }) {
    progress.begin('read', 7)
    seen(readRunProgress(out))
    if (fails) throw fails
    return {}
  },
})

const run = (one: Stage) =>
  runStages([one], { out, seed: 1, progress: silentProgress, signal: new AbortController().signal })

test('runStages keeps its progress while a stage works, and nothing of it when it ends', async () => {
  const seen: unknown[] = []
  await run(stage(progress => void seen.push(progress), null))
  expect(seen).toMatchObject([{ stage: { artifact: 'records', index: 1, of: 1 }, task: { label: 'read', total: 7 } }])
  expect(existsSync(join(out, 'progress.json'))).toBe(false)
})

test('runStages(wrong input) removes its progress too, so that the folder is gone', async () => {
  await expect(run(stage(() => {}, new InputError('no', {}, 'yes')))).rejects.toThrow('no')
  expect(existsSync(out)).toBe(false)
})
