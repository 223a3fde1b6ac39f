/** @file Twenty kills at random points of fifty raters at work: what was acknowledged is there, once, and the chain holds. */
import { spawn } from 'node:child_process'
import { appendFileSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'
import { beforeAll, expect, test } from 'vitest'
import { openStore, verifyStore } from '../../src/review/store/index.ts'
import { readJournal } from '../../src/review/store/journal.ts'
import { dumpState } from '../../src/review/store/state-dump.ts'
import { randomStream } from '../../src/support/index.ts'
import { BIN, requireBuild } from '../command-line/bedside-process.ts'
import { embeddedFolder } from './engines.ts'
import { setUpReview } from './small-review.ts'

const KILLS = 20
const RATERS = 50

beforeAll(requireBuild)

/** All raters judge their slots at full speed; each acknowledgement is a line, written before the next is asked for. */
const RATING = `
const { openStore, openSlot, readOwnSlots, submitJudgement } = await import(process.argv[1])
const { writeSync } = await import('node:fs')
const store = await openStore({ folder: process.argv[2] })
const judgements = JSON.parse(process.argv[3])
writeSync(1, 'open\\n')
await Promise.all(Array.from({ length: Number(process.argv[4]) }, async (_, number) => {
  const who = { id: 'rater-' + number, role: 'reviewer' }
  const slots = await readOwnSlots(store, who)
  for (const { slotId, task, status } of slots) {
    if (status === 'done') continue
    const submission = { slotId, tab: 'a', key: 'key-' + slotId, judgement: judgements[task] }
    await openSlot(store, who, { slotId, tab: 'a' })
    const receipt = await submitJudgement(store, who, submission)
    writeSync(1, JSON.stringify({ slotId, ...receipt }) + '\\n')
    // A client that did not hear the answer sends it again.
    if (number % 5 === 0) {
      const again = await submitJudgement(store, who, submission)
      if (again.hash !== receipt.hash) throw new Error('another answer')
    }
  }
}))
`

interface Acknowledged {
  readonly slotId: string
  readonly sequence: number
  readonly hash: string
}

const judgements = JSON.stringify({
  rating: {
    task: 'rating',
    scores: ['clarity', 'feasibility'].map(criterion => ({ criterion, score: 4 })),
    comment: 'long enough to tear '.repeat(20),
  },
  pairwise: { task: 'pairwise', choices: [{ criterion: 'overall', choice: 'tie' }] },
})

/** Runs the raters and kills them some milliseconds after some acknowledgements; returns what was acknowledged. */
async function rateUntilKilled(folder: string, after: number, delay: number): Promise<Acknowledged[]> {
  const module = pathToFileURL(join(BIN, '..', '..', 'dist', 'src', 'review', 'store', 'index.js')).href
  const child = spawn(
    process.execPath,
    // A process that lives for a second need not optimise its WebAssembly.
    ['--liftoff-only', '--input-type=module', '-e', RATING, module, folder, judgements, String(RATERS)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const ended = new Promise<NodeJS.Signals | null>(resolve => child.on('exit', (_, signal) => resolve(signal)))
  const lines: string[] = []
  const kill = () => setTimeout(() => child.kill('SIGKILL'), delay)
  if (after < 0) kill()
  const reader = createInterface({ input: child.stdout })
  const read = new Promise<void>(resolve => reader.on('close', resolve))
  reader.on('line', line => {
    lines.push(line)
    if (lines.length === after + 1) kill()
  })
  expect(await ended).toBe('SIGKILL')
  await read
  // The first line says that it is open; a line that was cut off by the kill was not read by anybody.
  return lines.slice(1).flatMap(line => (line.endsWith('}') ? [JSON.parse(line) as Acknowledged] : []))
}

test(`${KILLS} kills at random points lose nothing and double nothing`, async () => {
  const folder = await embeddedFolder()
  const journal = join(folder, 'journal.jsonl')
  const store = await openStore({ folder })
  await setUpReview(store, { raters: RATERS, cases: 40 })
  await store.close()
  const stream = randomStream(20, 'kill')
  const acknowledged: Acknowledged[] = []
  for (let round = 0; round < KILLS; round++) {
    // Now and then while it starts, which may be in the middle of a recovery.
    const early = round % 5 === 4
    acknowledged.push(
      ...(await rateUntilKilled(folder, early ? -1 : stream.integer(200), stream.integer(early ? 900 : 60))),
    )
    const { events } = readJournal(journal)
    const hashes = new Map(events.map(({ sequence, hash }) => [sequence, hash]))
    expect(acknowledged.filter(({ sequence, hash }) => hashes.get(sequence) !== hash)).toEqual([])
    const judged = events.flatMap(({ kind, payload }) => (kind === 'judgement.given' ? [payload.slotId] : []))
    expect(new Set(judged).size).toBe(judged.length)
    if (round % 7 === 6) rmSync(join(folder, 'database'), { recursive: true })
    if (round % 6 === 5) {
      const last = readFileSync(journal, 'utf8').trimEnd().split('\n').at(-1)!
      appendFileSync(journal, last.slice(0, 1 + stream.integer(last.length - 1)))
    }
  }
  expect(acknowledged.length).toBeGreaterThan(KILLS * 50)
  expect(new Set(acknowledged.map(({ slotId }) => slotId)).size).toBe(acknowledged.length)
  const survived = await openStore({ folder })
  const state = await dumpState(survived.db)
  expect(await verifyStore(survived)).toMatchObject({ sound: true, faults: [] })
  await survived.close()
  const judgedIn = new Map(state.slot.map(row => [row['slot_id'], row['judged']]))
  expect(acknowledged.filter(({ slotId, sequence }) => judgedIn.get(slotId) !== sequence)).toEqual([])
  rmSync(join(folder, 'database'), { recursive: true })
  const again = await openStore({ folder })
  expect(await dumpState(again.db)).toEqual(state)
  expect(await verifyStore(again)).toMatchObject({ sound: true, faults: [] })
  await again.close()
})
