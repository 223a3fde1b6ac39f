/** @file Opens the store of a review, embedded in a folder or on a PostgreSQL server, and recovers what a crash left. */
import { existsSync, readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import {
  machineStart,
  makeFolder,
  refuseFileAsFolder,
  StudyError,
  takeProcessLock,
  writeFileAtomically,
} from '../../support/index.ts'
import { openEmbedded, openServer, type OpenDatabase } from './database.ts'
import { type Journal, openJournal, readJournal } from './journal.ts'
import { migrate } from './migrate.ts'
import { catchUp, eventsBeyond, startOver } from './recover.ts'
import type { Database } from './tables.ts'
import { restoreTexts } from './texts.ts'
import { openWriter, type Writer } from './writer.ts'

/** Where a review's data lie: a folder of this machine, or a PostgreSQL server. */
export type Place = { readonly folder: string } | { readonly connectionString: string }

/** An open review. */
export interface Store {
  readonly engine: 'pglite' | 'postgres'
  readonly db: Database
  readonly writer: Writer
  /** The folder of an embedded review; null on a server. */
  readonly folder: string | null
  readonly major: number
  /** What the start found and did beyond the usual, a sentence each; to be shown to who started it. */
  readonly notes: readonly string[]
  /** Waits for what is under way and closes; the next start finds everything in place. */
  close(): Promise<void>
}

const DATABASE = 'database'

/** The journal of an embedded review. */
export const journalFile = (folder: string): string => join(folder, 'journal.jsonl')
const markerFile = (folder: string) => join(folder, 'opened.json')

/** True when the machine may have lost power since the database was last open: then it cannot be trusted. */
function mayHaveLostPower(folder: string): boolean {
  if (!existsSync(markerFile(folder))) return false
  try {
    const marker = JSON.parse(readFileSync(markerFile(folder), 'utf8')) as { machineStart?: unknown }
    return marker.machineStart === null || marker.machineStart !== machineStart()
  } catch {
    return true
  }
}

/** Moves a database that does not open out of the way; nothing is removed. */
function setAside(folder: string): string {
  let number = 1
  while (existsSync(join(folder, `${DATABASE}.set-aside-${number}`))) number++
  const name = `${DATABASE}.set-aside-${number}`
  renameSync(join(folder, DATABASE), join(folder, name))
  return name
}

async function openAndRecover(folder: string, notes: string[]): Promise<{ open: OpenDatabase; journal: Journal }> {
  const file = journalFile(folder)
  const { events, tornBytes, length } = readJournal(file)
  makeFolder(join(folder, DATABASE), 0o700)
  const open = await openEmbedded(join(folder, DATABASE))
  let journal: Journal | null = null
  try {
    await migrate(open.db)
    const untrusted = mayHaveLostPower(folder)
    const beyond = await eventsBeyond(open.db, events).catch(error => {
      // What lost its power may say anything; the journal is what counts.
      throw untrusted ? new Error('the database was not closed', { cause: error }) : error
    })
    journal = openJournal(file, length)
    if (tornBytes > 0) {
      notes.push(`the journal ended in ${tornBytes} bytes of a write that was cut off and never acknowledged; removed`)
    }
    if (beyond.length > 0) {
      await journal.append(beyond)
      notes.push(`the journal lacked ${beyond.length} events that the database has; added`)
    }
    const all = [...events, ...beyond]
    if (untrusted && all.length > 0) {
      await startOver(open.db, all)
      notes.push(
        `the machine was started anew since; the state was made again from ${all.length} events of the journal`,
      )
    } else {
      const caughtUp = await catchUp(open.db, all)
      if (caughtUp > 0) notes.push(`the database lacked ${caughtUp} events of the journal; applied`)
    }
    await open.db.transaction().execute(transaction => restoreTexts(transaction, folder))
    writeFileAtomically(markerFile(folder), JSON.stringify({ machineStart: machineStart(), major: open.major }), 0o600)
    return { open, journal }
  } catch (error) {
    journal?.close()
    await open.close()
    throw error
  }
}

/** A server takes commands by itself as soon as it is served: who meets the lock meets one that starts, or a second server. */
const IN_USE =
  'a server that is starting or another command has it, so try again in a moment; a server that runs needs no second one, and ends by Ctrl-C in its window'

async function openFolder(folder: string): Promise<Store> {
  refuseFileAsFolder(folder, 'name another folder for the review')
  makeFolder(folder, 0o700)
  const release = takeProcessLock(join(folder, 'review.lock'), 'this review is open already', folder, IN_USE)
  try {
    const notes: string[] = []
    const { open, journal } = await openAndRecover(folder, notes).catch(async error => {
      // Our own words tell of a journal or history that no new database would mend.
      if (error instanceof StudyError || !existsSync(join(folder, DATABASE))) throw error
      notes.length = 0
      notes.push(`the database could not be opened and is kept as ${setAside(folder)}; a new one was made`)
      return openAndRecover(folder, notes)
    })
    const writer = openWriter(open.db, journal)
    return {
      engine: 'pglite',
      db: open.db,
      writer,
      folder,
      major: open.major,
      notes,
      async close() {
        await writer.close()
        journal.close()
        await open.close()
        release()
      },
    }
  } catch (error) {
    release()
    throw error
  }
}

async function openOnServer(connectionString: string): Promise<Store> {
  const open = await openServer(connectionString)
  try {
    await migrate(open.db)
  } catch (error) {
    await open.close()
    throw error
  }
  const writer = openWriter(open.db, null)
  return {
    engine: 'postgres',
    db: open.db,
    writer,
    folder: null,
    major: open.major,
    notes: [],
    async close() {
      await writer.close()
      await open.close()
    },
  }
}

/**
 * Opens a review. In a folder: one process at a time, the journal is read first and the database brought up to it, and
 * `notes` says what that took. Throws InputError naming the process that has it open, or when the server cannot be used;
 * StudyError when journal and database contradict each other.
 */
export async function openStore(place: Place): Promise<Store> {
  return 'folder' in place ? openFolder(place.folder) : openOnServer(place.connectionString)
}
