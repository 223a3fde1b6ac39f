/** @file Jobs on this machine: followed, told to end, found again by another launcher, ended by force. */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { localLauncher } from '../../src/engines/trl/launchers/local.ts'
import { PYTHON } from '../trl/python-with-trl.ts'
import { countingJob, resultOf, savedStep, startsOf, until, whenOver } from './jobs.ts'

const environment = { ...process.env, OPENAI_API_KEY: 'sk-not-for-jobs', CUDA_TOKEN: 'x' }
/** A launcher as a new process of Bedside has it: none of them remembers anything. */
const launcher = (saveSeconds = 60) => localLauncher('none', { environment, saveSeconds })

test('a job runs to its end, with a log, offline, and without keys of other services', async () => {
  const job = countingJob({ steps: 3, pause: 0.05 })
  const id = await launcher().submit(job)
  expect(await launcher().state(id, job)).toEqual({ is: 'running' })
  expect(await whenOver(launcher(), id, job)).toEqual({ is: 'ended' })
  expect(resultOf(job)?.counts['steps']).toBe(3)
  expect(await launcher().log(id, job)).toBe('rank 0 of 1 begins at 0, offline 1\n')
  const { variables } = startsOf(job)[0]
  expect(variables).toEqual(expect.arrayContaining(['PATH', 'HF_HUB_DISABLE_TELEMETRY', 'PYTHONPATH']))
  expect(variables.filter(name => name.endsWith('_KEY') || name.endsWith('_TOKEN'))).toEqual([])
  // Ended is ended: nothing to cancel, and nothing left behind.
  await launcher().cancel(id, job)
})

test('a job that is cancelled saves first, and goes on there when it is submitted again', async () => {
  const job = countingJob({ steps: 40, pause: 0.05, saving: 0.3 })
  const id = await launcher().submit(job)
  await until('some steps', () => savedStep(job) >= 3)
  // Another process of Bedside finds it by its id, and does not start a second one.
  expect(await launcher().submit(job)).toBe(id)
  await launcher().cancel(id, job)
  await launcher().cancel(id, job)
  const state = await whenOver(launcher(), id, job)
  expect(state).toEqual({ is: 'failed', problem: 'it was told to end, and goes on where it saved when started again' })
  const saved = savedStep(job)
  expect(saved).toBeLessThan(40)
  expect(await launcher().log(id, job)).toContain(`rank 0 saved at ${saved}\n`)
  const again = await launcher().submit(job)
  expect(again).not.toBe(id)
  expect(await whenOver(launcher(), again, job)).toEqual({ is: 'ended' })
  expect(startsOf(job).map(({ at }) => at)).toEqual([0, saved])
  // The old id belongs to a job that is gone.
  expect(await launcher().state(id, job)).toEqual({ is: 'lost' })
})

test('a job that does not save in time is ended by force', async () => {
  const job = countingJob({ steps: 1000, pause: 0.05, obeys: false })
  const id = await launcher(1).submit(job)
  await until('some steps', () => savedStep(job) >= 1)
  await launcher(1).cancel(id, job)
  const state = await whenOver(launcher(), id, job)
  expect(state).toEqual({ is: 'failed', problem: 'it was killed: out of memory, or it did not end in time' })
})

test('a job whose group was killed is lost, one that fails says with which code', async () => {
  const killed = countingJob({ steps: 1000, pause: 0.05 })
  const id = await launcher().submit(killed)
  await until('some steps', () => savedStep(killed) >= 1)
  process.kill(-Number(id.split('/')[1]), 'SIGKILL')
  expect(await whenOver(launcher(), id, killed)).toEqual({ is: 'lost' })
  const failing = countingJob({ steps: 1, pause: 0, exit: 3 })
  const other = await launcher().submit(failing)
  expect(await whenOver(launcher(), other, failing)).toEqual({ is: 'failed', problem: 'it ended with exit code 3' })
})

test('a shell that was killed alone leaves its worker, which counts as running', async () => {
  const job = countingJob({ steps: 1000, pause: 0.05 })
  const id = await launcher().submit(job)
  await until('some steps', () => savedStep(job) >= 1)
  process.kill(Number(id.split('/')[1]), 'SIGKILL')
  expect(await launcher().state(id, job)).toEqual({ is: 'running' })
  await launcher().cancel(id, job)
  expect(await whenOver(launcher(), id, job)).toEqual({ is: 'lost' })
})

test('ids: a number used again, another machine', async () => {
  const job = countingJob({ steps: 1, pause: 0 })
  const id = await launcher().submit(job)
  await whenOver(launcher(), id, job)
  rmSync(join(job.folder, 'exit-code'))
  const [host] = id.split('/')
  // This process has the number, and began at another time.
  expect(await launcher().state(`${host}/${process.pid}/1`, job)).toEqual({ is: 'lost' })
  await expect(launcher().state(`elsewhere/${process.pid}/1`, job)).rejects.toThrow(/^local: the job runs on elsewhere/)
})

test('an interpreter that is not there and a folder that cannot be written are said', async () => {
  const job = countingJob({ steps: 1, pause: 0 }, { python: 'no-such-python' })
  const id = await launcher().submit(job)
  expect(await whenOver(launcher(), id, job)).toEqual({ is: 'failed', problem: 'it ended with exit code 127' })
  expect(await launcher().log(id, job)).toContain('no-such-python')
  const gone = { ...job, folder: join(job.folder, 'gone') }
  await expect(launcher().submit(gone)).rejects.toThrow(/gone\/log\.txt: cannot write \(ENOENT\)/)
})

const hasTorch = existsSync(PYTHON) && spawnSync(PYTHON, ['-c', 'import torch']).status === 0

test('two processes under torchrun: each has its rank, and both save when the job is cancelled', async context => {
  if (!hasTorch) {
    expect(process.env['CI'], 'CI needs the Python of python/requirements-tests.txt in .venv').toBeUndefined()
    context.skip('no Python with torch in .venv or BEDSIDE_PYTHON')
  }
  const job = countingJob({ steps: 4000, pause: 0.05, saving: 0.2 }, { python: PYTHON, processes: 2 })
  const id = await launcher().submit(job)
  await until('some steps', () => savedStep(job) >= 1 && existsSync(join(job.folder, 'saved-1')))
  await launcher().cancel(id, job)
  const state = await whenOver(launcher(), id, job)
  // torchrun itself exits with 1.
  expect(state).toEqual({ is: 'failed', problem: 'it was told to end, and goes on where it saved when started again' })
  const log = await launcher().log(id, job)
  expect(log).toMatch(/rank 0 of 2 begins at 0[\s\S]*rank 0 saved at/)
  expect(log).toMatch(/rank 1 of 2 begins at 0[\s\S]*rank 1 saved at/)
  writeFileSync(join(job.folder, 'run.json'), JSON.stringify({ steps: savedStep(job), pause: 0 }))
  const again = await launcher().submit(job)
  expect(await whenOver(launcher(), again, job)).toEqual({ is: 'ended' })
  expect(JSON.parse(readFileSync(join(job.folder, 'result.json'), 'utf8')).counts.ranks).toBe(2)
})
