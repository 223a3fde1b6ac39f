/** @file Jobs in a real SLURM queue: followed, cancelled, taken back at their time limit, found again, forgotten. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { shardingConfig } from '../../src/engines/trl/launchers/index.ts'
import { slurmLauncher } from '../../src/engines/trl/launchers/slurm.ts'
import { countingJob, resultOf, savedStep, startsOf, until, whenOver } from './jobs.ts'
import { missingForSlurm, type SlurmCluster, startSlurm } from './slurm-cluster.ts'

const missing = missingForSlurm()
let cluster: SlurmCluster | null = null

beforeAll(async () => {
  if (missing === null) cluster = await startSlurm()
})

afterAll(async () => {
  await cluster?.stop()
})

const config = {
  nodes: 1,
  gpusPerNode: 0,
  saveSeconds: 30,
  restarts: 3,
  setup: ['export SET_UP=1'],
  extra: ['--oversubscribe'],
}

/** A launcher as a new process of Bedside has it: none of them remembers anything. */
const launcher = (changed: Partial<Parameters<typeof slurmLauncher>[1]> = {}) =>
  slurmLauncher(
    shardingConfig.parse('none'),
    { ...config, ...changed },
    { ...process.env, ...cluster?.variables, OPENAI_API_KEY: 'sk-not-for-jobs' },
  )

/** A test that needs the cluster. */
function onCluster(title: string, body: (slurm: SlurmCluster) => Promise<void>): void {
  test.concurrent(title, async context => {
    if (cluster === null) {
      expect(process.env['CI'], `CI needs SLURM: ${missing}`).toBeUndefined()
      context.skip(`no SLURM: ${missing}`)
      return
    }
    await body(cluster)
  })
}

onCluster('a job is queued, runs to its end and leaves a log; a second submit finds the first', async () => {
  const job = countingJob({ steps: 20, pause: 0.1 })
  const id = await launcher().submit(job)
  expect(id).toMatch(/^\d+$/)
  expect(await launcher().submit(job)).toBe(id)
  expect(await whenOver(launcher(), id, job)).toEqual({ is: 'ended' })
  expect(resultOf(job)?.counts['steps']).toBe(20)
  expect(await launcher().log(id, job)).toBe('rank 0 of 1 begins at 0, offline 1\n')
  const { variables } = startsOf(job)[0]
  expect(variables).toEqual(expect.arrayContaining(['SET_UP', 'HF_HUB_DISABLE_TELEMETRY', 'SLURM_JOB_ID']))
  expect(variables).not.toContain('OPENAI_API_KEY')
  await launcher().cancel(id, job)
})

onCluster('a job that is cancelled saves first, is not queued again, and goes on when submitted anew', async () => {
  const job = countingJob({ steps: 40, pause: 0.1, saving: 1 })
  const id = await launcher().submit(job)
  await until('some steps', () => savedStep(job) >= 3)
  expect(await launcher().state(id, job)).toEqual({ is: 'running' })
  await launcher().cancel(id, job)
  const state = await whenOver(launcher(), id, job)
  expect(state).toEqual({ is: 'failed', problem: 'it was told to end, and goes on where it saved when started again' })
  const saved = savedStep(job)
  expect(await launcher().log(id, job)).toContain(`rank 0 saved at ${saved}\n`)
  const again = await launcher().submit(job)
  expect(again).not.toBe(id)
  expect(await whenOver(launcher(), again, job)).toEqual({ is: 'ended' })
  expect(startsOf(job).map(({ at }) => at)).toEqual([0, saved])
})

onCluster('a job whose time is nearly over saves, is queued again under its id, and goes on', async slurm => {
  const job = countingJob({ steps: 30, pause: 0.1 })
  const id = await launcher().submit(job)
  await until('some steps', () => savedStep(job) >= 3)
  // What `--signal=B:USR1@...` does when the time is nearly over.
  slurm.run('scancel', '--batch', '--signal=USR1', id)
  await until('it is queued again', () => slurm.run('scontrol', '--oneliner', 'show', 'job', id).includes('Restarts=1'))
  expect(await whenOver(launcher(), id, job)).toEqual({ is: 'ended' })
  expect(startsOf(job)).toHaveLength(2)
  expect(startsOf(job)[1].at).toBeGreaterThanOrEqual(3)
  expect(resultOf(job)?.counts['steps']).toBe(30)
  expect(slurm.run('scontrol', 'show', 'job', id)).toContain('Restarts=1')
})

onCluster('a job that a manager takes back goes on as well', async slurm => {
  const job = countingJob({ steps: 30, pause: 0.1 })
  const id = await launcher().submit(job)
  await until('some steps', () => savedStep(job) >= 3)
  slurm.run('scontrol', 'requeue', id)
  expect(await whenOver(launcher(), id, job)).toEqual({ is: 'ended' })
  expect(startsOf(job)).toHaveLength(2)
})

onCluster('a job that has been queued again too often is given up', async slurm => {
  const job = countingJob({ steps: 3000, pause: 0.1 })
  const id = await launcher({ restarts: 0 }).submit(job)
  await until('some steps', () => savedStep(job) >= 1)
  slurm.run('scancel', '--batch', '--signal=USR1', id)
  expect(await whenOver(launcher(), id, job)).toMatchObject({ is: 'failed' })
  expect(startsOf(job)).toHaveLength(1)
})

onCluster('a job that waits is taken out of the queue', async () => {
  const job = countingJob({ steps: 1, pause: 0 })
  const id = await launcher({ extra: ['--hold'] }).submit(job)
  expect(await launcher().state(id, job)).toEqual({ is: 'waiting' })
  await launcher().cancel(id, job)
  expect(await whenOver(launcher(), id, job)).toEqual({ is: 'failed', problem: 'it was cancelled in the queue' })
  expect(await launcher().log(id, job)).toBe('')
})

onCluster('a plain scancel is not answered by a requeue', async slurm => {
  const job = countingJob({ steps: 3000, pause: 0.1 })
  const id = await launcher().submit(job)
  await until('some steps', () => savedStep(job) >= 1)
  slurm.run('scancel', id)
  expect(await whenOver(launcher(), id, job)).toEqual({ is: 'failed', problem: 'it was cancelled in the queue' })
  expect(startsOf(job)).toHaveLength(1)
})

onCluster('a failure says its code, and one that is not known is lost', async () => {
  const failing = countingJob({ steps: 1, pause: 0, exit: 3 })
  const id = await launcher().submit(failing)
  const state = { is: 'failed', problem: 'it ended with exit code 3' }
  expect(await whenOver(launcher(), id, failing)).toEqual(state)
  expect(readFileSync(join(failing.folder, 'exit-code'), 'utf8')).toBe(`${id} 3\n`)
  expect(await launcher().state('999999', failing)).toEqual({ is: 'lost' })
})

onCluster('a refusal of the queue is one line', async () => {
  const job = countingJob({ steps: 1, pause: 0 })
  await expect(launcher({ partition: 'nowhere' }).submit(job)).rejects.toThrow(
    /^field "trl\.launcher\.slurm": sbatch: expected the queue to take the job, got a refusal \(.*invalid partition.*\)/i,
  )
})

test('a machine without sbatch is told so', async () => {
  const job = countingJob({ steps: 1, pause: 0 })
  const lost = slurmLauncher('none', config, { PATH: job.folder })
  await expect(lost.submit(job)).rejects.toThrow('squeue: expected on the PATH of this machine, got nothing')
})
