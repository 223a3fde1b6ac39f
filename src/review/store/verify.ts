/** @file Verifies a review: the chain of its events, its journal, its texts, and that its state follows from its events. */
import { hashJson } from '../../support/index.ts'
import { faultOfEvent, GENESIS, type Head } from './events.ts'
import { readJournal } from './journal.ts'
import { journalFile, type Store } from './open-store.ts'
import { readEvents, rebuildState } from './replay.ts'
import { differentTable, dumpState, type StateDump } from './state-dump.ts'
import { type Database, SCHEMA } from './tables.ts'
import { allocationsOf, loadTexts } from './texts.ts'
import { loadReview } from './working-set.ts'

/** What a verification found. */
export interface Verification {
  readonly sound: boolean
  /** How many events were sound, from the first. */
  readonly events: number
  readonly head: Head
  /** Each fault in a sentence, the place in the chain first. */
  readonly faults: readonly string[]
}

async function verifyChain(db: Database, faults: string[]): Promise<Head> {
  let head: Head = GENESIS
  for await (const events of readEvents(db)) {
    for (const event of events) {
      const fault = faultOfEvent(head, event)
      if (fault !== null) {
        faults.push(fault)
        return head
      }
      head = { sequence: event.sequence, hash: event.hash }
    }
  }
  const { head: said } = await loadReview(db, false)
  if (said.hash !== head.hash) {
    faults.push(`the chain ends at event ${head.sequence}, the review's row says ${said.sequence} or another hash`)
  }
  return head
}

async function verifyJournal(db: Database, file: string, faults: string[]): Promise<void> {
  const journal = readJournal(file).events
  let at = 0
  for await (const events of readEvents(db)) {
    for (const event of events) {
      if (journal[at]?.hash !== event.hash) {
        faults.push(`event ${event.sequence} is not in the journal, or another one stands there`)
        return
      }
      at++
    }
  }
  if (at < journal.length) faults.push(`the journal has ${journal.length - at} events that the database lacks`)
}

async function verifyTexts(db: Database, faults: string[]): Promise<void> {
  const texts = await loadTexts(db)
  for (const [i, { textsHash }] of (await allocationsOf(db)).entries()) {
    if (hashJson(texts.get(textsHash) ?? {}) !== textsHash) faults.push(`the texts of allocation ${i + 1} were altered`)
  }
}

async function hasEvent(db: Database, hash: string): Promise<boolean> {
  const query = db.withSchema(SCHEMA).selectFrom('event').select('sequence').where('hash', '=', hash)
  return (await query.executeTakeFirst()) !== undefined
}

/** Thrown on purpose, so that the rebuilt state is not kept. */
class NotKept extends Error {}

/** The state as it follows from the events; the database stays as it is. */
async function stateFromEvents(db: Database): Promise<{ readonly now: StateDump; readonly rebuilt: StateDump }> {
  let states: { now: StateDump; rebuilt: StateDump } | undefined
  const work = db.transaction().execute(async transaction => {
    await loadReview(transaction, true)
    const now = await dumpState(transaction)
    await rebuildState(transaction)
    states = { now, rebuilt: await dumpState(transaction) }
    throw new NotKept()
  })
  await work.catch(error => {
    if (!(error instanceof NotKept)) throw error
  })
  return states!
}

/**
 * Verifies the chain of events and says where it first breaks; then the journal of an embedded review, the texts, and
 * whether the current state is what the events come to. Writers wait meanwhile. A chain from which the last events were
 * cut off, or that was written anew as a whole, row and journal with it, is sound in itself: `noted` is the hash of a head
 * that was noted elsewhere, and must be one of the chain's.
 */
export async function verifyStore(store: Store, noted: string | null = null): Promise<Verification> {
  const faults: string[] = []
  const head = await verifyChain(store.db, faults)
  if (noted !== null && !(await hasEvent(store.db, noted))) {
    faults.push(
      'the chain has no event with the noted hash: it is not the chain that was noted, or its end was cut off',
    )
  }
  if (faults.length === 0) {
    if (store.folder !== null) await verifyJournal(store.db, journalFile(store.folder), faults)
    await verifyTexts(store.db, faults)
    const { now, rebuilt } = await stateFromEvents(store.db)
    const table = differentTable(now, rebuilt)
    if (table !== null) faults.push(`the table "${table}" is not what the events come to`)
  }
  return { sound: faults.length === 0, events: head.sequence, head, faults }
}

/** Makes the current state anew from the events and keeps it; repairs a state that was altered by hand. */
export async function rebuildStore(store: Store): Promise<void> {
  await store.db.transaction().execute(async transaction => {
    await loadReview(transaction, true)
    await rebuildState(transaction)
  })
}
