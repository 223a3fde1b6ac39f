/**
 * @file Jobs on a Ray cluster, by its Jobs API. One job runs on one node, with as many GPUs of it as it has processes. The
 * folder of the job must be on a disk that this machine and the nodes share, under one path.
 */
import { InputError } from '../../../support/index.ts'
import type { RayConfig, Sharding } from './config.ts'
import { endedWith, lastLines, queueName } from './job-files.ts'
import type { Job, JobState, Launcher } from './launcher.ts'
import { type RayJob, rayJobs } from './ray-jobs.ts'
import { quoteForShell } from './shell.ts'
import { placeProcesses, workerCommand, workerEnvironment } from './worker-command.ts'

/** A job is submitted under its name and a number; beyond this many something else is wrong. */
const MOST_SUBMISSIONS = 1000

/** What Ray's words mean for a job. */
function stateOfRay({ status, driver_exit_code, error_type }: RayJob): JobState {
  switch (status) {
    case 'PENDING':
      return { is: 'waiting' }
    case 'RUNNING':
      return { is: 'running' }
    case 'SUCCEEDED':
      return { is: 'ended' }
    case 'STOPPED':
      return { is: 'failed', problem: 'it was stopped, and goes on where it saved when started again' }
    case 'FAILED': {
      // A process that ended by a signal has its number, below zero.
      const code = driver_exit_code ?? 0
      const seen = endedWith(code < 0 ? 128 - code : code)
      return seen.is === 'failed'
        ? seen
        : { is: 'failed', problem: `Ray could not run it (${error_type ?? 'no reason given'})` }
    }
  }
}

/** The line that Ray's shell runs: in the folder of the job, replaced by the worker, so that it gets the signal to stop. */
function entrypoint(job: Job, sharding: Sharding, config: RayConfig): string {
  const { perNode } = placeProcesses(job, 1, config.gpus, 'trl.launcher.ray')
  const variables = Object.entries(workerEnvironment(job, job.folder, sharding))
  const words = [
    ...variables.map(([name, value]) => `${name}=${quoteForShell(value)}`),
    ...workerCommand(job, perNode, { by: 'one-node' }, config.saveSeconds).map(quoteForShell),
  ]
  return `cd ${quoteForShell(job.folder)} && exec env ${words.join(' ')}`
}

/** Submits jobs to Ray's Jobs API under ids of our own, so that a submission which got no answer is found again. */
export function rayLauncher(
  sharding: Sharding,
  config: RayConfig,
  environment: Readonly<Record<string, string | undefined>>,
): Launcher {
  const token = config.tokenVariable === undefined ? null : (environment[config.tokenVariable] ?? null)
  if (config.tokenVariable !== undefined && token === null) {
    const problem = `expected the token in ${config.tokenVariable}, got an environment without it`
    throw new InputError(problem, { field: 'trl.launcher.ray.tokenVariable' }, 'set the variable')
  }
  const jobs = rayJobs(config.address, token)
  return {
    name: 'ray',
    outlivesUs: true,
    async submit(job) {
      const name = queueName(job)
      const { gpus } = placeProcesses(job, 1, config.gpus, 'trl.launcher.ray')
      for (let number = 1; number <= MOST_SUBMISSIONS; number++) {
        const id = `${name}-${number}`
        const known = await jobs.details(id)
        if (known !== null && (known.status === 'PENDING' || known.status === 'RUNNING')) return id
        if (known !== null) continue
        const refusal = await jobs.submit({
          entrypoint: entrypoint(job, sharding, config),
          submission_id: id,
          // Ray ends a job by force three seconds after it was asked to stop, unless it is told otherwise here.
          runtime_env: { env_vars: { RAY_JOB_STOP_WAIT_TIME_S: String(config.saveSeconds) } },
          metadata: { name },
          ...(gpus > 0 ? { entrypoint_num_gpus: gpus } : {}),
        })
        if (refusal === null) return id
        const problem = `ray: expected the cluster to take the job, got a refusal (${refusal})`
        throw new InputError(problem, { field: 'trl.launcher.ray' }, 'correct the settings or the cluster')
      }
      throw new InputError(`ray: ${MOST_SUBMISSIONS} jobs of ${name} are known already`, { field: 'trl.launcher.ray' })
    },
    async state(id) {
      const known = await jobs.details(id)
      return known === null ? { is: 'lost' } : stateOfRay(known)
    },
    async log(id) {
      return lastLines(await jobs.logs(id))
    },
    async cancel(id) {
      await jobs.stop(id)
    },
  }
}
