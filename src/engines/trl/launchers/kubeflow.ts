/**
 * @file Jobs on Kubernetes as TrainJobs of Kubeflow Trainer, by `kubectl` and whatever access it has. The folder of the
 * job must be on a volume that this machine and the pods share.
 */
import { join } from 'node:path'
import { z } from 'zod'
import { InputError, StudyError, writeFileAtomically } from '../../../support/index.ts'
import type { KubeflowConfig, Sharding } from './config.ts'
import { lastLines, queueName } from './job-files.ts'
import type { Job, JobState, Launcher } from './launcher.ts'
import { complaint, type Ran, runProgram } from './program.ts'
import { trainJob } from './train-job.ts'

const MANIFEST = 'train-job.yaml'
const KIND = 'trainjobs.trainer.kubeflow.org'
/** Without a time of its own, deletion waits for ever for pods that do not end. */
const DELETION = ['--wait=true', '--timeout=50s']

const NOT_FOUND = /\(NotFound\)|not found$/m
const NO_ANSWER =
  /unable to connect|connection refused|was refused|i\/o timeout|no such host|tls handshake|serviceunavailable/i
const NO_TRAINER = /doesn't have a resource type|no matches for kind/i

/** The part of a TrainJob that says how it is. */
const trainJobSeen = z.object({
  metadata: z.object({ deletionTimestamp: z.string().optional() }),
  status: z
    .object({
      conditions: z
        .array(z.object({ type: z.string(), status: z.string(), reason: z.string().default('') }))
        .default([]),
      jobsStatus: z.array(z.object({ ready: z.int().default(0), succeeded: z.int().default(0) })).default([]),
    })
    .default({ conditions: [], jobsStatus: [] }),
})

/** A TrainJob as the cluster shows it. */
type TrainJobSeen = z.output<typeof trainJobSeen>

/** What its conditions mean for a job. A suspended one waits for a queue such as Kueue's. */
function stateOfTrainJob({ status }: TrainJobSeen): JobState {
  const holds = (type: string) =>
    status.conditions.find(condition => condition.type === type && condition.status === 'True')
  if (holds('Complete')) return { is: 'ended' }
  const failed = holds('Failed')
  if (failed)
    return { is: 'failed', problem: `Kubernetes gave it up (${failed.reason.slice(0, 100) || 'no reason given'})` }
  return { is: status.jobsStatus.some(({ ready }) => ready > 0) ? 'running' : 'waiting' }
}

/** Applies, follows and deletes TrainJobs by `kubectl`. */
export function kubeflowLauncher(
  sharding: Sharding,
  config: KubeflowConfig,
  environment: Readonly<Record<string, string | undefined>>,
): Launcher {
  const where = [
    ...(config.context === undefined ? [] : [`--context=${config.context}`]),
    `--namespace=${config.namespace}`,
  ]
  // kubectl may need any variable to reach its cluster; none of them goes there.
  const run = async (...words: readonly string[]): Promise<Ran> => {
    const ran = await runProgram('kubectl', [...where, ...words], { environment })
    if (ran.code !== 0 && NO_ANSWER.test(ran.errors)) {
      throw new StudyError(
        `kubectl: the cluster does not answer (${complaint(ran)}); the job goes on, run the same command again`,
      )
    }
    if (ran.code !== 0 && NO_TRAINER.test(ran.errors)) {
      const problem = 'expected a cluster with Kubeflow Trainer v2, got one without TrainJob'
      throw new InputError(problem, { field: 'trl.launcher.kubeflow' }, 'install Trainer 2.3 or later there')
    }
    return ran
  }
  const refused = (what: string, ran: Ran) =>
    new InputError(`kubectl: ${what}, got a refusal (${complaint(ran)})`, { field: 'trl.launcher.kubeflow' })

  const look = async (id: string): Promise<TrainJobSeen | null> => {
    const ran = await run('get', KIND, id, '--output=json')
    if (ran.code !== 0 && NOT_FOUND.test(ran.errors)) return null
    if (ran.code !== 0) throw refused('expected the state of the job', ran)
    try {
      return trainJobSeen.parse(JSON.parse(ran.output))
    } catch {
      throw new StudyError('kubectl: expected a TrainJob, got something else; is it the kubectl of this cluster?')
    }
  }

  return {
    name: 'kubeflow',
    outlivesUs: true,
    async submit(job: Job) {
      const id = queueName(job)
      const manifest = join(job.folder, MANIFEST)
      const text = trainJob(job, sharding, config)
      const known = await look(id)
      if (known !== null) {
        const { is } = stateOfTrainJob(known)
        if (known.metadata.deletionTimestamp === undefined && (is === 'waiting' || is === 'running')) return id
        // What a TrainJob runs cannot be changed, and its name is needed again.
        const gone = await run('delete', KIND, id, '--ignore-not-found', ...DELETION)
        if (gone.code !== 0) throw refused('expected an earlier start of the job to go away', gone)
      }
      writeFileAtomically(manifest, text)
      const ran = await run('apply', `--filename=${manifest}`)
      if (ran.code !== 0) throw refused('expected the cluster to take the job', ran)
      return id
    },
    async state(id) {
      const known = await look(id)
      return known === null ? { is: 'lost' } : stateOfTrainJob(known)
    },
    async log(id) {
      // Of the first node; pods are gone when the job is deleted.
      const first = `jobset.sigs.k8s.io/jobset-name=${id},batch.kubernetes.io/job-completion-index=0`
      const ran = await run('logs', `--selector=${first}`, '--tail=400')
      return ran.code === 0 ? lastLines(ran.output) : ''
    },
    async cancel(id) {
      // Pods get SIGTERM, and as long as the runtime's terminationGracePeriodSeconds.
      const ran = await run('delete', KIND, id, '--ignore-not-found', '--wait=false')
      if (ran.code !== 0 && !NOT_FOUND.test(ran.errors)) throw refused('expected the job to be cancelled', ran)
    },
  }
}
