/** @file Why a job ended without a result, told from its log without repeating anything of a record. */
import { join } from 'node:path'
import { StudyError, writeFileAtomically } from '../../support/index.ts'
import type { Job, JobState, Launcher } from './launchers/launcher.ts'

/**
 * What a log may say, and what is said of it. Only this is repeated: a log may hold whatever a library printed, the text
 * of a record included.
 */
const KNOWN: readonly (readonly [seen: RegExp, problem: string, remedy: string])[] = [
  [
    /CUDA out of memory|OutOfMemoryError|CUBLAS_STATUS_ALLOC_FAILED/i,
    'the memory of the GPU did not suffice',
    'lower batchSize and raise gradientAccumulation, use `lora:`, or spread the run over more GPUs',
  ],
  [
    /oom[-_ ]?kill|\bKilled\b|Cannot allocate memory|DefaultCPUAllocator/i,
    'the memory of the machine did not suffice',
    'lower batchSize and raise gradientAccumulation, or give the job more memory',
  ],
  [/No space left on device/i, 'the disk is full', 'free some space'],
  [
    /No module named ['"]?([\w.]+)/,
    'a Python package is missing',
    'run `bedside engine install trl`, or mend the environment of trl.python',
  ],
  [/NVIDIA driver|CUDA driver|no kernel image|CUDA-capable device/i, 'the GPU cannot be used', 'see `bedside doctor`'],
  [/NCCL (error|WARN)|ncclUnhandled|ncclSystem/i, 'the processes could not reach each other (NCCL)', 'see the log'],
  [/DUE TO TIME LIMIT|time limit/i, 'its time on the cluster was over', 'run the same command again to continue'],
  [/command not found|No such file or directory.*python/i, 'its Python was not found', 'check trl.python'],
]

/** Lines at the end of a log that are searched. */
const SEARCHED = 200

/** What a log gives away of why a job ended, with a remedy; null when nothing known is in it. */
export function knownProblem(log: string): { readonly problem: string; readonly remedy: string } | null {
  const end = log.split('\n').slice(-SEARCHED).join('\n')
  for (const [seen, problem, remedy] of KNOWN) {
    const found = seen.exec(end)
    if (found) return { problem: found[1] === undefined ? problem : `${problem} (${found[1]})`, remedy }
  }
  return null
}

/** The error of a job that ended without a result; keeps the end of its log beside it, for its owner alone. */
export async function endedWithoutResult(
  id: string,
  job: Job,
  launcher: Launcher,
  state: JobState,
): Promise<StudyError> {
  const log = await launcher.log(id, job).catch(() => '')
  const file = join(job.folder, 'last-log.txt')
  writeFileAtomically(file, log, 0o600)
  const known = knownProblem(log)
  const fate = state.is === 'failed' ? state.problem : state.is === 'lost' ? 'it is not known any more' : 'it ended'
  return new StudyError(
    `job ${id} (${launcher.name}): expected a result, got none: ${fate}${known ? `, ${known.problem}` : ''}; ` +
      `${known ? known.remedy : 'run the same command again to continue'}; its log is ${file}`,
  )
}
