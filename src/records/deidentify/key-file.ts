/** @file The secret key of de-identification: a file of 32 random bytes outside the study folder, for its owner alone. */
import { randomBytes } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { InputError, isInsideFolder, makeFolder } from '../../support/index.ts'

/** Length of a key, bytes. */
export const KEY_BYTES = 32

/** Where the key of a user lies: below the folder for settings. */
export const DEFAULT_KEY_PATH = join('bedside', 'deidentification.key')

/** Bits of a file's mode that let anybody but its owner in. */
const OTHERS = 0o077

/** Makes a key: written beside, then linked into place, so that of two first runs at once one key remains, whole. */
function makeKey(file: string): void {
  const part = `${file}.${process.pid}.part`
  try {
    makeFolder(dirname(file), 0o700)
    const descriptor = openSync(part, 'wx', 0o600)
    try {
      // Secrecy, not results: the one place of the program where chance does not come from a seed.
      writeSync(descriptor, randomBytes(KEY_BYTES))
      fsyncSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
    linkSync(part, file)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    // Another run made it in the meantime: its key is read below.
    if (code === 'EEXIST' && existsSync(file)) return
    throw new InputError(`the key cannot be written (${code})`, { file }, 'name another place for it as `key`')
  } finally {
    rmSync(part, { force: true })
  }
}

/**
 * Reads the key, and makes it first when it is not there and `create` allows it. Throws InputError, in one line and
 * without a byte of it, when it lies in the study folder (where it would be shared with what it protects), when others
 * may read it (where the system knows such rights), when it has not 32 bytes, and when it is not there.
 */
export function loadKey(options: {
  readonly file: string
  /** The folder of the study file. */
  readonly studyFolder: string
  /** True for the user's own default key; a key that a study names must exist, so that a slip does not make another. */
  readonly create: boolean
}): Uint8Array {
  const { file } = options
  const place = { file: options.file }
  if (isInsideFolder(file, options.studyFolder)) {
    throw new InputError(
      'the key lies in the study folder, where it would be shared with the records that it protects',
      place,
      'move it elsewhere, such as to your settings folder',
    )
  }
  if (!existsSync(file)) {
    if (!options.create) {
      throw new InputError(
        'expected a key, got nothing at this path',
        place,
        `check the path, or make one of ${KEY_BYTES} random bytes that only you can read`,
      )
    }
    makeKey(file)
  }
  const stats = statSync(file)
  if (!stats.isFile()) throw new InputError('expected a key, got something that is no file', place, 'check the path')
  if (process.platform !== 'win32' && (stats.mode & OTHERS) !== 0) {
    throw new InputError('the key may be read by others than its owner', place, `run: chmod 600 ${options.file}`)
  }
  let key: Buffer
  try {
    key = readFileSync(file)
  } catch (error) {
    throw new InputError(`the key cannot be read (${(error as NodeJS.ErrnoException).code})`, place, 'check its rights')
  }
  if (key.length !== KEY_BYTES) {
    throw new InputError(
      `expected a key of ${KEY_BYTES} bytes, got ${key.length}`,
      place,
      'restore the file from a copy',
    )
  }
  return key
}
