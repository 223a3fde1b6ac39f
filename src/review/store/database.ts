/** @file Opens PostgreSQL, in this process (PGlite) or on a server, behind one driver and one dialect. */
import { PGlite } from '@electric-sql/pglite'
import { createPgConfig } from '@electric-sql/pglite/node-postgres'
import { Kysely, PostgresDialect, sql } from 'kysely'
import { Pool } from 'pg'
import { InputError } from '../../support/index.ts'
import type { Database, Tables } from './tables.ts'

/** An open database. */
export interface OpenDatabase {
  readonly db: Database
  /** Major version of PostgreSQL. */
  readonly major: number
  close(): Promise<void>
}

/** The oldest PostgreSQL that is supported: that of Debian 12. */
const OLDEST_MAJOR = 15

const majorOf = async (db: Database) => {
  const { rows } = await sql<{ version: string }>`select current_setting('server_version_num') as version`.execute(db)
  return Math.floor(Number(rows[0].version) / 10_000)
}

/** Opens the PostgreSQL of a folder in this process; nothing else may have it open. Makes it when it is not there. */
export async function openEmbedded(folder: string): Promise<OpenDatabase> {
  const pglite = await PGlite.create(folder)
  // One connection is all there is; it must stay, since a second one would be the same.
  const pool = new Pool({ ...createPgConfig(pglite), max: 1, idleTimeoutMillis: 0 } as ConstructorParameters<
    typeof Pool
  >[0])
  const db: Database = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
  return {
    db,
    major: await majorOf(db),
    async close() {
      await db.destroy()
      await pglite.close()
    },
  }
}

/**
 * Connects to a PostgreSQL server. Throws InputError when it cannot be reached, is older than 15, or runs with fsync off:
 * what it acknowledged would not survive a power cut.
 */
export async function openServer(connectionString: string): Promise<OpenDatabase> {
  const pool = new Pool({ connectionString, max: 10 })
  // A connection that breaks while it is idle is replaced by the next query; without a listener it would end the process.
  pool.on('error', () => undefined)
  const db: Database = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
  try {
    const major = await majorOf(db).catch(error => {
      const code = (error as { code?: string }).code ?? 'no answer'
      throw new InputError(
        `expected a PostgreSQL server, could not connect (${code})`,
        {},
        'check the connection string',
      )
    })
    if (major < OLDEST_MAJOR) {
      throw new InputError(`expected PostgreSQL ${OLDEST_MAJOR} or later, got ${major}`, {}, 'use a newer server')
    }
    const { rows } = await sql<{ fsync: string }>`select current_setting('fsync') as fsync`.execute(db)
    if (rows[0].fsync !== 'on') {
      throw new InputError(
        'expected a server with fsync on, got one with it off',
        {},
        'set fsync = on and start it again',
      )
    }
    return { db, major, close: () => db.destroy() }
  } catch (error) {
    await db.destroy()
    throw error
  }
}
