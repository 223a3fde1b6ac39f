/** @file The lines that another process appends to a file, as they come. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

/** A file of JSON lines under way. */
export interface GrowingLines<Line> {
  /** The whole lines that were appended since the last call; a file that became shorter is read anew. */
  next(): Line[]
}

/**
 * Opens a file of JSON lines that may not exist yet. A line that is not JSON is left out. `onRestart` is called before lines
 * are read anew from the beginning, because the file was replaced, became shorter or is gone.
 */
export function growingLines<Line>(file: string, onRestart: () => void = () => undefined): GrowingLines<Line> {
  let read = 0
  let inode = 0
  let rest: Buffer = Buffer.alloc(0)
  const restart = (next: number) => {
    if (inode !== 0) onRestart()
    read = 0
    rest = Buffer.alloc(0)
    inode = next
  }
  return {
    next() {
      let descriptor: number
      try {
        descriptor = openSync(file, 'r')
      } catch {
        if (inode !== 0) restart(0)
        return []
      }
      try {
        const { size, ino } = fstatSync(descriptor)
        if (ino !== inode || size < read) restart(ino)
        if (size === read) return []
        const added = Buffer.alloc(size - read)
        const count = readSync(descriptor, added, 0, added.length, read)
        read += count
        const bytes = Buffer.concat([rest, added.subarray(0, count)])
        const end = bytes.lastIndexOf(0x0a) + 1
        rest = Buffer.from(bytes.subarray(end))
        return bytes
          .subarray(0, end)
          .toString('utf8')
          .split('\n')
          .flatMap(line => {
            try {
              return line === '' ? [] : [JSON.parse(line) as Line]
            } catch {
              return []
            }
          })
      } finally {
        closeSync(descriptor)
      }
    },
  }
}
