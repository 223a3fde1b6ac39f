/** @file What the tasks of the engine share: what they work with, and the job that a run before this one started. */
import { removeFolder } from '../../support/index.ts'
import { endJob, type RunningJob } from './follow-job.ts'
import { folderKey, isUnderWay, readResult, requireLauncher, submitJob, submittedJob } from './job.ts'
import { type JobFiles, type JobManner, jobKey } from './job-files.ts'
import type { TrainRequest } from '../engine.ts'
import type { Job, Launcher } from './launchers/launcher.ts'
import type { PreFlightManner } from './pre-flight/pre-flight-manner.ts'

/** What the engine works with, decided by the settings. */
export interface TrlParts {
  readonly manner: JobManner
  readonly launcher: Launcher
  /** The interpreter; throws InputError when there is none. */
  python(): string
  /** Address and port of the reward server. */
  readonly rewards: { readonly host: string; readonly port: number }
  /** Whether a row may be written as the trainer sees it, for a look at its mask: it is a record's text. */
  readonly showMask: boolean
  /** Looks at a training before a model is loaded for it; throws InputError for what would stop it. */
  preFlight(request: TrainRequest, manner: PreFlightManner): Promise<void>
  /** Begins the names of jobs: letters, digits and hyphens. */
  readonly name: string
}

/** A job in a folder, named after what it does. */
export function jobOf(parts: TrlParts, folder: string, what: string, processes: number): Job {
  const name = `${parts.name}-${what}`.replaceAll(/[^A-Za-z0-9-]+/g, '-')
  return { folder, name, python: parts.python(), processes }
}

/** The job that a run before this one started and that is not known to have failed; null when there is none. */
export async function earlierJob(job: Job, launcher: Launcher): Promise<{ running: RunningJob; key: string } | null> {
  const found = submittedJob(job.folder)
  if (found === null) return null
  const result = readResult(job.folder)
  if (result !== null) return result.ok ? { running: { id: found.id, job, launcher }, key: found.key } : null
  requireLauncher(found, launcher, job.folder)
  const running = { id: found.id, job, launcher }
  return isUnderWay(await launcher.state(found.id, job)) ? { running, key: found.key } : null
}

/**
 * Finds the job of an earlier run that does all of this work, or starts one. A job that does other work is ended, and
 * its folder cleared: its rows are not those of the request.
 */
export async function servingJob(
  files: JobFiles,
  job: Job,
  { launcher }: TrlParts,
  serves: (key: string) => Promise<boolean>,
): Promise<RunningJob> {
  const earlier = await earlierJob(job, launcher)
  const key = jobKey(files)
  const isSame = earlier !== null && (earlier.key === key || (await serves(earlier.key)))
  if (earlier !== null && isSame) return earlier.running
  if (earlier !== null && readResult(job.folder) === null) await endJob(earlier.running)
  // Without a job that serves, what is there counts only when it is of the same work: the worker goes on after it.
  // By the key in the folder, not by job.json: a removal that was cut off may have taken that one and left rows.
  if (earlier !== null || folderKey(job.folder) !== key) removeFolder(job.folder)
  return { id: await submitJob(files, job, launcher, key), job, launcher }
}
