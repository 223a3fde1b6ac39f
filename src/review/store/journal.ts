/** @file The journal of an embedded review: every event as a line, on the disk before it is in the database. */
import { closeSync, existsSync, fdatasync, fsyncSync, ftruncateSync, openSync, readFileSync, write } from 'node:fs'
import { dirname } from 'node:path'
import { promisify } from 'node:util'
import { canonicalJson, makeFolder, StudyError, syncFolder } from '../../support/index.ts'
import { faultOfEvent, GENESIS, type Head, type ReviewEvent } from './events.ts'

/** A journal that is open for appending. */
export interface Journal {
  /** Writes the events of one batch and flushes them: when it returns they survive a power cut. Throws StudyError. */
  append(events: readonly ReviewEvent[]): Promise<void>
  close(): void
}

interface Line {
  /** Sequence of the first event of the batch that the line was written with. */
  readonly batch: number
  readonly event: ReviewEvent
}

/** What a journal held when it was opened. */
export interface JournalContent {
  readonly events: readonly ReviewEvent[]
  /** Bytes of a last batch that was cut off in the middle of writing, and so never acknowledged. */
  readonly tornBytes: number
  /** Length of the sound part, bytes. */
  readonly length: number
}

function lineOf(text: string): Line | null {
  try {
    const line = JSON.parse(text) as Partial<Line> | null
    return Number.isInteger(line?.batch) && typeof line?.event === 'object' ? (line as Line) : null
  } catch {
    return null
  }
}

/**
 * Reads a journal; one that is not there is empty. A last batch that was cut off, also with gaps in it as a power cut
 * leaves them, is left out and counted. Throws StudyError when a line is damaged that has later batches behind it: those
 * were acknowledged, so nothing may be cut off.
 */
export function readJournal(file: string): JournalContent {
  const bytes = existsSync(file) ? readFileSync(file) : Buffer.alloc(0)
  const events: ReviewEvent[] = []
  let head: Head = GENESIS
  let start = 0
  for (;;) {
    const end = bytes.indexOf(10, start)
    const line = end < 0 ? null : lineOf(bytes.toString('utf8', start, end))
    const fault = line === null ? 'a line that cannot be read' : faultOfEvent(head, line.event)
    if (line === null || fault !== null) {
      if (start === bytes.length) break
      const number = events.length + 1
      const later = bytes.toString('utf8', start).split('\n').map(lineOf)
      if (later.some(rest => rest !== null && rest.batch > number)) {
        throw new StudyError(
          `${file}:${number}: the journal is damaged (${fault}) and goes on behind it; keep it, and restore a backup`,
        )
      }
      break
    }
    events.push(line.event)
    head = { sequence: line.event.sequence, hash: line.event.hash }
    start = end + 1
  }
  return { events, tornBytes: bytes.length - start, length: start }
}

const writeAsync = promisify(write)
const flush = promisify(fdatasync)

/** Opens a journal for appending after its first `length` bytes; what stands behind them is cut off for good. */
export function openJournal(file: string, length: number): Journal {
  makeFolder(dirname(file), 0o700)
  const isNew = !existsSync(file)
  const descriptor = openSync(file, isNew ? 'w+' : 'r+', 0o600)
  ftruncateSync(descriptor, length)
  fsyncSync(descriptor)
  if (isNew) syncFolder(dirname(file))
  let position = length
  let broken: string | null = null

  /** After a failed write nobody knows what is on the disk: back to where it was sound, or no further word. */
  const giveUp = (error: unknown): never => {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown'
    try {
      ftruncateSync(descriptor, position)
      fsyncSync(descriptor)
    } catch {
      broken = `${file}: the journal cannot be written or mended (${code}); stop the review and look at the disk`
    }
    throw new StudyError(broken ?? `${file}: the journal cannot be written (${code}); nothing of this was saved`)
  }

  return {
    async append(events) {
      if (broken !== null) throw new StudyError(broken)
      const batch = events[0]?.sequence
      if (batch === undefined) return
      const bytes = Buffer.from(events.map(event => `${canonicalJson({ batch, event })}\n`).join(''), 'utf8')
      try {
        for (let done = 0; done < bytes.length; ) {
          const { bytesWritten } = await writeAsync(descriptor, bytes, done, bytes.length - done, position + done)
          done += bytesWritten
        }
        await flush(descriptor)
      } catch (error) {
        giveUp(error)
      }
      position += bytes.length
    },
    close() {
      // The number of a closed file may soon be that of another.
      broken ??= `${file}: the journal is closed`
      closeSync(descriptor)
    },
  }
}
