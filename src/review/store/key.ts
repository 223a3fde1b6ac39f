/**
 * @file The key: which arm stands behind which side of which slot. Only what locks, unblinds or exports may import this
 * file, and nothing that serves a browser.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { hashJson, StudyError, writeFileAtomically } from '../../support/index.ts'
import type { Payloads } from './events.ts'
import type { Side } from './judgement.ts'
import { type Database, SCHEMA } from './tables.ts'
import { allocationsOf } from './texts.ts'

/** The arm on each side that a slot shows. */
export type Arms = Readonly<Partial<Record<Side, string>>>

/** Slot id -> arms. */
export type Key = Readonly<Record<string, Arms>>

/** What is known of the database's place: on an embedded review the key lies in files too. */
export interface KeyPlace {
  readonly db: Database
  readonly folder: string | null
}

/** The hash of a key that its event may show: salted, since of a small key all possibilities could be tried. */
export function sealOf(key: Key, salt: string): string {
  return hashJson({ salt, key })
}

const fileOf = (folder: string, seal: string) => join(folder, 'key', `${seal}.json`)

async function insertKey(db: Database, key: Key, salt: string): Promise<void> {
  const seal = sealOf(key, salt)
  const rows = Object.entries(key).map(([slot_id, arms]) => ({ slot_id, arms: JSON.stringify(arms), seal, salt }))
  for (let start = 0; start < rows.length; start += 2000) {
    await db
      .withSchema(SCHEMA)
      .insertInto('slot_key')
      .values(rows.slice(start, start + 2000))
      .execute()
  }
}

/** Stores the key of an allocation: on an embedded review in a file first, which is on the disk when this goes on. */
export async function storeKey({ db, folder }: KeyPlace, key: Key, salt: string): Promise<void> {
  if (folder !== null) writeFileAtomically(fileOf(folder, sealOf(key, salt)), JSON.stringify({ salt, key }), 0o600)
  await insertKey(db, key, salt)
}

function readKeyFile(folder: string, seal: string): { readonly salt: string; readonly key: Key } {
  const file = fileOf(folder, seal)
  try {
    const { salt, key } = JSON.parse(readFileSync(file, 'utf8')) as { salt: string; key: Key }
    if (sealOf(key, salt) === seal) return { salt, key }
  } catch {
    // Said below, as for any other content.
  }
  throw new StudyError(`${file}: expected the key of an allocation, got none or another; restore the file`)
}

/** Brings keys from their files into a table that lacks them, after a recovery. */
async function restoreKey(
  { db, folder }: KeyPlace,
  allocations: readonly Payloads['allocation.added'][],
): Promise<void> {
  if (folder === null) return
  const there = await db.withSchema(SCHEMA).selectFrom('slot_key').select('seal').distinct().execute()
  const known = new Set(there.map(({ seal }) => seal))
  for (const { keySeal } of allocations) {
    if (known.has(keySeal)) continue
    const { key, salt } = readKeyFile(folder, keySeal)
    await insertKey(db, key, salt)
  }
}

/**
 * The whole key, checked against the seals in the chain. Throws StudyError when it is not the one that was allocated, or
 * does not name an arm for each side of each slot.
 */
export async function loadKey(place: KeyPlace): Promise<ReadonlyMap<string, Arms>> {
  const allocations = await allocationsOf(place.db)
  await place.db.transaction().execute(db => restoreKey({ ...place, db }, allocations))
  const sealed = new Map<string, { salt: string; key: Record<string, Arms> }>()
  for (const row of await place.db.withSchema(SCHEMA).selectFrom('slot_key').selectAll().execute()) {
    const part = sealed.get(row.seal) ?? { salt: row.salt, key: {} }
    part.key[row.slot_id] = JSON.parse(row.arms) as Arms
    sealed.set(row.seal, part)
  }
  const whole = new Map<string, Arms>()
  for (const { keySeal, slots } of allocations) {
    const part = sealed.get(keySeal)
    const lacks = slots.some(({ slotId, shown }) => shown.some(({ side }) => part?.key[slotId]?.[side] === undefined))
    if (part === undefined || sealOf(part.key, part.salt) !== keySeal || lacks) {
      throw new StudyError('the key is not the one that was allocated: its seal does not match; restore a backup')
    }
    for (const [slotId, arms] of Object.entries(part.key)) whole.set(slotId, arms)
  }
  return whole
}

/** The salt of the first allocation's key, which is the secret that the review is allocated with; null before there is one. */
export async function firstSalt(place: KeyPlace): Promise<string | null> {
  const allocations = await allocationsOf(place.db)
  await place.db.transaction().execute(db => restoreKey({ ...place, db }, allocations))
  const first = allocations[0]
  if (first === undefined) return null
  const row = await place.db
    .withSchema(SCHEMA)
    .selectFrom('slot_key')
    .select('salt')
    .where('seal', '=', first.keySeal)
    .limit(1)
    .executeTakeFirst()
  if (row === undefined) throw new StudyError('the key of the first allocation is not there; restore a backup')
  return row.salt
}
