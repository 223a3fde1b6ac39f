/**
 * @file Who sends a request: sessions are looked up once and kept in memory, since every request asks. What ends a session
 * in this process counts at once, in another one within seconds.
 */
import { seconds, secondsBetween, timestamp } from '../../support/index.ts'
import type { AccountDatabase } from './tables.ts'

/** A session as it is kept in memory. */
export interface KnownSession {
  readonly token: string
  readonly personId: string
  /** ISO 8601 in UTC; nothing prolongs it. */
  readonly expiresAt: string
  /** When she last asked for something, as far as it was written down. */
  readonly seenAt: string
}

/** Sessions in front of their table. */
export interface Sessions {
  personOf(headers: Headers): Promise<string | null>
  /** Ends what is known of a person's sessions; their rows are gone already. */
  forget(personId: string): void
  /** Ends the session of these headers by `signOut`, under whatever writing of its cookie it is known. */
  end<Answer>(headers: Headers, signOut: () => Promise<Answer>): Promise<Answer>
}

/** A session ends after a working day, and after an hour in which nothing was asked. */
export const LONGEST_SECONDS = 12 * 3600
export const IDLE_SECONDS = 3600

/** How old what is known of a session of another process may be. */
const RECHECK_SECONDS = 3
/** How exactly it is written down when she was last there. */
const SEEN_SECONDS = 60
const MOST_KNOWN = 10_000

function cookieIn(headers: Headers, name: string): string | null {
  for (const part of (headers.get('cookie') ?? '').split(';')) {
    const at = part.indexOf('=')
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim()
  }
  return null
}

/** Opens the sessions of a database; `alone` where no other process can end one. */
export function openSessions(options: {
  readonly db: AccountDatabase
  readonly cookie: string
  readonly alone: boolean
  lookUp(headers: Headers): Promise<KnownSession | null>
}): Sessions {
  const { db, cookie, alone, lookUp } = options
  const known = new Map<string, KnownSession & { seenAt: string; writtenAt: string }>()
  const asked = new Map<string, Promise<void>>()
  const toWrite = new Set<string>()
  /** Raised when sessions end, so that a look-up that began before does not bring one back. */
  let endings = 0
  let checkedAt = seconds()
  let rechecking: Promise<void> | null = null
  let isWriting = false

  async function learn(value: string, headers: Headers): Promise<void> {
    for (let before = -1; before !== endings; ) {
      before = endings
      const found = await lookUp(headers)
      if (before !== endings) continue
      if (found === null) return
      if (known.size >= MOST_KNOWN) known.delete(known.keys().next().value!)
      known.set(value, { ...found, writtenAt: found.seenAt })
    }
  }

  /** Requests of one page come together: they share one look-up. */
  function learnOnce(value: string, headers: Headers): Promise<void> {
    const running = asked.get(value)
    if (running !== undefined) return running
    const mine = learn(value, headers).finally(() => asked.delete(value))
    asked.set(value, mine)
    return mine
  }

  async function recheck(): Promise<void> {
    const tokens = [...known.values()].map(({ token }) => token)
    if (tokens.length > 0) {
      const rows = await db.selectFrom('session').select('token').where('token', 'in', tokens).execute()
      const there = new Set(rows.map(({ token }) => token))
      for (const [value, { token }] of known) if (tokens.includes(token) && !there.has(token)) known.delete(value)
    }
    checkedAt = seconds()
  }

  async function writeSeen(): Promise<void> {
    isWriting = false
    const tokens = [...toWrite]
    toWrite.clear()
    // The database may be closing; what is lost is a minute of idle time.
    await db
      .updateTable('session')
      .set({ updatedAt: timestamp() })
      .where('token', 'in', tokens)
      .execute()
      .catch(() => undefined)
  }

  function noteSeen(session: { readonly token: string; seenAt: string; writtenAt: string }, now: string): void {
    session.seenAt = now
    if (secondsBetween(session.writtenAt, now) < SEEN_SECONDS) return
    session.writtenAt = now
    toWrite.add(session.token)
    if (isWriting) return
    isWriting = true
    setTimeout(() => void writeSeen(), 1000).unref()
  }

  return {
    async personOf(headers) {
      const value = cookieIn(headers, cookie)
      if (value === null) return null
      if (!alone && known.size > 0 && seconds() - checkedAt > RECHECK_SECONDS) {
        rechecking ??= recheck().finally(() => {
          rechecking = null
        })
        await rechecking
      }
      const isOver = (session: KnownSession, now: string) =>
        session.expiresAt <= now || secondsBetween(session.seenAt, now) > IDLE_SECONDS
      const now = timestamp()
      const kept = known.get(value)
      // Over as far as this process knows: she may have been at work through another one.
      if (kept !== undefined && isOver(kept, now)) known.delete(value)
      if (!known.has(value)) await learnOnce(value, headers)
      const session = known.get(value)
      if (session === undefined) return null
      if (isOver(session, now)) {
        known.delete(value)
        await db.deleteFrom('session').where('token', '=', session.token).execute()
        return null
      }
      noteSeen(session, now)
      return session.personId
    },
    forget(personId) {
      endings++
      for (const [value, session] of known) if (session.personId === personId) known.delete(value)
    },
    async end(headers, signOut) {
      const ended = await lookUp(headers)
      const answer = await signOut()
      endings++
      for (const [value, { token }] of known) if (token === ended?.token) known.delete(value)
      return answer
    },
  }
}
