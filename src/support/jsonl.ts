/** @file JSON Lines: one JSON value a line, the form of every artifact that holds many items. */
import { createReadStream, existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { StudyError } from './errors.ts'
import { lineWriter } from './files.ts'

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

/** Writes items to a JSONL file and returns how many there were. */
export async function writeJsonl(file: string, items: Iterable<unknown> | AsyncIterable<unknown>): Promise<number> {
  const writer = lineWriter(file)
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
