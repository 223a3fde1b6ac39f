/**
 * @file Accounts of an embedded review lie in a file too: its database never flushes, and a recovery may set it aside. The
 * file is the truth; at start the tables follow from it.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { machineStart, StudyError, writeFileAtomically } from '../../support/index.ts'
import type { Store } from '../store/index.ts'
import { type AccountRow, readAccountRows, writeAccountRows } from './rows.ts'
import { type AccountTables, accountsOf, dropTables, hasTables, makeTables } from './tables.ts'

/** Keeps the accounts of an embedded review on the disk; of one on a server there is nothing to do. */
export interface Snapshot {
  /** When it returns, the accounts as they are now survive a power cut. Calls of the same moment share one write. */
  save(): Promise<void>
}

interface SnapshotFile {
  readonly format: 'bedside-accounts'
  readonly machineStart: string | null
  readonly rows: readonly AccountRow[]
}

/** Where the accounts of an embedded review lie. */
export const snapshotFile = (folder: string): string => join(folder, 'accounts.json')

/** Writes accounts where the next start of an embedded review finds them, for nobody else to read. */
export function writeSnapshot(folder: string, rows: readonly AccountRow[]): void {
  const content: SnapshotFile = { format: 'bedside-accounts', machineStart: machineStart(), rows }
  writeFileAtomically(snapshotFile(folder), JSON.stringify(content), 0o600)
}

function readSnapshot(file: string): SnapshotFile | null {
  if (!existsSync(file)) return null
  let found: Partial<SnapshotFile> | null = null
  try {
    found = JSON.parse(readFileSync(file, 'utf8')) as Partial<SnapshotFile>
  } catch {
    // Said below, as for any other content.
  }
  if (found?.format === 'bedside-accounts' && Array.isArray(found.rows)) return found as SnapshotFile
  throw new StudyError(
    `${file}: expected the accounts of a review, got something else; restore the file, or remove it and invite everybody again`,
  )
}

/** Sessions that a database still has; none when it does not open them. */
async function sessionsThere(db: Store['db']): Promise<AccountTables['session'][]> {
  try {
    return (await hasTables(db)) ? await accountsOf(db).selectFrom('session').selectAll().execute() : []
  } catch {
    return []
  }
}

async function restoreTables(db: Store['db'], { rows, machineStart: then }: SnapshotFile): Promise<void> {
  // After a power cut a session that was ended may be there again: everybody signs in anew.
  const sessions = then === machineStart() ? await sessionsThere(db) : []
  const people = new Set(rows.filter(({ table }) => table === 'user').map(({ row }) => row['id']))
  const own = sessions.filter(({ userId }) => people.has(userId))
  await db.transaction().execute(async transaction => {
    await dropTables(transaction)
    await writeAccountRows(transaction, rows)
    if (own.length > 0) await accountsOf(transaction).insertInto('session').values(own).execute()
  })
}

/** Brings tables and file to one state. Throws StudyError when the file is not one of accounts. */
export async function openSnapshot(store: Store, folder: string): Promise<Snapshot> {
  if (store.engine === 'postgres') {
    await makeTables(store.db)
    return { save: async () => undefined }
  }
  const found = readSnapshot(snapshotFile(folder))
  if (found === null) await makeTables(store.db)
  else await restoreTables(store.db, found)
  const write = async () => writeSnapshot(folder, await readAccountRows(store.db))
  await write()
  let last: Promise<void> = Promise.resolve()
  let next: Promise<void> | null = null
  return {
    save() {
      next ??= last.then(() => {
        next = null
        last = write()
        // Who waits for the next write must not fail by this one.
        const mine = last
        last = mine.catch(() => undefined)
        return mine
      })
      return next
    },
  }
}
