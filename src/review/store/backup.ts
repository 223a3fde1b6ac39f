/** @file A review as files of JSON lines that either engine takes: for backups, and for moving to another database. */
import { chmodSync, existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { hashFile, InputError, makeFolder, timestamp, writeFileAtomically, writeJsonl } from '../../support/index.ts'
import { readAccountRows } from '../accounts/rows.ts'
import type { Head } from './events.ts'
import { loadKey } from './key.ts'
import { SCHEMA_VERSION } from './migrate.ts'
import type { Store } from './open-store.ts'
import { readEvents } from './replay.ts'
import type { State } from './roles.ts'
import { dumpState } from './state-dump.ts'
import { SCHEMA } from './tables.ts'
import { loadReview } from './working-set.ts'

/** Files of a backup, one a table; the key has its own, and accounts of all kinds share one. */
export const BACKUP_FILES = [
  'event',
  'review',
  'member',
  'slot',
  'submission',
  'shown_text',
  'slot_key',
  'accounts',
] as const
/** One of them. */
export type BackupFile = (typeof BACKUP_FILES)[number]

/** `manifest.json` of a backup. */
export interface BackupManifest {
  readonly format: 'bedside-review'
  /** Last migration of the database. */
  readonly schema: string
  readonly engine: Store['engine']
  readonly postgresMajor: number
  readonly made: string
  readonly state: State
  readonly head: Head
  readonly counts: Readonly<Record<BackupFile, number>>
  /** SHA-256 of each file. */
  readonly hashes: Readonly<Record<BackupFile, string>>
}

/** Makes a folder for this user alone, also of an empty one that others may look into. */
function makePrivateFolder(folder: string): void {
  makeFolder(folder, 0o700)
  try {
    chmodSync(folder, 0o700)
  } catch {
    const problem = 'expected a folder that can be closed to other users, got one that cannot'
    throw new InputError(problem, { file: folder }, 'name a new folder in it')
  }
}

/**
 * Writes all tables of a review into a new or empty folder, the manifest last. Holds texts of cases, the key, and who the
 * people are with the hashes of their passwords: it is as secret as the review, and for this user alone. Sessions and the secret that signs them stay. Throws InputError when the folder holds something.
 */
export async function backUp(store: Store, folder: string): Promise<BackupManifest> {
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    throw new InputError(
      'expected a new or empty folder for the backup, got one with files',
      { file: folder },
      'name another',
    )
  }
  makePrivateFolder(folder)
  // From the files of an embedded review into its table, if a recovery left it out.
  await loadKey(store)
  const write = (name: BackupFile, rows: Iterable<unknown> | AsyncIterable<unknown>) =>
    writeJsonl(join(folder, `${name}.jsonl`), rows, 0o600)
  const { review, counts } = await store.db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async db => {
      const tables = db.withSchema(SCHEMA)
      const state = await dumpState(db)
      const texts = await tables.selectFrom('shown_text').selectAll().execute()
      const keys = await tables.selectFrom('slot_key').selectAll().execute()
      async function* events() {
        for await (const chunk of readEvents(db)) yield* chunk
      }
      return {
        review: await loadReview(db, false),
        counts: {
          event: await write('event', events()),
          review: await write('review', state.review),
          member: await write('member', state.member),
          slot: await write('slot', state.slot),
          submission: await write('submission', state.submission),
          shown_text: await write('shown_text', texts),
          slot_key: await write('slot_key', keys),
          accounts: await write('accounts', await readAccountRows(db)),
        },
      }
    })
  const hashes: Partial<Record<BackupFile, string>> = {}
  for (const name of BACKUP_FILES) hashes[name] = await hashFile(join(folder, `${name}.jsonl`))
  const manifest: BackupManifest = {
    format: 'bedside-review',
    schema: SCHEMA_VERSION,
    engine: store.engine,
    postgresMajor: store.major,
    made: timestamp(),
    state: review.state,
    head: review.head,
    counts,
    hashes: hashes as Record<BackupFile, string>,
  }
  writeFileAtomically(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 1)}\n`, 0o600)
  return manifest
}
