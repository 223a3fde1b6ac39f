/** @file Answers that the server does not have yet, kept per person and slot until it has them. */
import { drop, get, names, put } from './browser-store.ts'

const prefixOf = (person: string) => `bedside.draft.${encodeURIComponent(person)}.`
const nameOf = (person: string, slot: string) => prefixOf(person) + encodeURIComponent(slot)

/** Keeps the answers of a slot. `slot` is its id, or another name for what is written. */
export function keepDraft(person: string, slot: string, draft: object): void {
  put(nameOf(person, slot), draft)
}

/** The answers that were kept, as an object of unknown fields; null when there are none. */
export function keptDraft(person: string, slot: string): Readonly<Record<string, unknown>> | null {
  const value = get(nameOf(person, slot))
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : null
}

/** Forgets the answers of a slot: the server has them, or the slot is no longer hers. */
export function dropDraft(person: string, slot: string): void {
  drop(nameOf(person, slot))
}

/** Under which name a change of a judged slot is kept, apart from its first answers. */
export function changeName(slot: string): string {
  return `change ${slot}`
}

/** How many slots have answers that are kept only here. */
export function countDrafts(person: string): number {
  return names(prefixOf(person)).length
}

/** Forgets everything that is kept for a person: drafts and what waits to be sent. */
export function forgetPerson(person: string): void {
  for (const name of [...names(prefixOf(person)), outboxName(person)]) drop(name)
}

/** Where what waits to be sent is kept. */
export function outboxName(person: string): string {
  return `bedside.outbox.${encodeURIComponent(person)}`
}
