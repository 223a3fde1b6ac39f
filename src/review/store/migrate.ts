/** @file Brings a database to the present schema: Kysely's Migrator, and a checksum of what was applied. */
import { type Migration, Migrator, sql } from 'kysely'
import { sha256, StudyError } from '../../support/index.ts'
import { sqlText as eventsAndState } from './migrations/0001-events-and-state.ts'
import { type Database, SCHEMA } from './tables.ts'

/** Name -> SQL, in the order of their names. */
const MIGRATIONS: Readonly<Record<string, string>> = {
  '0001-events-and-state': eventsAndState,
}

/** Names the schema that this program works with: the last migration. */
export const SCHEMA_VERSION = Object.keys(MIGRATIONS).at(-1)!

function asMigration(name: string, text: string): Migration {
  return {
    async up(db) {
      await sql.raw(text).execute(db)
      await (db as Database)
        .withSchema(SCHEMA)
        .insertInto('migration_checksum')
        .values({ name, sha256: sha256(text) })
        .execute()
    },
  }
}

/**
 * Applies the migrations that lack; several processes may ask at once. Throws StudyError when one of those applied is not
 * the one that this program has, or is unknown to it.
 */
export async function migrate(db: Database, migrations = MIGRATIONS): Promise<void> {
  await db.transaction().execute(async tx => {
    // Two processes that make the same schema at once would meet an error of the catalogue.
    await sql`select pg_advisory_xact_lock(7034161)`.execute(tx)
    await sql`create schema if not exists ${sql.id(SCHEMA)}`.execute(tx)
    await sql`create table if not exists ${sql.id(SCHEMA, 'migration_checksum')} (
      name text primary key, sha256 text not null)`.execute(tx)
  })
  const migrator = new Migrator({
    db,
    provider: {
      getMigrations: async () =>
        Object.fromEntries(Object.entries(migrations).map(([name, text]) => [name, asMigration(name, text)])),
    },
    migrationTableSchema: SCHEMA,
  })
  const { error } = await migrator.migrateToLatest()
  if (error !== undefined) {
    const said = error instanceof Error ? error.message : String(error)
    throw new StudyError(`the review's database cannot be brought to schema ${SCHEMA_VERSION}: ${said}`)
  }
  for (const { name, sha256: applied } of await db
    .withSchema(SCHEMA)
    .selectFrom('migration_checksum')
    .selectAll()
    .execute()) {
    if (migrations[name] === undefined || sha256(migrations[name]) !== applied) {
      throw new StudyError(
        `migration ${name} of the review's database is not the one of this program; use the version that made it`,
      )
    }
  }
}
