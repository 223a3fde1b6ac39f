/** @file Acts that keep a review safe, and say where it stands: verifying, backing up, standing. */
import type { ReviewEvent } from '../store/index.ts'
import { type Verification, verifyStore } from '../store/index.ts'
import { type BackupManifest, backUp } from '../store/key-holders.ts'
import { readEvents } from '../store/replay.ts'
import type { Desk } from './desk.ts'
import { type PersonStanding, type Standing, standingOf } from './standing.ts'

/** A person with what her account says. */
export interface PersonLine extends PersonStanding {
  /** Null when she has no account. */
  readonly name: string | null
  readonly email: string | null
  readonly hasSignedIn: boolean
}

/** Where an open review stands, with names, and where it is served. */
export interface DeskStanding extends Omit<Standing, 'people'> {
  readonly people: readonly PersonLine[]
  readonly servedAt: string | null
  readonly engine: 'pglite' | 'postgres'
}

/** Where the review stands. */
export async function standing({ store, accounts, servedAt }: Desk): Promise<DeskStanding> {
  const events: ReviewEvent[] = []
  for await (const chunk of readEvents(store.db)) events.push(...chunk)
  const accountOf = new Map((await accounts.list()).map(account => [account.personId, account]))
  const found = standingOf(events)
  const people = found.people.map(person => {
    const account = accountOf.get(person.personId)
    const { name = null, email = null, hasSignedIn = false } = account ?? {}
    return { ...person, name, email, hasSignedIn }
  })
  return { ...found, people, servedAt, engine: store.engine }
}

/** Checks chain, journal, texts and state; with `head` also that the chain has an event of this hash. */
export function verify({ store }: Desk, { head }: { readonly head: string | null }): Promise<Verification> {
  return verifyStore(store, head)
}

/** Writes all of the review into a new folder. */
export function backUpTo({ store }: Desk, { folder }: { readonly folder: string }): Promise<BackupManifest> {
  return backUp(store, folder)
}
