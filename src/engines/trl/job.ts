/**
 * @file A job on disk: started once, found again by whoever comes after us. `job.json` in its folder holds the id under
 * which its launcher knows it, from the moment it has one.
 */
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { makeFolder, StudyError, writeFileAtomically } from '../../support/index.ts'
import type { Job, JobState, Launcher } from './launchers/launcher.ts'
import { type JobFiles, writeJobFiles } from './job-files.ts'
import type { RunResult } from './run-file.ts'
import { copyWorker } from './worker-package.ts'

const JOB = 'job.json'
const RESULT = 'result.json'
const PROGRESS = 'progress.jsonl'
/** Whose folder it is; a worker of an earlier job that is still at work finds another key there, and ends. */
const KEY = 'job-key'

/** What `job.json` holds. */
export interface SubmittedJob {
  readonly launcher: Launcher['name']
  readonly id: string
  /** Of its files when it was submitted. */
  readonly key: string
}

/** The job that was submitted from a folder; null when there is none, or none that can be read. */
export function submittedJob(folder: string): SubmittedJob | null {
  const file = join(folder, JOB)
  if (!existsSync(file)) return null
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as SubmittedJob
  } catch {
    return null
  }
}

/**
 * The key of the work that a folder was last cleared for; null when it does not say, as when its removal was cut off: then what
 * is left there is nobody's.
 */
export function folderKey(folder: string): string | null {
  const file = join(folder, KEY)
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : null
}

/** What a job left at its end; null while there is none. */
export function readResult(folder: string): RunResult | null {
  const file = join(folder, RESULT)
  if (!existsSync(file)) return null
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as RunResult
  } catch {
    // On a shared disk a name may be there before its content is.
    return null
  }
}

/** True when a job has yet to end. */
export const isUnderWay = ({ is }: JobState) => is === 'waiting' || is === 'running'

/**
 * Refuses a folder whose job another launcher started: only that one could tell whether it is still at work, and two jobs
 * in one folder would spoil each other's files.
 */
export function requireLauncher(found: SubmittedJob, launcher: Launcher, folder: string): void {
  if (found.launcher === launcher.name) return
  throw new StudyError(
    `${join(folder, JOB)}: expected a job of the launcher "${launcher.name}", got job ${found.id} of "${found.launcher}"; ` +
      'set trl.launcher back, or remove this file when that job has ended',
  )
}

/** Writes the files of a job and starts it; what an earlier attempt left for it to continue from stays. Returns its id. */
export async function submitJob(files: JobFiles, job: Job, launcher: Launcher, key: string): Promise<string> {
  const { folder } = job
  makeFolder(folder, 0o700)
  // Of an attempt before this one: they would be taken for this one's.
  for (const name of [JOB, RESULT, PROGRESS]) rmSync(join(folder, name), { force: true })
  writeFileAtomically(join(folder, KEY), `${key}\n`)
  copyWorker(folder)
  writeJobFiles(files, folder)
  const id = await launcher.submit({ ...job, key })
  const submitted: SubmittedJob = { launcher: launcher.name, id, key }
  writeFileAtomically(join(folder, JOB), `${JSON.stringify(submitted)}\n`)
  return id
}
