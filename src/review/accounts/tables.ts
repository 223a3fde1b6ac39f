/** @file The tables of accounts, in a schema of their own beside the review's: the shape that better-auth expects, and invitations. */
import { type Kysely, sql } from 'kysely'
import type { Store } from '../store/index.ts'

/** The tables of the schema `accounts`. The id of a user is the person's id in the review. */
export interface AccountTables {
  user: {
    id: string
    name: string
    email: string
    emailVerified: boolean
    image: string | null
    createdAt: Date | string
    updatedAt: Date | string
    /** Left the review: nothing signs her in. */
    shut: boolean
    signedInAt: Date | string | null
  }
  session: {
    id: string
    expiresAt: Date | string
    token: string
    createdAt: Date | string
    updatedAt: Date | string
    ipAddress: string | null
    userAgent: string | null
    userId: string
  }
  account: {
    id: string
    accountId: string
    providerId: string
    userId: string
    accessToken: string | null
    refreshToken: string | null
    idToken: string | null
    accessTokenExpiresAt: Date | string | null
    refreshTokenExpiresAt: Date | string | null
    scope: string | null
    password: string | null
    createdAt: Date | string
    updatedAt: Date | string
  }
  /** Of the secret there is a hash alone: who reads the table cannot use it. */
  invitation: { secretHash: string; userId: string; expiresAt: Date | string }
}

/** The schema that they lie in. */
export const ACCOUNT_SCHEMA = 'accounts'

/** The database of a store, looking into the schema of accounts. */
export type AccountDatabase = Kysely<AccountTables>

/** The accounts of a store's database. */
export function accountsOf(db: Store['db']): AccountDatabase {
  return (db as unknown as Kysely<AccountTables>).withSchema(ACCOUNT_SCHEMA)
}

/** Tables that a snapshot holds; sessions are not among them. */
export const KEPT_TABLES = ['user', 'account', 'invitation'] as const

const TABLES = `
create schema if not exists accounts;
create table if not exists accounts."user" (
  id text primary key,
  name text not null,
  email text not null unique,
  "emailVerified" boolean not null,
  image text,
  "createdAt" timestamptz not null default current_timestamp,
  "updatedAt" timestamptz not null default current_timestamp,
  shut boolean not null default false,
  "signedInAt" timestamptz
);
create table if not exists accounts.session (
  id text primary key,
  "expiresAt" timestamptz not null,
  token text not null unique,
  "createdAt" timestamptz not null default current_timestamp,
  "updatedAt" timestamptz not null,
  "ipAddress" text,
  "userAgent" text,
  "userId" text not null references accounts."user" (id) on delete cascade
);
create table if not exists accounts.account (
  id text primary key,
  "accountId" text not null,
  "providerId" text not null,
  "userId" text not null references accounts."user" (id) on delete cascade,
  "accessToken" text,
  "refreshToken" text,
  "idToken" text,
  "accessTokenExpiresAt" timestamptz,
  "refreshTokenExpiresAt" timestamptz,
  scope text,
  password text,
  "createdAt" timestamptz not null default current_timestamp,
  "updatedAt" timestamptz not null,
  unique ("providerId", "accountId")
);
create table if not exists accounts.verification (
  id text primary key,
  identifier text not null,
  value text not null,
  "expiresAt" timestamptz not null,
  "createdAt" timestamptz not null default current_timestamp,
  "updatedAt" timestamptz not null default current_timestamp
);
create table if not exists accounts.invitation (
  "secretHash" text primary key,
  "userId" text not null unique references accounts."user" (id) on delete cascade,
  "expiresAt" timestamptz not null
);
create index if not exists session_of_user on accounts.session ("userId");
create index if not exists account_of_user on accounts.account ("userId");
create index if not exists verification_of_identifier on accounts.verification (identifier);
`

/** Makes the tables that lack; several processes may ask at once. */
export async function makeTables(db: Store['db']): Promise<void> {
  const make = async (transaction: Store['db']) => {
    // Two processes that make the same schema at once would meet an error of the catalogue.
    await sql`select pg_advisory_xact_lock(7034162)`.execute(transaction)
    await sql.raw(TABLES).execute(transaction)
  }
  await (db.isTransaction ? make(db) : db.transaction().execute(make))
}

/** Drops the tables, with all that they hold. */
export async function dropTables(db: Store['db']): Promise<void> {
  await sql`drop schema if exists ${sql.id(ACCOUNT_SCHEMA)} cascade`.execute(db)
}

/** Whether there are tables of accounts at all. */
export async function hasTables(db: Store['db']): Promise<boolean> {
  const { rows } = await sql<{ there: boolean }>`
    select to_regclass(${`${ACCOUNT_SCHEMA}.invitation`}) is not null as there`.execute(db)
  return rows[0].there
}
