/**
 * @file Speed of the review's server: 200 raters signed in at once, over HTTP on loopback, embedded and on PostgreSQL;
 * p50, p95 and p99 of a submission as a client sees it beside what the disk alone takes, errors, and whether each acknowledged judgement is in the store.
 * `npm run bench:review -- [seconds] [shortest pause] [longest pause]`; the clients are a process of their own.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { openAccounts } from '../src/review/accounts/index.ts'
import { startReviewServer } from '../src/review/server/index.ts'
import {
  addMember,
  giveProfile,
  openReview,
  openStore,
  type Place,
  readLog,
  registerPlan,
  type Store,
  verifyStore,
} from '../src/review/store/index.ts'
import { addAllocation } from '../src/review/store/key-holders.ts'
import { postgresBinaries, startCluster } from '../test/review/postgres-cluster.ts'
import type { ClientReport } from './review-clients.ts'

const RATERS = 200
const SLOTS = 60
const CASES = 30
const SECONDS = Number(process.argv[2] ?? 60)
/** Seconds from opening a slot to judging it, uniform between these: a clinician takes ten times as long. */
const [SHORTEST, LONGEST] = [Number(process.argv[3] ?? 3), Number(process.argv[4] ?? 9)]
const PORT = 8977
const URL_OF_SERVER = `http://127.0.0.1:${PORT}`

const say = (line: string) => void process.stdout.write(`${line}\n`)
const designer = { id: 'designer', role: 'designer' as const }

const record = JSON.stringify({
  groups: Array.from({ length: 6 }, (_, group) => ({
    title: `Group ${group}`,
    rows: Array.from({ length: 8 }, (_, row) => ({
      field: `field-${group}-${row}`,
      label: `A finding ${row}`,
      value: '3.4',
      unit: 'IU/L',
      mark: row === 3 ? 'high' : null,
      usual: '1.0-8.0',
    })),
  })),
})
const plan = (number: number) =>
  JSON.stringify({
    reasoning: `Reasons of plan ${number}. `.repeat(60),
    decisions: Array.from({ length: 8 }, (_, i) => ({
      layer: `layer-${i}`,
      group: `Decision ${i}`,
      label: `Decision ${i}`,
      value: 'a value',
    })),
  })

async function setUp(store: Store): Promise<void> {
  const keyHolder = { id: 'key-holder', role: 'key holder' as const }
  const settings = { study: 'bench', scale: [1, 5], criteria: ['clarity', 'feasibility'], simulated: true }
  await registerPlan(store, designer, { plan: {}, settings })
  await addMember(store, designer, { personId: keyHolder.id, role: keyHolder.role })
  const raters = Array.from({ length: RATERS }, (_, i) => `rater-${i}`)
  await Promise.all(raters.map(personId => addMember(store, designer, { personId, role: 'reviewer' })))
  await Promise.all(raters.map(id => giveProfile(store, { id, role: 'reviewer' }, { answers: { consent: 'yes' } })))
  const slots = raters.flatMap((raterId, r) =>
    Array.from({ length: SLOTS }, (_, i) => ({
      slotId: `slot-${r}-${i}`,
      raterId,
      order: i + 1,
      caseId: `case-${i % CASES}`,
      visit: i + 1,
      task: 'rating' as const,
      caseText: 'record',
      shown: [{ side: 'only' as const, text: `plan-${i % CASES}` }],
    })),
  )
  const plans = Array.from({ length: CASES }, (_, i) => [`plan-${i}`, plan(i)])
  await addAllocation(store, keyHolder, {
    slots,
    texts: { record, ...Object.fromEntries(plans) },
    key: Object.fromEntries(slots.map(({ slotId }) => [slotId, { only: 'sft' }])),
  })
  await openReview(store, designer)
}

/** An account with a password for each rater, as invitations make them. */
async function makeAccounts(accounts: Awaited<ReturnType<typeof openAccounts>>): Promise<void> {
  await Promise.all(
    Array.from({ length: RATERS }, async (_, i) => {
      const person = { personId: `rater-${i}`, email: `rater-${i}@hospital.example`, name: `Rater ${i}` }
      const { path } = await accounts.invite(person)
      const body = { secret: path.split('/').at(-1), password: 'a long password of the bench' }
      const headers = { 'content-type': 'application/json' }
      const request = new Request(`${URL_OF_SERVER}/api/auth/invitation/accept`, {
        method: 'POST',
        headers: { ...headers, 'x-bedside-address': `address-${i}` },
        body: JSON.stringify(body),
      })
      const { status } = await accounts.handle(request)
      if (status !== 200) throw new Error(`rater ${i} has no account: ${status}`)
    }),
  )
}

