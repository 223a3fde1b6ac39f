/** @file All accounts as plain rows: for the snapshot of an embedded review, and for backups; sessions are left out. */
import type { Store } from '../store/index.ts'
import { accountsOf, hasTables, KEPT_TABLES, makeTables } from './tables.ts'

/** One row of one table, with times as text. */
export interface AccountRow {
  readonly table: (typeof KEPT_TABLES)[number]
  readonly row: Readonly<Record<string, string | boolean | null>>
}

/** Reads all accounts with their password hashes; none where no accounts were ever opened. */
export async function readAccountRows(db: Store['db']): Promise<readonly AccountRow[]> {
  if (!(await hasTables(db))) return []
  const found: AccountRow[] = []
  for (const table of KEPT_TABLES) {
    const rows = (await accountsOf(db).selectFrom(table).selectAll().execute()) as Record<string, unknown>[]
    // Through JSON: times become text, the same as they are read back.
    for (const row of rows) found.push({ table, row: JSON.parse(JSON.stringify(row)) as AccountRow['row'] })
  }
  return found
}

/** Adds accounts to tables that hold none, which are made when they lack. */
export async function writeAccountRows(db: Store['db'], rows: readonly AccountRow[]): Promise<void> {
  await makeTables(db)
  for (const table of KEPT_TABLES) {
    const own = rows.filter(row => row.table === table).map(({ row }) => row)
    for (let start = 0; start < own.length; start += 500) {
      await accountsOf(db)
        .insertInto(table)
        .values(own.slice(start, start + 500) as never)
        .execute()
    }
  }
}
