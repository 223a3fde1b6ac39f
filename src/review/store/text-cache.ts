/** @file The texts of slots, kept in memory once they were read: a text never changes, and many raters see the same. */
import type { Store } from './open-store.ts'
import { SCHEMA } from './tables.ts'

/** Characters that are kept of one store at most; the text that was shown longest ago goes first. */
const MOST_CHARACTERS = 32_000_000

interface Kept {
  readonly texts: Map<string, string>
  characters: number
}

const caches = new WeakMap<Store['db'], Kept>()

function keep(cache: Kept, id: string, content: string): void {
  cache.texts.set(id, content)
  cache.characters += content.length
  for (const [oldest, text] of cache.texts) {
    if (cache.characters <= MOST_CHARACTERS) break
    cache.texts.delete(oldest)
    cache.characters -= text.length
  }
}

/** Texts by their ids; an id without a text is absent. */
export async function readTexts({ db }: Store, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const cache = caches.get(db) ?? { texts: new Map(), characters: 0 }
  caches.set(db, cache)
  const found = new Map<string, string>()
  for (const id of ids) {
    const content = cache.texts.get(id)
    if (content === undefined) continue
    found.set(id, content)
    // Put again, so that the map is in the order of use.
    cache.texts.delete(id)
    cache.texts.set(id, content)
  }
  const missing = ids.filter(id => !found.has(id))
  if (missing.length === 0) return found
  const rows = await db
    .withSchema(SCHEMA)
    .selectFrom('shown_text')
    .selectAll()
    .where('text_id', 'in', missing)
    .execute()
  for (const { text_id, content } of rows) {
    found.set(text_id, content)
    if (!cache.texts.has(text_id)) keep(cache, text_id, content)
  }
  return found
}
