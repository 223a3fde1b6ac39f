/** @file Jobs on Kubeflow Trainer: applied, followed, deleted, applied again. Against a stand-in of kubectl. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { kubeflowLauncher } from '../../src/engines/trl/launchers/kubeflow.ts'
import { countingJob, resultOf, startsOf } from './jobs.ts'
import { kubectlStandIn } from './kubectl-stand-in.ts'
import { standInPrograms } from './stand-in-program.ts'

const condition = (type: string, reason: string, status = 'True') => ({ conditions: [{ type, status, reason }] })

/** A cluster without a job, a job, and a launcher as a new process of Bedside has it. */
function setUp() {
  const kubectl = kubectlStandIn()
  const job = countingJob({ steps: 2, pause: 0 })
  const volume = { claim: 'study', folder: job.folder }
  const config = {
    ...{ context: 'gpu', namespace: 'clinic', image: 'trl', runtime: 'torch-distributed', nodes: 1, gpusPerNode: 0 },
    ...{ resources: {}, saveSeconds: 60, volume },
  }
  return { kubectl, job, config, launcher: () => kubeflowLauncher('none', config, kubectl.environment) }
}

test('a job is applied, followed by its conditions, and found by a second submit', async () => {
  const { kubectl, job, launcher } = setUp()
  const id = await launcher().submit(job)
  expect(id).toMatch(/^bedside-sft-[0-9a-f]{8}$/)
  expect(kubectl.calls().every(call => call.startsWith('kubectl --context=gpu --namespace=clinic '))).toBe(true)
  expect(await launcher().state(id, job)).toEqual({ is: 'waiting' })
  kubectl.status(id, condition('Suspended', 'Suspended'))
  expect(await launcher().state(id, job)).toEqual({ is: 'waiting' })
  kubectl.status(id, { ...condition('Suspended', 'Resumed', 'False'), jobsStatus: [{ name: 'node', ready: 1 }] })
  expect(await launcher().state(id, job)).toEqual({ is: 'running' })
  expect(await launcher().submit(job)).toBe(id)
  expect(kubectl.calls().filter(call => call.includes(' apply '))).toHaveLength(1)
  kubectl.status(id, condition('Complete', 'JobsCompleted'))
  expect(await launcher().state(id, job)).toEqual({ is: 'ended' })
})

test('what a pod would run is the worker, in the folder of the job, replaced by it', async () => {
  const { kubectl, job, launcher } = setUp()
  const { command, args } = kubectl.applied(await launcher().submit(job)).spec.trainer
  const [program, ...words] = [...command, ...args]
  const ran = spawnSync(program, words, { env: { ...process.env, PYTHONPATH: join(job.folder, 'worker') } })
  expect(ran.status, String(ran.stderr)).toBe(0)
  expect(resultOf(job)?.counts['steps']).toBe(2)
  expect(startsOf(job)).toHaveLength(1)
})

test('a failed job and one that is being deleted are replaced; a cancel deletes and is quiet when there is nothing', async () => {
  const { kubectl, job, launcher } = setUp()
  const id = await launcher().submit(job)
  kubectl.status(id, condition('Failed', 'BackoffLimitExceeded'))
  expect(await launcher().state(id, job)).toEqual({
    is: 'failed',
    problem: 'Kubernetes gave it up (BackoffLimitExceeded)',
  })
  expect(await launcher().submit(job)).toBe(id)
  expect(await launcher().state(id, job)).toEqual({ is: 'waiting' })
  kubectl.status(id, {}, { deletionTimestamp: '2026-11-28T12:00:00Z' })
  await launcher().submit(job)
  const verbs = kubectl.calls().map(call => call.split(' ')[3])
  expect(verbs.filter(verb => verb === 'delete' || verb === 'apply')).toEqual([
    'apply',
    'delete',
    'apply',
    'delete',
    'apply',
  ])
  await launcher().cancel(id, job)
  await launcher().cancel(id, job)
  expect(await launcher().state(id, job)).toEqual({ is: 'lost' })
})

test('the log is that of the pods of the first node, empty without pods', async () => {
  const { kubectl, job, launcher } = setUp()
  const id = await launcher().submit(job)
  expect(await launcher().log(id, job)).toBe('')
  mkdirSync(join(kubectl.folder, 'cluster'), { recursive: true })
  writeFileSync(join(kubectl.folder, 'cluster', 'pods.log'), 'rank 0 of 1 begins at 0\n')
  expect(await launcher().log(id, job)).toBe('rank 0 of 1 begins at 0\n')
  expect(kubectl.calls().at(-1)).toContain(
    `--selector=jobset.sigs.k8s.io/jobset-name=${id},batch.kubernetes.io/job-completion-index=0`,
  )
})

test('no Trainer, no answer, a refusal, no kubectl', async () => {
  const { job, config } = setUp()
  const answering = (script: string) => {
    const programs = standInPrograms()
    programs.put('kubectl', script)
    return kubeflowLauncher('none', config, programs.environment)
  }
  await expect(
    answering(`echo "error: the server doesn't have a resource type \\"trainjobs\\"" >&2; exit 1`).submit(job),
  ).rejects.toThrow(
    'field "trl.launcher.kubeflow": expected a cluster with Kubeflow Trainer v2, got one without TrainJob',
  )
  await expect(
    answering(
      'echo "The connection to the server 127.0.0.1:1 was refused - did you specify the right host or port?" >&2; exit 1',
    ).state('x', job),
  ).rejects.toThrow(/^kubectl: the cluster does not answer \(.*\); the job goes on/)
  await expect(
    answering(
      'case "$*" in *get*) echo "Error from server (NotFound): not found" >&2;; *) echo "Error from server (Forbidden): no" >&2;; esac; exit 1',
    ).submit(job),
  ).rejects.toThrow('kubectl: expected the cluster to take the job, got a refusal (')
  const none = kubeflowLauncher('none', config, { PATH: job.folder })
  await expect(none.submit(job)).rejects.toThrow('kubectl: expected on the PATH of this machine, got nothing')
})
