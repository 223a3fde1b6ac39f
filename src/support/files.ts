/** @file Reading and writing whole files: a write is complete or absent, and a full disk is a plain sentence. */
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { describeWriteError, InputError } from './errors.ts'
import { makeFolder } from './folders.ts'

/** Opens a file for writing, makes its folders, and turns a refusal into a plain sentence. */
function openForWriting(file: string, flags: 'w' | 'a', mode = 0o666): number {
  try {
    // A folder that is made for a secret is as private.
    makeFolder(dirname(file), mode === 0o600 ? 0o700 : 0o777)
    return openSync(file, flags, mode)
  } catch (error) {
    throw describeWriteError(error, file)
  }
}

/** Flushes a folder's entries, so that a rename in it survives a power cut; where the system has no such call, nothing. */
export function syncFolder(folder: string): void {
  let descriptor: number
  try {
    descriptor = openSync(folder, 'r')
  } catch {
    return
  }
  try {
    fsyncSync(descriptor)
  } catch {
    // Not every file system can: the file itself is flushed all the same.
  } finally {
    closeSync(descriptor)
  }
}

/**
 * Replaces a file by new content so that a reader, also after a power cut, sees the old one or the new one, never a
 * part: writes beside it, flushes to the disk, renames. `mode` says who may read it; 0o600 for secrets. Throws StudyError
 * when the disk is full and leaves no part.
 */
export function writeFileAtomically(
  file: string,
  content: string | Uint8Array | readonly Uint8Array[],
  mode = 0o666,
): void {
  const part = `${file}.part`
  const descriptor = openForWriting(part, 'w', mode)
  const chunks: readonly Uint8Array[] = Array.isArray(content)
    ? content
    : [typeof content === 'string' ? Buffer.from(content, 'utf8') : (content as Uint8Array)]
  let open = true
  try {
    for (const chunk of chunks) {
      for (let offset = 0; offset < chunk.byteLength; ) {
        offset += writeSync(descriptor, chunk, offset, chunk.byteLength - offset)
      }
    }
    fsyncSync(descriptor)
    closeSync(descriptor)
    open = false
    renameSync(part, file)
    syncFolder(dirname(file))
  } catch (error) {
    if (open) closeSync(descriptor)
    rmSync(part, { force: true })
    throw describeWriteError(error, file)
  }
}

/** Reads a text file that the user named; throws InputError when it is not there or not readable. */
export function readTextFile(file: string, remedy = 'check the path'): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    const problem = code === 'ENOENT' ? 'expected a file, got nothing at this path' : `cannot be read (${code})`
    throw new InputError(problem, { file }, remedy)
  }
}

/** A text file written line by line through a buffer; `close` flushes it to the disk. */
export interface LineWriter {
  write(line: string): void
  /** Appends whole lines that are UTF-8 already, line ends included. */
  append(lines: Uint8Array): void
  /** Flushes all lines to the disk, so that they survive a power cut. */
  sync(): void
  close(): void
}

/**
 * Opens a line writer; `append` continues an existing file. Buffers 64 KiB, or nothing when `buffered` is false. `mode` says
 * who may read a new file; 0o600 for secrets.
 */
export function lineWriter(
  file: string,
  options: { append?: boolean; buffered?: boolean; mode?: number } = {},
): LineWriter {
  const descriptor = openForWriting(file, options.append ? 'a' : 'w', options.mode)
  let pending: string[] = []
  let size = 0
  const put = (bytes: Uint8Array) => {
    try {
      for (let offset = 0; offset < bytes.length; ) offset += writeSync(descriptor, bytes, offset)
    } catch (error) {
      throw describeWriteError(error, file)
    }
  }
  const flush = () => {
    if (size === 0) return
    const bytes = Buffer.from(pending.join(''), 'utf8')
    pending = []
    size = 0
    put(bytes)
  }
  const sync = () => {
    try {
      flush()
      fsyncSync(descriptor)
    } catch (error) {
      throw describeWriteError(error, file)
    }
  }
  return {
    write(line) {
      pending.push(line, '\n')
      size += line.length + 1
      if (size > 65536 || options.buffered === false) flush()
    },
    append(lines) {
      flush()
      put(lines)
    },
    sync,
    close() {
      try {
        sync()
      } finally {
        closeSync(descriptor)
      }
    },
  }
}
