/** @file What SLURM's names of states mean for a job. */
import { endedWith } from './job-files.ts'
import type { JobState } from './launcher.ts'

const WAITING = new Set([
  'PENDING',
  'CONFIGURING',
  'REQUEUED',
  'REQUEUE_FED',
  'REQUEUE_HOLD',
  'SPECIAL_EXIT',
  'RESV_DEL_HOLD',
])
const RUNNING = new Set(['RUNNING', 'COMPLETING', 'SUSPENDED', 'STOPPED', 'STAGE_OUT', 'SIGNALING', 'RESIZING'])

const PROBLEMS: Readonly<Record<string, string>> = {
  CANCELLED: 'it was cancelled in the queue',
  TIMEOUT: 'its time was over before it had saved; give it more with `time` or `saveSeconds`',
  OUT_OF_MEMORY: 'its node ran out of memory',
  NODE_FAIL: 'its node failed',
  BOOT_FAIL: 'its node did not start',
  PREEMPTED: 'it had to make room for another job',
  DEADLINE: 'it met its deadline',
}

/** The state of a job from SLURM's name of it (such as `CANCELLED by 1000`) and its exit code (such as `1:0`). */
export function stateOfSlurm(name: string, exitCode: string): JobState {
  const state = name.split(' ')[0] ?? ''
  if (WAITING.has(state)) return { is: 'waiting' }
  if (RUNNING.has(state)) return { is: 'running' }
  if (state === 'COMPLETED') return { is: 'ended' }
  const [code = 0, signal = 0] = exitCode.split(':').map(Number)
  const problem = PROBLEMS[state]
  if (problem !== undefined) return { is: 'failed', problem }
  // Ended by a signal: the code that a shell would give it.
  const seen = endedWith(signal > 0 ? 128 + signal : code)
  return seen.is === 'failed' ? seen : { is: 'failed', problem: `SLURM says ${state.slice(0, 40)}` }
}
