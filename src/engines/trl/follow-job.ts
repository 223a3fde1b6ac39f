/** @file Following a job until it ends, whoever started it: what it does, how it ended, and Ctrl-C meanwhile. */
import { setTimeout as pause } from 'node:timers/promises'
import { InputError, InterruptedError, type Progress, StudyError, seconds } from '../../support/index.ts'
import { isUnderWay, readResult } from './job.ts'
import { endedWithoutResult } from './job-problem.ts'
import type { Job, JobState, Launcher } from './launchers/launcher.ts'
import type { RunResult } from './run-file.ts'

/** How often a job is looked at, in seconds. */
interface Pace {
  /** Its files. */
  readonly files: number
  /** Whoever runs it: a queue is not asked more often than it must be. */
  readonly state: number
  /** How long a file may take to be seen on a shared disk. */
  readonly disk: number
  /** How long whoever runs it may fail to answer. */
  readonly silence: number
  /** How long a job that was told to end may take to save. */
  readonly saving: number
}

const NEAR: Pace = { files: 0.2, state: 0.4, disk: 0.2, silence: 0, saving: 600 }
const FAR: Pace = { files: 1, state: 10, disk: 30, silence: 900, saving: 600 }

/** True when jobs run on this machine, where looking at them costs nothing and their memory is ours. */
export const isHere = ({ name }: Launcher) => name === 'local'

/** A job that was submitted. */
export interface RunningJob {
  readonly id: string
  readonly job: Job
  readonly launcher: Launcher
}

/** The state of a job; a launcher that does not answer is asked again for a while. */
function patientState({ id, job, launcher }: RunningJob, pace: Pace, progress: Progress) {
  let silentSince: number | null = null
  return async (): Promise<JobState> => {
    try {
      const state = await launcher.state(id, job)
      silentSince = null
      return state
    } catch (error) {
      if (!(error instanceof StudyError)) throw error
      if (silentSince === null) {
        if (pace.silence > 0) progress.say(`  note: ${error.message}; asking again`)
        silentSince = seconds()
      }
      if (seconds() - silentSince >= pace.silence) throw error
      return { is: 'running' }
    }
  }
}

/** Waits for so many seconds, or until the signal aborts. */
async function wait(duration: number, signal: AbortSignal): Promise<void> {
  await pause(duration * 1000, undefined, { signal }).catch(() => undefined)
}

/** Asks a job to save and end, and returns when it has, or when that takes too long. */
export async function endJob(running: RunningJob): Promise<void> {
  const { id, job, launcher } = running
  const pace = isHere(launcher) ? NEAR : FAR
  await launcher.cancel(id, job)
  for (const start = seconds(); seconds() - start < pace.saving; ) {
    if (!isUnderWay(await launcher.state(id, job))) return
    await pause(pace.files * 1000)
  }
}

/** What Ctrl-C means for a job: on this machine it saves and ends, on a cluster it goes on. Always throws. */
async function interrupted(running: RunningJob, progress: Progress): Promise<never> {
  const { id, launcher } = running
  if (!isHere(launcher)) {
    progress.say(
      `  job ${id} goes on (${launcher.name}): run the same command again to follow it, or end it with \`bedside engine cancel\``,
    )
  } else {
    progress.say('  interrupted: waiting for the job to save')
    await endJob(running)
  }
  throw new InterruptedError(`job ${id} was interrupted`)
}

/** The result of a job that has ended; a shared disk may show it late. */
async function lateResult({ job }: RunningJob, pace: Pace): Promise<RunResult | null> {
  for (const start = seconds(); ; await pause(pace.files * 1000)) {
    const result = readResult(job.folder)
    if (result !== null || seconds() - start >= pace.disk) return result
  }
}

/**
 * Follows a job to its end and returns its result; `look` is called whenever its files may hold something new, and once
 * after the end. Throws InterruptedError on Ctrl-C, and StudyError when the job ended without a result.
 */
export async function followJob(
  running: RunningJob,
  { progress, signal, look }: { readonly progress: Progress; readonly signal: AbortSignal; look(): void },
): Promise<RunResult> {
  const { id, job, launcher } = running
  const pace = isHere(launcher) ? NEAR : FAR
  const state = patientState(running, pace, progress)
  let stateAt = seconds()
  for (;;) {
    if (signal.aborted) return interrupted(running, progress)
    look()
    let result = readResult(job.folder)
    if (result === null && seconds() - stateAt >= pace.state) {
      const now = await state()
      stateAt = seconds()
      if (!isUnderWay(now)) {
        result = await lateResult(running, pace)
        if (result === null) throw await endedWithoutResult(id, job, launcher, now)
      }
    }
    if (result !== null) {
      look()
      await gone(state, pace, signal)
      return result
    }
    await wait(pace.files, signal)
  }
}

const LEAVING_SECONDS = 60

/**
 * Waits until a job that has its result is gone: then its memory is free for the next one, and its shell has written the last
 * file into a folder that is about to be removed.
 */
async function gone(state: () => Promise<JobState>, pace: Pace, signal: AbortSignal): Promise<void> {
  for (const start = seconds(); seconds() - start < LEAVING_SECONDS && !signal.aborted; ) {
    if (!isUnderWay(await state())) return
    await wait(pace.files, signal)
  }
}

/** The error of a run that ended with a problem, as the user meets it. `idOf` gives a record its name in the study. */
export function problemOf(
  result: Extract<RunResult, { readonly ok: false }>,
  idOf: (record: string) => string = record => record,
): InputError | StudyError {
  const { kind, problem, record, remedy } = result
  const id = record === null ? undefined : idOf(record)
  if (kind === 'input') return new InputError(problem, id === undefined ? {} : { id }, remedy ?? '')
  const where = id === undefined || problem.includes(id) ? '' : ` (record ${id})`
  return new StudyError(`${problem}${where}${remedy ? `; ${remedy}` : ''}`)
}
