/**
 * @file The server as a process of its own: killed under load it loses no judgement that a client was told of, its people
 * stay signed in, and in all of it it opens no connection to anywhere.
 */
import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'
import { beforeAll, expect, test } from 'vitest'
import { openStore, verifyStore } from '../../src/review/store/index.ts'
import { readJournal } from '../../src/review/store/journal.ts'
import { BIN, requireBuild } from '../command-line/bedside-process.ts'
import { ENGINES, newFolder } from './engines.ts'
import { type Client, serveReview } from './served-review.ts'
import { judgementOf, rater } from './small-review.ts'

const RATERS = 10
const KILLS = 3

beforeAll(requireBuild)

/** Tells of every connection that is opened and every name that is looked up. */
const WATCH = `
import net from 'node:net'
import dns from 'node:dns'
import { writeSync } from 'node:fs'
const connect = net.Socket.prototype.connect
net.Socket.prototype.connect = function (...all) {
  writeSync(1, 'connects ' + JSON.stringify(all[0]) + '\\n')
  return connect.apply(this, all)
}
for (const name of ['lookup', 'resolve', 'resolve4', 'resolve6']) {
  const original = dns[name]
  dns[name] = (...all) => {
    // An address is no name: it is what the server listens on.
    if (net.isIP(all[0]) === 0) writeSync(1, 'looks up ' + all[0] + '\\n')
    return original(...all)
  }
}
if (process.argv.includes('try')) net.connect(9, 'localhost').on('error', () => undefined)
`

const SERVE = `
const [folder, port, modules] = process.argv.slice(1)
const load = name => import(modules + name + '/index.js')
const { openStore } = await load('store')
const { openAccounts } = await load('accounts')
const { startReviewServer } = await load('server')
const publicUrl = 'http://127.0.0.1:' + port
const store = await openStore({ folder })
const accounts = await openAccounts({ store, folder, publicUrl, oidc: null })
await startReviewServer({ store, accounts, pageFolder: folder, host: '127.0.0.1', port: Number(port), publicUrl, planner: null })
console.log('open')
`

/** Starts the server in a process of its own; resolves when it takes requests. */
async function startProcess(folder: string, port: string, watch: string, said: string[]) {
  const modules = `${pathToFileURL(join(BIN, '..', '..', 'dist', 'src', 'review')).href}/`
  const options = ['--liftoff-only', '--import', pathToFileURL(watch).href, '--input-type=module', '-e', SERVE]
  const child = spawn(process.execPath, [...options, folder, port, modules], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise<string | null>(resolve => child.on('exit', (_, signal) => resolve(signal)))
  await new Promise<void>((resolve, reject) => {
    const reader = createInterface({ input: child.stdout })
    reader.on('line', line => {
      if (line === 'open') resolve()
      else said.push(line)
    })
    reader.on('close', () => reject(new Error('the server ended before it was open')))
  })
  return { child, ended }
}

test(`${KILLS} kills under load lose nothing that was acknowledged, sign nobody out, and nothing is connected to`, async () => {
  const review = await serveReview(ENGINES[0], { raters: RATERS, cases: 20 })
  const clients = await Promise.all(Array.from({ length: RATERS }, (_, number) => review.as(rater(number))))
  await review.close()
  const watch = join(newFolder(), '..', 'watch.mjs')
  writeFileSync(watch, WATCH)
  const said: string[] = []
  const acknowledged: { slotId: string; sequence: number; hash: string }[] = []
  const { port } = new URL(review.url)

  /** Works through her list until the server is gone; sends the same again when it was not answered. */
  async function work(client: Client): Promise<void> {
    for (const { slotId, task, status } of (await client.get('/api/slots')).body) {
      if (status === 'done') continue
      const opened = await client.post(`/api/slots/${slotId}/open`, { tab: 'a' })
      expect(opened.status).toBe(200)
      const body = { key: `key-${slotId}`, tab: 'a', judgement: judgementOf(task) }
      const judged = await client.post(`/api/slots/${slotId}/judgement`, body)
      expect(judged.status).toBe(200)
      acknowledged.push({ slotId, sequence: judged.body.sequence, hash: judged.body.hash })
    }
  }

  for (let round = 0; round < KILLS; round++) {
    const before = acknowledged.length
    const { child, ended } = await startProcess(review.folder, port, watch, said)
    const working = Promise.allSettled(clients.map(work))
    while (acknowledged.length < before + 25) await new Promise(resolve => setTimeout(resolve, 5))
    child.kill('SIGKILL')
    expect(await ended).toBe('SIGKILL')
    for (const outcome of await working) {
      // What a client sees is a connection that broke, never another answer.
      expect(outcome).toMatchObject({
        status: 'rejected',
        reason: { message: expect.stringMatching(/fetch failed|terminated/) },
      })
    }
    const { events } = readJournal(join(review.folder, 'journal.jsonl'))
    const hashes = new Map(events.map(({ sequence, hash }) => [sequence, hash]))
    expect(acknowledged.filter(({ sequence, hash }) => hashes.get(sequence) !== hash)).toEqual([])
    const judged = events.flatMap(({ kind, payload }) => (kind === 'judgement.given' ? [payload.slotId] : []))
    expect(new Set(judged).size).toBe(judged.length)
  }
  expect(said).toEqual([])
  const store = await openStore({ folder: review.folder })
  expect(await verifyStore(store)).toMatchObject({ sound: true, faults: [] })
  await store.close()
})

test('the watch sees a connection that is opened', async () => {
  const watch = join(newFolder(), '..', 'watch-2.mjs')
  writeFileSync(watch, WATCH)
  const child = spawn(process.execPath, ['--import', pathToFileURL(watch).href, '-e', '', 'try'])
  let said = ''
  for await (const chunk of child.stdout) said += chunk
  expect(said).toContain('connects')
  expect(said).toContain('looks up localhost')
})
