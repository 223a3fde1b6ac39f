/** @file The texts that slots show: rows of a table, and on an embedded review a file that is there before its event. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { hashJson, StudyError, writeFileAtomically } from '../../support/index.ts'
import type { Payloads } from './events.ts'
import { type Database, SCHEMA } from './tables.ts'

/** Id -> text. */
export type Texts = Readonly<Record<string, string>>

const fileOf = (folder: string, hash: string) => join(folder, 'texts', `${hash}.json`)

/** Writes the texts of an allocation below the folder of a review, on the disk when it returns. */
export function writeTextsFile(folder: string, texts: Texts): void {
  writeFileAtomically(fileOf(folder, hashJson(texts)), JSON.stringify(texts), 0o600)
}

/** Reads the texts of an allocation back. Throws StudyError when they are not what the event says. */
export function readTextsFile(folder: string, hash: string): Texts {
  const file = fileOf(folder, hash)
  let texts: Texts | null = null
  try {
    texts = JSON.parse(readFileSync(file, 'utf8')) as Texts
  } catch {
    // Said below, as for any other content.
  }
  if (texts === null || hashJson(texts) !== hash) {
    throw new StudyError(`${file}: expected the texts of an allocation, got none or others; restore the file`)
  }
  return texts
}

/** Adds texts to their table. */
export async function insertTexts(db: Database, texts: Texts): Promise<void> {
  const texts_hash = hashJson(texts)
  const rows = Object.entries(texts).map(([text_id, content]) => ({ text_id, content, texts_hash }))
  for (let start = 0; start < rows.length; start += 2000) {
    await db
      .withSchema(SCHEMA)
      .insertInto('shown_text')
      .values(rows.slice(start, start + 2000))
      .execute()
  }
}

/** Texts by the allocation that brought them: hash -> texts. */
export async function loadTexts(db: Database): Promise<Map<string, Record<string, string>>> {
  const found = new Map<string, Record<string, string>>()
  for (const row of await db.withSchema(SCHEMA).selectFrom('shown_text').selectAll().execute()) {
    const texts = found.get(row.texts_hash) ?? {}
    texts[row.text_id] = row.content
    found.set(row.texts_hash, texts)
  }
  return found
}

/** The payloads of all allocations, in their order. */
export async function allocationsOf(db: Database): Promise<readonly Payloads['allocation.added'][]> {
  const rows = await db
    .withSchema(SCHEMA)
    .selectFrom('event')
    .select('payload')
    .where('kind', '=', 'allocation.added')
    .orderBy('sequence')
    .execute()
  return rows.map(({ payload }) => JSON.parse(payload) as Payloads['allocation.added'])
}

/** Brings texts from their files into a table that lacks them, after a recovery. */
export async function restoreTexts(db: Database, folder: string): Promise<void> {
  const there = await db.withSchema(SCHEMA).selectFrom('shown_text').select('texts_hash').distinct().execute()
  const known = new Set(there.map(row => row.texts_hash))
  for (const { textsHash } of await allocationsOf(db)) {
    if (!known.has(textsHash)) await insertTexts(db, readTextsFile(folder, textsHash))
    known.add(textsHash)
  }
}
