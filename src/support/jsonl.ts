/** @file JSON Lines: one JSON value a line, the form of every artifact that holds many items. */
import { createReadStream, existsSync, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { StudyError } from './errors.ts'
import { type LineWriter, lineWriter, writeFileAtomically } from './files.ts'

/** Reads a JSONL artifact item by item; throws StudyError naming file and line when a line is not JSON. */
export async function* readJsonl<T>(file: string): AsyncGenerator<T> {
  if (!existsSync(file)) throw new StudyError(`${file}: expected an artifact, got no file; run the study again`)
  let line = 0
  for await (const text of createInterface({
    input: createReadStream(file, 'utf8'),
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    line++
    if (text === '') continue
    let value: T
    try {
      value = JSON.parse(text) as T
    } catch {
      throw new StudyError(
        `${file}:${line}: expected one JSON value on the line; remove the stage's folder and run again`,
      )
    }
    yield value
  }
}

/** Reads a whole JSONL artifact into an array. */
export async function loadJsonl<T>(file: string): Promise<T[]> {
  const items: T[] = []
  for await (const item of readJsonl<T>(file)) items.push(item)
  return items
}

/** Writes items to a JSONL file and returns how many there were; `mode` says who may read it, 0o600 for secrets. */
export async function writeJsonl(
  file: string,
  items: Iterable<unknown> | AsyncIterable<unknown>,
  mode = 0o666,
): Promise<number> {
  const writer = lineWriter(file, { mode })
  let count = 0
  try {
    for await (const item of items) {
      writer.write(JSON.stringify(item))
      count++
    }
  } finally {
    writer.close()
  }
  return count
}

/**
 * Opens a JSONL file of work under way: the items that an interrupted run left, and a writer that goes on after them. A
 * last line that was cut off is dropped for good, so that the next one begins on a line of its own.
 */
export function resumeJsonl<T>(file: string): { readonly finished: T[]; readonly writer: LineWriter } {
  const finished: T[] = []
  if (existsSync(file)) {
    for (const line of readFileSync(file, 'utf8').split('\n')) {
      try {
        finished.push(JSON.parse(line) as T)
      } catch {
        // Only the last line can be incomplete, and its work is simply done again.
      }
    }
  }
  writeFileAtomically(file, finished.map(item => `${JSON.stringify(item)}\n`).join(''))
  return { finished, writer: lineWriter(file, { append: true, buffered: false }) }
}
