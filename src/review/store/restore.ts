/** @file Takes a backup into an empty database of either engine: the same chain, and the same state from it. */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { hashFile, InputError, loadJsonl, makeFolder, readTextFile, StudyError } from '../../support/index.ts'
import { type AccountRow, writeAccountRows } from '../accounts/rows.ts'
import { writeSnapshot } from '../accounts/snapshot.ts'
import { BACKUP_FILES, type BackupFile, type BackupManifest } from './backup.ts'
import { faultOfEvent, GENESIS, type Head, type ReviewEvent } from './events.ts'
import { openJournal } from './journal.ts'
import { type Arms, type Key, loadKey, storeKey } from './key.ts'
import { SCHEMA_VERSION } from './migrate.ts'
import { journalFile, openStore, type Place, type Store } from './open-store.ts'
import { replay } from './replay.ts'
import { differentTable, dumpState, type StateDump } from './state-dump.ts'
import type { Database, Tables } from './tables.ts'
import { insertTexts, type Texts, writeTextsFile } from './texts.ts'
import { loadReview } from './working-set.ts'

interface Backup {
  readonly events: readonly ReviewEvent[]
  readonly state: StateDump
  readonly texts: readonly Texts[]
  readonly keys: readonly { readonly key: Key; readonly salt: string }[]
  readonly accounts: readonly AccountRow[]
}

const refuse = (folder: string, problem: string) =>
  new InputError(problem, { file: folder }, 'use another backup; nothing was taken over')

async function readManifest(folder: string): Promise<BackupManifest> {
  let manifest: Partial<BackupManifest> | null = null
  try {
    manifest = JSON.parse(readTextFile(join(folder, 'manifest.json'))) as Partial<BackupManifest>
  } catch (error) {
    if (error instanceof InputError) throw error
  }
  if (manifest?.format !== 'bedside-review') throw refuse(folder, 'expected the backup of a review, got something else')
  if (manifest.schema !== SCHEMA_VERSION) {
    throw refuse(folder, `expected a backup of schema ${SCHEMA_VERSION}, got ${manifest.schema}`)
  }
  for (const name of BACKUP_FILES) {
    if ((await hashFile(join(folder, `${name}.jsonl`))) !== manifest.hashes?.[name]) {
      throw refuse(folder, `${name}.jsonl was altered since the backup was made`)
    }
  }
  return manifest as BackupManifest
}

/** Rows that came together, by what names the group. */
function groups<Row>(rows: readonly Row[], nameOf: (row: Row) => string): readonly (readonly Row[])[] {
  const found = new Map<string, Row[]>()
  for (const row of rows) {
    const group = found.get(nameOf(row))
    if (group === undefined) found.set(nameOf(row), [row])
    else group.push(row)
  }
  return [...found.values()]
}

async function readBackup(folder: string): Promise<Backup> {
  const manifest = await readManifest(folder)
  const rows = <Row>(name: BackupFile) => loadJsonl<Row>(join(folder, `${name}.jsonl`))
  const events = await rows<ReviewEvent>('event')
  let head: Head = GENESIS
  for (const event of events) {
    const fault = faultOfEvent(head, event)
    if (fault !== null) throw refuse(folder, fault)
    head = { sequence: event.sequence, hash: event.hash }
  }
  if (head.hash !== manifest.head.hash) throw refuse(folder, 'the chain does not end where the manifest says')
  return {
    events,
    state: {
      review: await rows('review'),
      member: await rows('member'),
      slot: await rows('slot'),
      submission: await rows('submission'),
    },
    texts: groups(await rows<Tables['shown_text']>('shown_text'), row => row.texts_hash).map(group =>
      Object.fromEntries(group.map(({ text_id, content }) => [text_id, content])),
    ),
    keys: groups(await rows<Tables['slot_key']>('slot_key'), row => row.seal).map(group => ({
      salt: group[0].salt,
      key: Object.fromEntries(group.map(({ slot_id, arms }) => [slot_id, JSON.parse(arms) as Arms])),
    })),
    accounts: await rows<AccountRow>('accounts'),
  }
}

async function insistSameState(db: Database, expected: StateDump): Promise<void> {
  // Through JSON, as the backup went.
  const table = differentTable(JSON.parse(JSON.stringify(await dumpState(db))) as StateDump, expected)
  if (table !== null)
    throw new StudyError(`the backup's table "${table}" is not what its events come to; nothing was kept`)
}

/** An embedded review is filled as a recovery would: texts, key and journal first, and the database from them. */
async function fillFolder(folder: string, { events, texts, keys, accounts }: Backup): Promise<Store> {
  makeFolder(folder, 0o700)
  for (const part of texts) writeTextsFile(folder, part)
  if (accounts.length > 0) writeSnapshot(folder, accounts)
  const journal = openJournal(journalFile(folder), 0)
  try {
    await journal.append(events)
  } finally {
    journal.close()
  }
  const store = await openStore({ folder })
  try {
    for (const { key, salt } of keys) await storeKey(store, key, salt)
    return store
  } catch (error) {
    await store.close()
    throw error
  }
}

async function fillServer(connectionString: string, { events, state, texts, keys, accounts }: Backup): Promise<Store> {
  const store = await openStore({ connectionString })
  try {
    await store.db.transaction().execute(async db => {
      if ((await loadReview(db, true)).head.sequence > 0) {
        throw new InputError('expected an empty database, got one that holds a review', {}, 'name another')
      }
      for (const part of texts) await insertTexts(db, part)
      for (const { key, salt } of keys) await storeKey({ db, folder: null }, key, salt)
      await replay(db, events, { insert: true })
      if (accounts.length > 0) await writeAccountRows(db, accounts)
      await insistSameState(db, state)
    })
    return store
  } catch (error) {
    await store.close()
    throw error
  }
}

/**
 * Takes a backup into an empty place and opens it. Throws InputError when the place holds something, the backup was
 * altered or its chain is broken; StudyError when its state is not what its events come to.
 */
export async function restore(backupFolder: string, place: Place): Promise<Store> {
  const backup = await readBackup(backupFolder)
  if ('connectionString' in place) return fillServer(place.connectionString, backup)
  const { folder } = place
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    throw new InputError('expected a new or empty folder, got one with files', { file: folder }, 'name another')
  }
  const store = await fillFolder(folder, backup)
  try {
    await insistSameState(store.db, backup.state)
    await loadKey(store)
    return store
  } catch (error) {
    await store.close()
    throw error
  }
}
