/** @file JSON Lines as a source of raw rows: an object a line, its members the columns, nested ones as `outer.inner`. */
import { InputError } from '../../../support/index.ts'
import type { RawRow, RowSource, SourceOptions } from './row-source.ts'
import { readTextLines } from './text-lines.ts'

type Flat = Map<string, string>

const NO_OBJECT = 'expected one JSON object on the line, got something else'
const INEXACT = 'expected numbers that can be held exactly, got a whole number of more than 15 digits'
const TWICE = 'expected each name once, got one twice (as a nested name and as one with a dot)'

/** Adds an object's members as text; returns what is wrong with them, or null. Lists become their JSON text. */
function flatten(value: object, prefix: string, into: Flat): string | null {
  for (const [key, member] of Object.entries(value) as [string, unknown][]) {
    const name = prefix + key.trim()
    if (typeof member === 'object' && member !== null && !Array.isArray(member)) {
      const problem = flatten(member, `${name}.`, into)
      if (problem !== null) return problem
      continue
    }
    // A number this long lost its last digits when it was read: two ids could have become one.
    if (Number.isInteger(member) && !Number.isSafeInteger(member)) return INEXACT
    if (into.has(name)) return TWICE
    into.set(name, member === null ? '' : typeof member === 'object' ? JSON.stringify(member) : String(member))
  }
  return null
}

/** One line's members as text, or what is wrong with the line. */
function readLine(text: string): Flat | string {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return NO_OBJECT
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return NO_OBJECT
  const flat: Flat = new Map()
  return flatten(value, '', flat) ?? flat
}

/**
 * Opens a JSON Lines file (gzipped or not). The columns are all names of the whole file, in the order in which they
 * first appear, so the file is read twice. A member that a line lacks, and null, are empty cells; a line that is no
 * object is a broken row. Throws InputError when no line holds an object, and as `readTextLines` does.
 */
export async function openJsonLines(file: string, options: SourceOptions = {}): Promise<RowSource> {
  const indexOf = new Map<string, number>()
  for await (const { text } of readTextLines(file, options.encoding)) {
    const flat = readLine(text)
    if (typeof flat === 'string') continue
    for (const name of flat.keys()) if (!indexOf.has(name)) indexOf.set(name, indexOf.size)
  }
  if (indexOf.size === 0) {
    throw new InputError(
      'expected a JSON object on each line, got none',
      { file },
      'export it as JSON Lines, or name the form by the extension',
    )
  }
  async function* rows(): AsyncGenerator<RawRow> {
    let row = 0
    for await (const { line, text } of readTextLines(file, options.encoding, options.onBytes)) {
      row++
      const flat = readLine(text)
      if (typeof flat === 'string') yield { row, line, cells: [], broken: { field: '(row)', reason: flat } }
      else {
        const cells = new Array<string>(indexOf.size).fill('')
        for (const [name, cell] of flat) cells[indexOf.get(name) as number] = cell
        yield { row, line, cells }
      }
    }
  }
  return { columns: [...indexOf.keys()], rows: rows(), notes: () => [] }
}
