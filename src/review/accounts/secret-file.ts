/** @file The secret that signs the cookies of a review: made at its first start, for nobody else to read. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { readTextFile, secretHex, StudyError, writeFileAtomically } from '../../support/index.ts'

/** Bytes of the secret. */
const BYTES = 32

/** Reads the secret of a review's folder, or makes it. Throws StudyError when the file holds something else. */
export function readOrMakeSecret(folder: string): string {
  const file = join(folder, 'accounts-secret')
  if (!existsSync(file)) writeFileAtomically(file, `${secretHex(BYTES)}\n`, 0o600)
  const secret = readTextFile(file).trim()
  if (new RegExp(`^[0-9a-f]{${BYTES * 2}}$`).test(secret)) return secret
  throw new StudyError(`${file}: expected the secret of a review, got something else; remove it, and all sign in again`)
}
