/** @file Brings an embedded database and its journal to one history at start; what was acknowledged is in both after it. */
import { sql } from 'kysely'
import { StudyError } from '../../support/index.ts'
import { faultOfEvent, GENESIS, type Head, type ReviewEvent } from './events.ts'
import { migrate } from './migrate.ts'
import { readEvents, replay } from './replay.ts'
import { type Database, SCHEMA } from './tables.ts'
import { loadReview } from './working-set.ts'

const headOf = (event: ReviewEvent | undefined): Head =>
  event === undefined ? GENESIS : { sequence: event.sequence, hash: event.hash }

/**
 * Events that the database has beyond the journal's end, as when somebody put back an older journal. Throws StudyError
 * when the two tell different histories.
 */
export async function eventsBeyond(db: Database, journal: readonly ReviewEvent[]): Promise<readonly ReviewEvent[]> {
  const { head } = await loadReview(db, false)
  const common = Math.min(head.sequence, journal.length)
  const row = await db
    .withSchema(SCHEMA)
    .selectFrom('event')
    .select('hash')
    .where('sequence', '=', common)
    .executeTakeFirst()
  if (common > 0 && row?.hash !== journal[common - 1].hash) {
    throw new StudyError(
      `the review's journal and database tell different histories at event ${common}; keep both, and restore a backup`,
    )
  }
  const beyond: ReviewEvent[] = []
  let last = headOf(journal.at(-1))
  for await (const events of readEvents(db, journal.length)) {
    for (const event of events) {
      const fault = faultOfEvent(last, event)
      if (fault !== null) throw new StudyError(`the review's database is damaged: ${fault}; restore a backup`)
      beyond.push(event)
      last = headOf(event)
    }
  }
  return beyond
}

/** Applies to the database what the journal has beyond it; returns how many events that were. */
export async function catchUp(db: Database, journal: readonly ReviewEvent[]): Promise<number> {
  const { head } = await loadReview(db, false)
  const missing = journal.slice(head.sequence)
  if (missing.length > 0) {
    await db.transaction().execute(transaction => replay(transaction, missing, { insert: true }))
  }
  return missing.length
}

/**
 * Makes our tables anew and fills them from the journal: an embedded database never flushes, so that after a power cut
 * nothing in it can be trusted. Tables of others in the same database stay.
 */
export async function startOver(db: Database, journal: readonly ReviewEvent[]): Promise<void> {
  await sql`drop schema if exists ${sql.id(SCHEMA)} cascade`.execute(db)
  await migrate(db)
  await catchUp(db, journal)
}
