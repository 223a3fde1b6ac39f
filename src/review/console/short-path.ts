/** @file A short name for a socket: the system takes about a hundred bytes, and folders of studies lie deep. */
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Linux takes 107 bytes, macOS 103. */
const LONGEST = 100

/**
 * Calls `use` with a path of a file of a folder that is short enough to bind or connect a socket to: its own, or one by way
 * of a link in a new folder that only this user may enter. The link is gone afterwards; the socket lies in the folder itself.
 */
export async function atShortPath<T>(folder: string, name: string, use: (path: string) => Promise<T>): Promise<T> {
  const path = join(folder, name)
  if (Buffer.byteLength(path) <= LONGEST) return use(path)
  const temporary = Buffer.byteLength(tmpdir()) > LONGEST / 2 ? '/tmp' : tmpdir()
  const detour = mkdtempSync(join(temporary, 'bedside-'))
  try {
    symlinkSync(folder, join(detour, 'r'))
    return await use(join(detour, 'r', name))
  } finally {
    rmSync(detour, { recursive: true, force: true })
  }
}
