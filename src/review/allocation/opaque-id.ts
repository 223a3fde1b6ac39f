/** @file Ids that nobody can guess or read: keyed hashes of running numbers. */
import { createHmac } from 'node:crypto'

/** 128 bits as 22 characters of base64url; the same for the same secret and names, and without the secret like chance. */
export function opaqueId(secret: string, ...names: readonly (string | number)[]): string {
  return createHmac('sha256', secret).update(JSON.stringify(names)).digest().subarray(0, 16).toString('base64url')
}
