/** @file Passwords: hashed by argon2id, one at a time, so that many who sign in at once do not hold up those who judge. */
import { hash, verify } from '@node-rs/argon2'

/** Characters that a password has at least. Length is what counts; nothing else is asked of it. */
export const SHORTEST_PASSWORD = 12
/** And at most: more would only be work for the server. */
export const LONGEST_PASSWORD = 256

/** What OWASP asks for: 19 MiB, two passes, one lane. The library's default kind is argon2id. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** The same characters typed on another keyboard are the same password. */
const normal = (password: string) => password.normalize('NFKC')

/** Hashing runs in the pool of threads in which files are flushed too: one at a time leaves room there. */
let last: Promise<unknown> = Promise.resolve()
function inTurn<Answer>(work: () => Promise<Answer>): Promise<Answer> {
  const mine = last.then(work)
  last = mine.catch(() => undefined)
  return mine
}

/** The hash of a password, with its salt and cost. */
export function hashPassword(password: string): Promise<string> {
  return inTurn(() => hash(normal(password), COST))
}

/** Whether a password is the one of a hash; a hash that cannot be read has none. */
export function verifyPassword(known: string, password: string): Promise<boolean> {
  return inTurn(() => verify(known, normal(password)).catch(() => false))
}
