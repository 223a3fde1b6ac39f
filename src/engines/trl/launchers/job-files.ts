/** @file Files that launchers keep in the folder of a job: the log, and how the job ended. */
import { closeSync, fstatSync, openSync, readFileSync, readSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { sha256 } from '../../../support/index.ts'
import type { Job, JobState } from './launcher.ts'

/** What the worker prints, of all its starts. */
export const LOG_FILE = 'log.txt'

/** Written by what runs the worker when it is over: the id and the exit code. The only trace where nobody else keeps one. */
export const EXIT_FILE = 'exit-code'

/** Exit code of a worker that was told to end and has saved. */
export const SAVED = 143

const LOG_BYTES = 64 * 1024

/** The last 64 KiB of the log of a job, from the beginning of a line; empty when there is none. */
export function logTail(job: Job): string {
  let descriptor: number
  try {
    descriptor = openSync(join(job.folder, LOG_FILE), 'r')
  } catch {
    return ''
  }
  try {
    const { size } = fstatSync(descriptor)
    const bytes = Buffer.alloc(Math.min(size, LOG_BYTES))
    const read = readSync(descriptor, bytes, 0, bytes.length, size - bytes.length)
    return lastLines(bytes.subarray(0, read).toString('utf8'), size > bytes.length)
  } finally {
    closeSync(descriptor)
  }
}

/** Whole lines of a text of which the beginning may be cut off. */
export function lastLines(text: string, cut = text.length > LOG_BYTES): string {
  const end = text.slice(-LOG_BYTES)
  return cut ? end.slice(end.indexOf('\n') + 1) : end
}

/** How the job of this id ended by its own account; null when it has not said so. */
export function ownAccount(id: string, job: Job): JobState | null {
  let text: string
  try {
    text = readFileSync(join(job.folder, EXIT_FILE), 'utf8')
  } catch {
    return null
  }
  const [whose, code] = text.trim().split(' ')
  return whose === id && /^\d+$/.test(code ?? '') ? endedWith(Number(code)) : null
}

/** Forgets how an earlier start of the job ended. */
export function forgetEnd(job: Job): void {
  rmSync(join(job.folder, EXIT_FILE), { force: true })
}

/** What an exit code means for a job. */
export function endedWith(code: number): JobState {
  if (code === 0) return { is: 'ended' }
  if (code === SAVED)
    return { is: 'failed', problem: 'it was told to end, and goes on where it saved when started again' }
  if (code === 137) return { is: 'failed', problem: 'it was killed: out of memory, or it did not end in time' }
  return { is: 'failed', problem: `it ended with exit code ${code}` }
}

/** The name of a job in a queue: the same for the same folder and key, another for others; at most 50 characters of `a-z0-9-`. */
export function queueName(job: Job): string {
  const name = job.name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^bedside-/, '')
    .slice(0, 32)
  const whole = job.key === undefined ? job.folder : `${job.folder}\n${job.key}`
  return `bedside-${name}-${sha256(whole).slice(0, 8)}`.replace(/-+/g, '-')
}
