/**
 * @file Jobs on this machine. A job is a process group of its own, so that it goes on when Bedside ends; a small shell
 * around the worker says how it ended to whoever looks next, and ends it by force when it does not save in time.
 */
import { spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { availableParallelism, hostname } from 'node:os'
import { join } from 'node:path'
import { InputError, processStart, readTextFile, StudyError, writeFileAtomically } from '../../../support/index.ts'
import type { Sharding } from './config.ts'
import { EXIT_FILE, forgetEnd, LOG_FILE, logTail, ownAccount, SAVED } from './job-files.ts'
import { keptVariables } from './kept-variables.ts'
import type { Job, JobState, Launcher } from './launcher.ts'
import { groupIsAlive } from './process-group.ts'
import { workerCommand, workerEnvironment } from './worker-command.ts'

/** Holds the id of the job, written before the worker starts. */
const ID_FILE = 'local-job'

/**
 * Waits for a word, so that nothing runs of which nobody knows. Told to end, it passes that on (the group is told as a
 * whole) and gives the worker its time. torchrun exits with 1 when it is told to end, hence the look at `result.json`.
 * The id is known only when the shell runs; it comes as the word.
 */
const AROUND_THE_WORKER = `
read -r id || exit 1
exec </dev/null
told=
tell() {
  [ -z "$told" ] || return
  told=1
  (sleep "$SAVE_SECONDS"; echo "$id 137" >${EXIT_FILE}; kill -KILL 0) &
}
trap tell TERM INT HUP
"$@" &
worker=$!
while wait "$worker"; code=$?; kill -0 "$worker" 2>/dev/null; do :; done
[ -z "$told" ] || [ -e result.json ] || code=${SAVED}
echo "$id $code" >${EXIT_FILE}.part && mv ${EXIT_FILE}.part ${EXIT_FILE}
trap '' TERM
kill -TERM 0
exit "$code"
`

/** The parts of an id: `host/pid/when the process began`. */
function partsOf(id: string): { readonly host: string; readonly pid: number; readonly born: string } {
  const [host = '', pid = '', born = ''] = id.split('/')
  return { host, pid: Number(pid), born }
}

/** Whether the process group of a job is still there; the id of another machine throws, since nobody here can tell. */
function isRunning(id: string): boolean {
  const { host, pid, born } = partsOf(id)
  if (host !== hostname()) {
    throw new StudyError(`local: the job runs on ${host}, which cannot be seen from ${hostname()}; go on there`)
  }
  if (!Number.isInteger(pid) || pid <= 1) return false
  const now = processStart(pid)
  if (now !== null) return now === born
  // The shell is gone. Its number cannot be given away while its group has members.
  return groupIsAlive(pid)
}

/** The id of the job that was started in this folder last; null when there is none. */
function knownId(job: Job): string | null {
  try {
    return readTextFile(join(job.folder, ID_FILE)).trim()
  } catch {
    return null
  }
}

function openLog(job: Job): number {
  try {
    return openSync(join(job.folder, LOG_FILE), 'a')
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    throw new InputError(`cannot write (${code})`, { file: join(job.folder, LOG_FILE) }, 'check the output folder')
  }
}

/** Starts the shell around the worker, held back until it gets a word. */
function startHeld(job: Job, sharding: Sharding, options: LocalOptions) {
  const log = openLog(job)
  const words = workerCommand(job, job.processes, { by: 'one-node' }, options.saveSeconds)
  const kept = keptVariables(options.environment)
  const child = spawn('/bin/sh', ['-c', AROUND_THE_WORKER, 'bedside-job', ...words], {
    cwd: job.folder,
    env: {
      ...(job.processes > 1 ? sharedMachine(job.processes) : {}),
      ...kept,
      ...workerEnvironment(job, job.folder, sharding),
      SAVE_SECONDS: String(options.saveSeconds),
    },
    detached: true,
    stdio: ['pipe', log, log],
  })
  closeSync(log)
  return child
}

/** For several processes on one machine: they talk over its loopback, and share its cores. */
function sharedMachine(processes: number): Record<string, string> {
  const threads = { OMP_NUM_THREADS: String(Math.max(1, Math.floor(availableParallelism() / processes))) }
  return process.platform === 'linux' ? { ...threads, GLOO_SOCKET_IFNAME: 'lo', NCCL_SOCKET_IFNAME: 'lo' } : threads
}

/** What the local launcher needs to know. */
export interface LocalOptions {
  /** Of Bedside; jobs get the part that programs need. */
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Seconds that a job which is told to end may take to save before it is ended by force. */
  readonly saveSeconds: number
}

/** Runs jobs on this machine, each in a process group of its own; a folder runs one job at a time. */
export function localLauncher(sharding: Sharding, options: LocalOptions): Launcher {
  const state = async (id: string, job: Job): Promise<JobState> => {
    const running = isRunning(id)
    // Asked first, so that a job that ends in between is found ended.
    return ownAccount(id, job) ?? { is: running ? 'running' : 'lost' }
  }
  return {
    name: 'local',
    outlivesUs: true,
    state,
    async submit(job) {
      const known = knownId(job)
      if (known !== null && (await state(known, job)).is === 'running') return known
      forgetEnd(job)
      const child = startHeld(job, sharding, options)
      await new Promise<void>((resolve, reject) => {
        child.once('spawn', resolve)
        child.once('error', error => {
          reject(
            new InputError(`cannot be started in (${(error as NodeJS.ErrnoException).code})`, { file: job.folder }),
          )
        })
      })
      const pid = child.pid!
      const id = `${hostname()}/${pid}/${processStart(pid) ?? '-'}`
      writeFileAtomically(join(job.folder, ID_FILE), `${id}\n`)
      child.stdin!.on('error', () => {})
      child.stdin!.end(`${id}\n`)
      child.unref()
      return id
    },
    async log(_id, job) {
      return logTail(job)
    },
    async cancel(id) {
      if (!isRunning(id)) return
      try {
        process.kill(-partsOf(id).pid, 'SIGTERM')
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
      }
    },
  }
}
