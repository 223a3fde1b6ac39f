/** @file What the key makes of an id: a pseudonym that nobody can compute without it, and a shift of dates. */
import { createHmac } from 'node:crypto'
import { calendarDay, dayNumber, type CalendarDay } from './calendar-date.ts'

/** What is hashed; equal ids of different things get different pseudonyms. */
export type KeyedPurpose = 'record' | 'couple' | 'date shift' | 'fingerprint'

/** Dates are moved by at most this many days, in either direction. */
export const LARGEST_SHIFT = 182

const hmac = (key: Uint8Array, purpose: KeyedPurpose, id: string): Buffer =>
  createHmac('sha256', key).update(`${purpose}\0${id}`).digest()

/**
 * The pseudonym of an id under a key: HMAC-SHA-256, the first 80 bits as 20 hexadecimal digits behind the first letter of
 * its purpose. Among a million ids two collide with probability 4e-13 (n^2 / 2^81). An empty id has a pseudonym too.
 */
export function pseudonym(key: Uint8Array, purpose: 'record' | 'couple', id: string): string {
  return purpose[0] + hmac(key, purpose, id).toString('hex', 0, 10)
}

/**
 * Days by which the dates of a couple are moved: uniform over -182..-1 and 1..182, the same for all of its rows, so that
 * its intervals stay. Single days, not whole weeks: weeks would leave 52 shifts and the day of the week, which tells a
 * clinic's calendar; no field of a record needs it. Zero is left out, so that no date is a true one. The draw takes 48
 * bits modulo 364, a bias below 1e-11.
 */
export function dateShift(key: Uint8Array, coupleId: string): number {
  const draw = hmac(key, 'date shift', coupleId).readUIntBE(0, 6) % (2 * LARGEST_SHIFT)
  return draw < LARGEST_SHIFT ? draw - LARGEST_SHIFT : draw - LARGEST_SHIFT + 1
}

/** A day moved by a number of days, over ends of months and leap days. */
export function shiftedDay(day: CalendarDay, days: number): CalendarDay {
  return calendarDay(dayNumber(day) + days)
}

/** What tells two keys apart without telling either: 16 hexadecimal digits, for the settings of a stage. */
export function keyFingerprint(key: Uint8Array): string {
  return hmac(key, 'fingerprint', '').toString('hex', 0, 8)
}

/** A function that remembers its last result: the rows of a couple often stand together. */
export function rememberingLast<T>(compute: (id: string) => T): (id: string) => T {
  let last: { readonly id: string; readonly value: T } | null = null
  return id => {
    if (last?.id !== id) last = { id, value: compute(id) }
    return last.value
  }
}
