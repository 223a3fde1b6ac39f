/**
 * @file Jobs in a SLURM queue, by its own programs. The folder of the job must be on a disk that this machine and the
 * nodes share, under one path.
 */
import { join } from 'node:path'
import { InputError, StudyError, writeFileAtomically } from '../../../support/index.ts'
import type { Sharding, SlurmConfig } from './config.ts'
import { forgetEnd, logTail, ownAccount, queueName } from './job-files.ts'
import { keptVariables } from './kept-variables.ts'
import type { Job, JobState, Launcher } from './launcher.ts'
import { complaint, type Ran, runProgram } from './program.ts'
import { slurmScript } from './slurm-script.ts'
import { stateOfSlurm } from './slurm-state.ts'

const SCRIPT = 'job.sbatch'

/** What SLURM's programs print when its controller does not answer, which says nothing about the job. */
const NO_ANSWER = /unable to contact|socket timed out|connection refused|zero bytes|communication connection failure/i

/** Queues jobs by `sbatch`, and follows and cancels them by `scontrol`, `sacct` and `scancel`. */
export function slurmLauncher(
  sharding: Sharding,
  config: SlurmConfig,
  environment: Readonly<Record<string, string | undefined>>,
): Launcher {
  // sbatch hands its environment to the job, so it gets the part that jobs get.
  const kept = keptVariables(environment)
  const run = async (program: string, words: readonly string[], folder?: string): Promise<Ran> => {
    const ran = await runProgram(program, words, { environment: kept, ...(folder === undefined ? {} : { folder }) })
    if (ran.code !== 0 && NO_ANSWER.test(ran.errors)) {
      throw new StudyError(
        `${program}: SLURM does not answer (${complaint(ran)}); the job goes on, run the same command again`,
      )
    }
    return ran
  }

  /** The job of this folder that is queued or runs; null when there is none. */
  const underWay = async (job: Job): Promise<string | null> => {
    const ran = await run('squeue', ['--me', '--noheader', `--name=${queueName(job)}`, '--format=%A'])
    // A queue that cannot be read is not an empty one: the job could be queued twice.
    if (ran.code !== 0) throw new StudyError(`squeue: expected the jobs of this user, got an error (${complaint(ran)})`)
    return /^\d+/.exec(ran.output.trim())?.[0] ?? null
  }

  return {
    name: 'slurm',
    outlivesUs: true,
    async submit(job) {
      const known = await underWay(job)
      if (known !== null) return known
      const script = slurmScript(job, sharding, config)
      writeFileAtomically(join(job.folder, SCRIPT), script)
      forgetEnd(job)
      const ran = await run('sbatch', ['--parsable', SCRIPT], job.folder)
      // With several clusters it prints `id;cluster`.
      const id = /^\d+/.exec(ran.output.trim())?.[0]
      if (ran.code === 0 && id !== undefined) return id
      const problem = `sbatch: expected the queue to take the job, got a refusal (${complaint(ran)})`
      // The file goes with the folder of a stage that could not begin, so what was asked for is told here.
      const asked = [...script.matchAll(/^#SBATCH (--(?!job-name|output|open-mode|signal|requeue).*)$/gm)]
      const remedy = `correct the settings; it was asked for ${asked.map(([, option]) => option).join(' ')}`
      throw new InputError(problem, { field: 'trl.launcher.slurm' }, remedy)
    },
    async state(id, job): Promise<JobState> {
      const shown = await run('scontrol', ['--oneliner', 'show', 'job', id])
      const state = / JobState=(\S+)/.exec(shown.output)?.[1]
      if (shown.code === 0 && state !== undefined) {
        return stateOfSlurm(state, / ExitCode=(\S+)/.exec(shown.output)?.[1] ?? '0:0')
      }
      // The controller forgets a job some minutes after its end; accounting, where it is on, does not.
      const account = await run('sacct', [
        ...['--jobs', id, '--allocations', '--noheader', '--parsable2', '--format=State,ExitCode'],
      ])
      const [name, exitCode] = account.output.trim().split('\n').at(-1)!.split('|')
      if (account.code === 0 && name) return stateOfSlurm(name, exitCode ?? '0:0')
      const own = ownAccount(id, job)
      if (own !== null) return own
      // Accounting that is on and does not answer: the job may be anything, so nobody starts it again.
      if (account.code !== 0 && !/disabled/i.test(account.errors)) {
        throw new StudyError(`sacct: no answer about job ${id} (${complaint(account)}); run the same command again`)
      }
      return { is: 'lost' }
    },
    async log(_id, job) {
      return logTail(job)
    },
    async cancel(id) {
      // A job that waits is taken out of the queue; one that runs is told to save, by a signal to its shell alone. The
      // plain `scancel` would end it by force after half a minute.
      await run('scancel', ['--state=PENDING', id])
      await run('scancel', ['--batch', '--signal=TERM', id])
    },
  }
}
