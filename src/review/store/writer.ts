/** @file The only writer: commands that come in while one transaction runs share the next one, and its flush to the disk. */
import { sql } from 'kysely'
import { StudyError, timestamp } from '../../support/index.ts'
import { type Actor, type EventDraft, type ReviewEvent, sealEvent } from './events.ts'
import type { Journal } from './journal.ts'
import { project } from './project.ts'
import type { Touches, WorkingSet } from './rows.ts'
import type { Database } from './tables.ts'
import { flushSet, insertEvents, loadSet } from './working-set.ts'

/** What a command comes to: the events that it causes (none when it was done before), and what it is answered. */
export interface Decision<Answer> {
  readonly drafts: readonly EventDraft[]
  readonly answer: (events: readonly ReviewEvent[]) => Answer
}

/** Something that somebody wants to do. */
export interface Command<Answer> {
  readonly actor: Actor
  /** Rows that `decide` reads. */
  readonly touches: Touches
  /** Looks at the rows and decides; changes nothing. Throws a Refusal. */
  decide(set: WorkingSet): Decision<Answer>
  /** Writes what is no event (texts, key) in the same transaction; such a command has a transaction of its own. */
  attach?(transaction: Database): Promise<void>
}

/** Takes commands one at a time and answers each when what it did would survive a power cut. */
export interface Writer {
  run<Answer>(command: Command<Answer>): Promise<Answer>
  /** Resolves when nothing waits any more; later commands are refused. */
  close(): Promise<void>
}

interface Waiting {
  readonly command: Command<unknown>
  resolve(answer: unknown): void
  reject(error: unknown): void
}

type Outcome = { readonly answer: unknown } | { readonly error: unknown }

/** Commands of one transaction at most: more would only lengthen the wait of the first. */
const BATCH = 256
const ATTEMPTS = 6
const codeOf = (error: unknown) => String((error as { code?: unknown } | null)?.code ?? '')
/** A deadlock or a failed serialization: the same transaction succeeds when it is run again. */
const isPassing = (error: unknown) => ['40P01', '40001'].includes(codeOf(error))
/** Classes of SQLSTATE that tell of the values of one command, not of the connection or the server. */
const isOfOneCommand = (error: unknown) => /^(22|23|42|54|P0)[0-9A-Z]{3}$/.test(codeOf(error))
const pause = (milliseconds: number) => new Promise<void>(resolve => setTimeout(resolve, milliseconds))

/** Decides a command on the rows in memory and applies its events to them; a refusal leaves them as they were. */
function settle({ command }: Waiting, set: WorkingSet, events: ReviewEvent[]): Outcome {
  let decision: Decision<unknown>
  try {
    decision = command.decide(set)
  } catch (error) {
    return { error }
  }
  const own = decision.drafts.map(draft => {
    const event = sealEvent(set.review.head, timestamp(), command.actor, draft)
    project(set, event)
    return event
  })
  events.push(...own)
  return { answer: decision.answer(own) }
}

/** Opens the writer of a database. With a journal, events are flushed there before the database commits them. */
export function openWriter(db: Database, journal: Journal | null): Writer {
  const queue: Waiting[] = []
  let running: Promise<void> | null = null
  let closed = false
  let broken: StudyError | null = null

  async function attempt(batch: readonly Waiting[], onJournal: () => void): Promise<readonly Outcome[]> {
    return db.transaction().execute(async transaction => {
      if (journal === null) {
        // A stronger setting of the server stays as it is.
        await sql`select set_config('synchronous_commit', 'on', true)
          where current_setting('synchronous_commit') = 'off'`.execute(transaction)
      }
      const set = await loadSet(
        transaction,
        batch.map(({ command }) => command.touches),
      )
      const events: ReviewEvent[] = []
      const outcomes: Outcome[] = []
      for (const waiting of batch) {
        const outcome = settle(waiting, set, events)
        if ('answer' in outcome) await waiting.command.attach?.(transaction)
        outcomes.push(outcome)
      }
      if (events.length === 0) return outcomes
      await insertEvents(transaction, events)
      await flushSet(transaction, set)
      await journal?.append(events)
      onJournal()
      return outcomes
    })
  }

  async function runBatch(batch: readonly Waiting[]): Promise<void> {
    for (let tries = 1; ; tries++) {
      let inJournal = false
      try {
        const outcomes = await attempt(batch, () => {
          inJournal = journal !== null
        })
        batch.forEach(({ resolve, reject }, i) => {
          const outcome = outcomes[i]
          if ('error' in outcome) reject(outcome.error)
          else resolve(outcome.answer)
        })
        return
      } catch (error) {
        if (inJournal) {
          broken = new StudyError(
            'the journal has what the database does not; start the review again, it will catch up',
          )
        } else if (isPassing(error) && tries < ATTEMPTS) {
          await pause(10 * tries)
          continue
        } else if (batch.length > 1 && isOfOneCommand(error)) {
          for (const one of batch) await runBatch([one])
          return
        }
        for (const { reject } of batch) reject(broken ?? error)
        return
      }
    }
  }

  async function work(): Promise<void> {
    // One turn of the event loop, so that commands of the same moment share the first transaction.
    await pause(0)
    while (queue.length > 0) {
      const alone = queue.findIndex(({ command }) => command.attach !== undefined)
      const size = alone === 0 ? 1 : alone < 0 ? BATCH : Math.min(BATCH, alone)
      const batch = queue.splice(0, size)
      if (broken === null) await runBatch(batch)
      else for (const { reject } of batch) reject(broken)
    }
    running = null
  }

  return {
    run<Answer>(command: Command<Answer>) {
      if (closed) return Promise.reject(new StudyError('the review is being closed; send it again in a moment'))
      const answer = new Promise<Answer>((resolve, reject) => {
        queue.push({ command, resolve: resolve as (answer: unknown) => void, reject })
      })
      running ??= work()
      return answer
    },
    async close() {
      closed = true
      await running
    },
  }
}
