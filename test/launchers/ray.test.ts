/**
 * @file Jobs on Ray: followed, cancelled, submitted again. Against a stand-in; against a real cluster on this machine with
 * `BEDSIDE_RAY=http://127.0.0.1:8265`.
 */
import { createServer } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { rayLauncher } from '../../src/engines/trl/launchers/ray.ts'
import { countingJob, resultOf, savedStep, startsOf, until, whenOver } from './jobs.ts'
import { type RayStandIn, startRayStandIn } from './ray-stand-in.ts'

const real = process.env['BEDSIDE_RAY']
let standIn: RayStandIn

beforeAll(async () => {
  standIn = await startRayStandIn()
})

afterAll(async () => {
  await standIn.stop()
})

/** A launcher as a new process of Bedside has it: none of them remembers anything. */
const launcher = (changed: object = {}, environment = {}) =>
  rayLauncher('none', { address: real ?? standIn.address, gpus: 0, saveSeconds: 60, ...changed }, environment)

test('a job runs to its end and leaves a log; a second submit finds the first', async () => {
  const job = countingJob({ steps: 10, pause: 0.1 })
  const id = await launcher().submit(job)
  expect(id).toMatch(/^bedside-sft-[0-9a-f]{8}-1$/)
  expect(await launcher().submit(job)).toBe(id)
  expect(await whenOver(launcher(), id, job)).toEqual({ is: 'ended' })
  expect(resultOf(job)?.counts['steps']).toBe(10)
  expect(await launcher().log(id, job)).toContain('rank 0 of 1 begins at 0, offline 1\n')
  await launcher().cancel(id, job)
  expect(startsOf(job)).toHaveLength(1)
})

test('a job that is cancelled has its time to save, and goes on under the next number', async () => {
  // Longer than the three seconds that Ray gives by itself.
  const job = countingJob({ steps: 40, pause: 0.05, saving: 3.5 })
  const id = await launcher().submit(job)
  await until('some steps', () => savedStep(job) >= 3)
  await launcher().cancel(id, job)
  const state = await whenOver(launcher(), id, job)
  expect(state).toEqual({ is: 'failed', problem: 'it was stopped, and goes on where it saved when started again' })
  const saved = savedStep(job)
  expect(await launcher().log(id, job)).toContain(`rank 0 saved at ${saved}\n`)
  const again = await launcher().submit(job)
  expect(again).toBe(id.replace(/1$/, '2'))
  expect(await whenOver(launcher(), again, job)).toEqual({ is: 'ended' })
  expect(startsOf(job).map(({ at }) => at)).toEqual([0, saved])
})

test('a failure says its code, without the log that Ray adds; an unknown job is lost', async () => {
  const job = countingJob({ steps: 1, pause: 0, exit: 3 })
  const id = await launcher().submit(job)
  expect(await whenOver(launcher(), id, job)).toEqual({ is: 'failed', problem: 'it ended with exit code 3' })
  expect(await launcher().state('bedside-none-1', job)).toEqual({ is: 'lost' })
  expect(await launcher().log('bedside-none-1', job)).toBe('')
  await launcher().cancel('bedside-none-1', job)
})

test('a submission has our id, its GPUs and the time to save; nothing of the environment', async () => {
  const job = countingJob({ steps: 1, pause: 0 }, { name: 'dpo' })
  const id = await rayLauncher(
    'none',
    { address: standIn.address, gpus: 1, saveSeconds: 77 },
    { OPENAI_API_KEY: 'sk' },
  ).submit(job)
  const submission = standIn.submissions.find(({ submission_id }) => submission_id === id)
  expect(submission).toMatchObject({
    entrypoint_num_gpus: 1,
    runtime_env: { env_vars: { RAY_JOB_STOP_WAIT_TIME_S: '77' } },
  })
  expect(JSON.stringify(submission)).not.toContain('sk')
})

test('a token goes into the header, from its variable; without one the cluster is not contacted', async () => {
  const guarded = await startRayStandIn('secret')
  const job = countingJob({ steps: 1, pause: 0 })
  const config = { address: guarded.address, gpus: 0, saveSeconds: 60, tokenVariable: 'RAY_AUTH_TOKEN' }
  expect(() => rayLauncher('none', config, {})).toThrow('field "trl.launcher.ray.tokenVariable": expected the token in')
  await expect(rayLauncher('none', config, { RAY_AUTH_TOKEN: 'wrong' }).submit(job)).rejects.toThrow(
    /^ray: the cluster asks for/,
  )
  const right = rayLauncher('none', config, { RAY_AUTH_TOKEN: 'secret' })
  expect(await whenOver(right, await right.submit(job), job)).toEqual({ is: 'ended' })
  expect(JSON.stringify(guarded.submissions)).not.toContain('secret')
  await guarded.stop()
})

test('a refusal, no answer, an answer of another server, a redirection', async () => {
  const job = countingJob({ steps: 1, pause: 0 })
  const at = (address: string, gpus = 0) => rayLauncher('none', { address, gpus, saveSeconds: 60 }, {})
  await expect(at(standIn.address, 65).submit({ ...job, processes: 65 })).rejects.toThrow(
    /got a refusal \(status 500: No available agent to submit job, please try again later\.\)/,
  )
  await expect(at('http://127.0.0.1:9').submit(job)).rejects.toThrow(
    /^ray: no answer at http:\/\/127\.0\.0\.1:9 \(trl\.launcher\.ray\.address\)/,
  )
  let followed = false
  const other = createServer((request, response) => {
    if (request.url === '/elsewhere') followed = true
    if (request.url?.includes('moved')) response.writeHead(302, { location: '/elsewhere' }).end()
    else response.writeHead(200).end('<html>')
  })
  await new Promise<void>(resolve => other.listen(0, '127.0.0.1', () => resolve()))
  const address = `http://127.0.0.1:${(other.address() as { port: number }).port}`
  await expect(at(address).state('x', job)).rejects.toThrow(/^ray: expected an answer of the Jobs API/)
  await expect(at(address).state('moved', job)).rejects.toThrow(
    `ray: the cluster at ${address} answered with status 302`,
  )
  expect(followed).toBe(false)
  other.closeAllConnections()
  await new Promise(resolve => other.close(resolve))
})
