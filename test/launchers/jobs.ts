/** @file Jobs for tests of launchers: the stand-in for the worker in a folder, and waiting for what a launcher says. */
import { cpSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { expect } from 'vitest'
import type { Job, JobState, Launcher } from '../../src/engines/trl/launchers/index.ts'
import { ROOT } from '../architecture/source-tree.ts'

/** What the stand-in for the worker is asked: steps of so many seconds, its exit code, whether it ends when told. */
interface Counting {
  readonly steps: number
  readonly pause: number
  readonly exit?: number
  readonly obeys?: boolean
  /** Seconds that saving takes. */
  readonly saving?: number
}

/** A folder with a job that counts; a space in its name, since folders have them. */
export function countingJob(run: Counting, job: Partial<Job> = {}): Job {
  const folder = mkdtempSync(join(tmpdir(), 'bedside job-'))
  cpSync(join(ROOT, 'test', 'launchers', 'worker'), join(folder, 'worker'), { recursive: true })
  writeFileSync(join(folder, 'run.json'), JSON.stringify(run))
  return { folder, name: 'sft', python: 'python3', processes: 1, ...job }
}

/** What the job has saved of its first process; 0 before. */
export function savedStep(job: Job): number {
  const file = join(job.folder, 'saved-0')
  return existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0
}

/** The result of a job; null when it has none. */
export function resultOf(job: Job): { readonly counts: Record<string, number> } | null {
  const file = join(job.folder, 'result.json')
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null
}

/** How often the worker was started and where it went on, of its first process. */
export function startsOf(job: Job): readonly { readonly at: number; readonly variables: readonly string[] }[] {
  const file = join(job.folder, 'seen.jsonl')
  if (!existsSync(file)) return []
  const lines = readFileSync(file, 'utf8').trim().split('\n')
  return lines.map(line => JSON.parse(line)).filter(({ rank }) => rank === 0)
}

/** Waits until something is so; fails with what it is about after a minute. */
export async function until(what: string, holds: () => boolean | Promise<boolean>, seconds = 60): Promise<void> {
  for (let waited = 0; waited < seconds * 20; waited++) {
    if (await holds()) return
    await pause(50)
  }
  expect.fail(`${what}: not within ${seconds} s`)
}

/** Waits until a job neither waits nor runs, and returns its state then. */
export async function whenOver(launcher: Launcher, id: string, job: Job): Promise<JobState> {
  let state = await launcher.state(id, job)
  await until('the job is over', async () => {
    state = await launcher.state(id, job)
    return state.is !== 'waiting' && state.is !== 'running'
  })
  return state
}