async function runClients(onSignedIn: () => void): Promise<ClientReport> {
  const program = fileURLToPath(new URL('./review-clients.js', import.meta.url))
  const numbers = [RATERS, SECONDS, SHORTEST, LONGEST].map(String)
  const clients = spawn(process.execPath, [program, URL_OF_SERVER, ...numbers], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const late = setTimeout(() => clients.kill(), (SECONDS + 180) * 1000)
  let last = ''
  for await (const line of createInterface({ input: clients.stdout })) {
    if (last === '') onSignedIn()
    last = line
  }
  clearTimeout(late)
  if (!last.startsWith('{')) throw new Error('the clients ended early')
  return JSON.parse(last) as ClientReport
}

const milliseconds = (times: readonly number[], share: number) => {
  const sorted = times.toSorted((a, b) => a - b)
  return ((sorted[Math.ceil(sorted.length * share) - 1] ?? Number.NaN) * 1000).toFixed(0)
}

async function measure(name: string, place: Place, folder: string): Promise<void> {
  const store = await openStore(place)
  try {
    await setUp(store)
    const accounts = await openAccounts({ store, folder, publicUrl: URL_OF_SERVER, oidc: null })
    await makeAccounts(accounts)
    const server = await startReviewServer({
      store,
      accounts,
      pageFolder: folder,
      host: '127.0.0.1',
      port: PORT,
      publicUrl: URL_OF_SERVER,
      planner: null,
    })
    // A new cluster has yet to make its log files and to write what setting up changed: a hospital's has done so long ago.
    if (store.engine === 'postgres') await sql`checkpoint`.execute(store.db)
    let before = process.cpuUsage()
    const report = await runClients(() => {
      before = process.cpuUsage()
    })
    const { user, system } = process.cpuUsage(before)
    await server.close()
    const hashes = new Map<number, string>()
    for (let page = await readLog(store, designer); page.length > 0; ) {
      for (const { sequence, hash } of page) hashes.set(sequence, hash)
      page = await readLog(store, designer, page.at(-1)!.sequence)
    }
    const lost = report.acknowledged.filter(({ sequence, hash }) => hashes.get(sequence) !== hash).length
    const { sound } = await verifyStore(store)
    const { submits, opens, syncs, took, errors } = report
    const quantiles = [0.5, 0.95, 0.99].map(share => milliseconds(submits, share))
    const rate = (submits.length / took).toFixed(0)
    const cells = [
      name,
      submits.length,
      rate,
      ...quantiles,
      milliseconds(opens, 0.99),
      milliseconds(syncs, 0.99),
      milliseconds(syncs, 1),
    ]
    const work = ((user + system) / 1000 / submits.length).toFixed(1)
    say(`| ${[...cells, work, errors.length, lost, sound].join(' | ')} |`)
    for (const error of errors.slice(0, 5)) say(`  ${error}`)
    if (errors.length > 0 || lost > 0 || !sound) process.exitCode = 1
  } finally {
    await store.close()
  }
}

say(
  `SIMULATED raters: ${RATERS} signed in at once, on ${availableParallelism()} cores with their clients and the database; ` +
    `each opens a slot, waits ${SHORTEST} to ${LONGEST} s (uniform), judges it, and goes on; ${SECONDS} s.`,
)
say(
  '| engine | submits | a second | p50, ms | p95, ms | p99, ms | p99 of opening, ms | p99 of the disk alone, ms | its longest, ms | work of the server for each, ms | errors | lost | verified |',
)
say('|---|---|---|---|---|---|---|---|---|---|---|---|---|')
const folder = mkdtempSync(join(tmpdir(), 'bedside-bench-'))
try {
  await measure('PGlite', { folder: join(folder, 'review') }, join(folder, 'review'))
  const binaries = postgresBinaries()
  if (binaries === null) say('| PostgreSQL | not there: apt-get install postgresql | | | | | | | | | | |')
  else {
    const cluster = startCluster(binaries)
    try {
      await measure('PostgreSQL', { connectionString: await cluster.database() }, join(folder, 'postgres'))
    } finally {
      cluster.stop()
    }
  }
} finally {
  rmSync(folder, { recursive: true })
}
