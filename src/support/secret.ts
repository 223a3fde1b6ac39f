/** @file Secrets: numbers that nobody can guess. They never decide a result, so they need no seed. */
import { randomBytes } from 'node:crypto'

/** So many secret bytes, as hexadecimal digits. */
export function secretHex(bytes: number): string {
  return randomBytes(bytes).toString('hex')
}
