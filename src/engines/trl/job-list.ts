/** @file The jobs of a study's output folder, for a look at them and to end one from outside of the run. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { isUnderWay, readResult, submittedJob } from './job.ts'
import { type Job, type JobState, type Launcher, launcherNamed } from './launchers/index.ts'
import type { RunFile } from './run-file.ts'
import type { TrlConfig } from './trl-config.ts'

/** A job that was submitted and whose folder is there. */
export interface ListedJob {
  /** Its folder, relative to the output folder. */
  readonly folder: string
  readonly id: string
  readonly launcher: Launcher['name']
  /** `elsewhere`: another launcher than the study's started it, and only that one could tell. */
  readonly state: JobState['is'] | 'elsewhere'
  /** Why it failed, or that it was told to end; null when neither. */
  readonly problem: string | null
}

/** The folders below `folder` that hold a job, not looking into one. */
function jobFolders(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true })
    .filter(entry => entry.isDirectory())
    .flatMap(({ name }) => {
      const path = join(folder, name)
      return submittedJob(path) === null ? jobFolders(path) : [path]
    })
}

/** The job of a folder as its launcher wants it; Python is not needed to find one. */
function jobIn(folder: string, processes: number): Job {
  const run = existsSync(join(folder, 'run.json'))
    ? (JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8')) as RunFile)
    : null
  return { folder, name: 'bedside', python: 'python3', processes: run?.task === 'train' ? processes : 1 }
}

/**
 * Lists the jobs below a study's output folder and, with `cancel`, asks those under way to save and end. Throws
 * StudyError when the launcher does not answer.
 */
export async function studyJobs(
  out: string,
  config: TrlConfig,
  {
    environment,
    cancel,
  }: { readonly environment: Readonly<Record<string, string | undefined>>; readonly cancel: boolean },
): Promise<readonly ListedJob[]> {
  const launcher = launcherNamed(config.launcher, config.sharding, environment)
  const found: ListedJob[] = []
  for (const folder of jobFolders(out)) {
    const submitted = submittedJob(folder)!
    const { id } = submitted
    const listed = { folder: relative(out, folder), id, launcher: submitted.launcher }
    if (submitted.launcher !== launcher.name) {
      found.push({ ...listed, state: 'elsewhere', problem: null })
      continue
    }
    const job = jobIn(folder, config.processes)
    const result = readResult(folder)
    const state: JobState =
      result === null
        ? await launcher.state(id, job)
        : result.ok
          ? { is: 'ended' }
          : { is: 'failed', problem: result.problem }
    if (cancel && isUnderWay(state)) await launcher.cancel(id, job)
    found.push({ ...listed, state: state.is, problem: state.is === 'failed' ? state.problem : null })
  }
  return found
}
