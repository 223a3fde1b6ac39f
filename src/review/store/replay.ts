/** @file From the events to the state: after a recovery, in an import, and to check the state that is there. */
import type { ReviewEvent } from './events.ts'
import { project, touchesOf } from './project.ts'
import { type Database, SCHEMA } from './tables.ts'
import { clearState, flushSet, insertEvents, loadSet } from './working-set.ts'

/** Events that are applied together: few queries, and a bounded working set. */
const CHUNK = 500

/** Reads events of the table in their order, from after `sequence`, a chunk at a time. */
export async function* readEvents(db: Database, sequence = 0): AsyncGenerator<readonly ReviewEvent[]> {
  for (let last = sequence; ; ) {
    const rows = await db
      .withSchema(SCHEMA)
      .selectFrom('event')
      .selectAll()
      .where('sequence', '>', last)
      .orderBy('sequence')
      .limit(CHUNK)
      .execute()
    if (rows.length === 0) return
    yield rows.map(row => ({ ...row, payload: JSON.parse(row.payload) }) as ReviewEvent)
    last = rows.at(-1)!.sequence
  }
}

/** Applies events, in their order, to the state; with `insert` it also appends them to the table of events. */
export async function replay(
  transaction: Database,
  events: readonly ReviewEvent[],
  { insert }: { readonly insert: boolean },
): Promise<void> {
  for (let start = 0; start < events.length; start += CHUNK) {
    const chunk = events.slice(start, start + CHUNK)
    const set = await loadSet(transaction, chunk.map(touchesOf))
    for (const event of chunk) project(set, event)
    if (insert) await insertEvents(transaction, chunk)
    await flushSet(transaction, set)
  }
}

/** Makes the state anew from the events of the table, in a transaction of the caller. */
export async function rebuildState(transaction: Database): Promise<void> {
  await clearState(transaction)
  for await (const events of readEvents(transaction)) await replay(transaction, events, { insert: false })
}
