/** @file The current state as plain rows in one order, to compare two databases or one with its own events. */
import { type Database, SCHEMA, type Tables } from './tables.ts'

/** The tables of the current state and the column that orders each. */
const STATE = {
  review: row => String(row['only_one']),
  member: row => String(row['person_id']),
  slot: row => String(row['slot_id']),
  submission: row => JSON.stringify([row['person_id'], row['key']]),
} as const satisfies Partial<Record<keyof Tables, (row: Record<string, unknown>) => string>>

/** Table -> rows. */
export type StateDump = Readonly<Record<keyof typeof STATE, readonly Readonly<Record<string, unknown>>[]>>

/** Reads the state. The order is that of code units: collations differ between servers. */
export async function dumpState(db: Database): Promise<StateDump> {
  const dump: Partial<Record<keyof typeof STATE, Record<string, unknown>[]>> = {}
  for (const [table, idOf] of Object.entries(STATE) as [keyof typeof STATE, (row: object) => string][]) {
    const rows = (await db.withSchema(SCHEMA).selectFrom(table).selectAll().execute()) as Record<string, unknown>[]
    dump[table] = rows.toSorted((a, b) => (idOf(a) < idOf(b) ? -1 : 1))
  }
  return dump as StateDump
}

/** The first table in which two states differ, or null. */
export function differentTable(a: StateDump, b: StateDump): string | null {
  const tables = Object.keys(STATE) as (keyof typeof STATE)[]
  return tables.find(table => JSON.stringify(a[table]) !== JSON.stringify(b[table])) ?? null
}
