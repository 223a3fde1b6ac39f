/**
 * @file The raters of `bench/review.ts`, in a process of their own: each signs in, opens a slot, thinks, judges it, and so
 * on. Arguments: URL, raters, seconds, shortest and longest pause. Prints a line when all are signed in, and what happened
 * as a line of JSON.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomStream, seconds } from '../src/support/index.ts'

/** What the raters saw. */
export interface ClientReport {
  /** Seconds that each submission and each opening took, until its answer was read. */
  readonly submits: readonly number[]
  readonly opens: readonly number[]
  /** Seconds that a write of 4 KiB took to be safe on the same disk meanwhile: the least that a submission waits for. */
  readonly syncs: readonly number[]
  /** Seconds from the first to the last request. */
  readonly took: number
  readonly errors: readonly string[]
  readonly acknowledged: readonly { readonly slotId: string; readonly sequence: number; readonly hash: string }[]
}

const [url, raters, duration, shortest, longest] = [process.argv[2], ...process.argv.slice(3).map(Number)] as [
  string,
  number,
  number,
  number,
  number,
]
const password = 'a long password of the bench'
const pause = (milliseconds: number) => new Promise<void>(resolve => setTimeout(resolve, milliseconds))

const submits: number[] = []
const opens: number[] = []
const errors: string[] = []
const acknowledged: ClientReport['acknowledged'][number][] = []

async function send(path: string, cookie: string, body?: unknown): Promise<Response> {
  const headers = { origin: url, cookie, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }
  return fetch(`${url}/api${path}`, {
    headers,
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  })
}

/** Sends, times and reads; an answer that is no success is an error. */
async function timed<Answer>(times: number[], path: string, cookie: string, body: unknown): Promise<Answer | null> {
  const start = seconds()
  try {
    const response = await send(path, cookie, body)
    const text = await response.text()
    times.push(seconds() - start)
    if (response.ok) return JSON.parse(text) as Answer
    errors.push(`${path.split('/').at(-1)}: ${response.status} ${text}`)
  } catch (error) {
    errors.push(`${path.split('/').at(-1)}: ${String(error)}`)
  }
  return null
}

async function signIn(rater: number): Promise<string> {
  const body = { email: `rater-${rater}@hospital.example`, password }
  let response = await send('/auth/sign-in/email', '', body)
  // All come from one address, of which a few passwords are tried at once.
  while (response.status === 429) {
    await response.text()
    await pause(1000 * Number(response.headers.get('retry-after')))
    response = await send('/auth/sign-in/email', '', body)
  }
  if (!response.ok) throw new Error(`rater ${rater} could not sign in: ${response.status} ${await response.text()}`)
  await response.text()
  return response.headers
    .getSetCookie()
    .map(cookie => cookie.split(';')[0])
    .join('; ')
}

const comment = 'As a rater writes it, with a reason and a doubt. '.repeat(4)

async function rate(rater: number, cookie: string, until: number): Promise<void> {
  const stream = randomStream(1, 'bench', 'rater', String(rater))
  const think = () => pause(1000 * (shortest + stream.uniform() * (longest - shortest)))
  const slots = (await (await send('/slots', cookie)).json()) as { slotId: string }[]
  // Nobody begins at the same moment.
  await pause(1000 * stream.uniform() * longest)
  for (const { slotId } of slots) {
    if (seconds() > until) return
    if ((await timed(opens, `/slots/${slotId}/open`, cookie, { tab: 'a' })) === null) return
    await think()
    const scores = ['clarity', 'feasibility'].map(criterion => ({ criterion, score: 1 + stream.integer(5) }))
    const body = { key: slotId, tab: 'a', judgement: { task: 'rating', scores, comment } }
    const receipt = await timed<{ sequence: number; hash: string }>(submits, `/slots/${slotId}/judgement`, cookie, body)
    if (receipt !== null) acknowledged.push({ slotId, sequence: receipt.sequence, hash: receipt.hash })
  }
}

/** Writes 4 KiB and waits for the disk, twenty times a second. */
async function probeDisk(until: number): Promise<number[]> {
  const folder = mkdtempSync(join(tmpdir(), 'bedside-disk-'))
  const file = await open(join(folder, 'probe'), 'w')
  const times: number[] = []
  while (seconds() < until) {
    const start = seconds()
    await file.write(Buffer.alloc(4096), 0, 4096, 0)
    await file.sync()
    times.push(seconds() - start)
    await pause(50)
  }
  await file.close()
  rmSync(folder, { recursive: true })
  return times
}

const cookies = await Promise.all(Array.from({ length: raters }, (_, rater) => signIn(rater)))
process.stdout.write('signed in\n')
const start = seconds()
const probed = probeDisk(start + duration)
await Promise.all(cookies.map((cookie, rater) => rate(rater, cookie, start + duration)))
const report: ClientReport = { submits, opens, syncs: await probed, took: seconds() - start, errors, acknowledged }
process.stdout.write(`${JSON.stringify(report)}\n`)
