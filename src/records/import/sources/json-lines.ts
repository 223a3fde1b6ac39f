/** @file JSON Lines as a source of raw rows: an object a line, its members the columns, nested ones as `outer.inner`. */
import { InputError } from '../../../support/index.ts'
import type { RawRow, RowSource, SourceOptions } from './row-source.ts'
import { readTextLines } from './text-lines.ts'

/** An object's members as text. */
interface Flat {
  readonly cells: Map<string, string>
  /** Names that hold objects. */
  readonly objects: Set<string>
}

const NO_OBJECT = 'expected one JSON object on the line, got something else'
const INEXACT = 'expected numbers that can be held exactly, got a whole number of more than 15 digits'
const REPEATED = 'expected each name once in its object, got one twice'
const MIXED =
  'expected a name to hold a value on all lines or an object on all, got the other of what an earlier line has'
const TWICE = 'expected each name once, got one twice (as a nested name and as one with a dot)'

/** Adds an object's members as text; returns what is wrong with them, or null. Lists become their JSON text. */
function flatten(value: object, prefix: string, into: Flat): string | null {
  for (const [key, member] of Object.entries(value) as [string, unknown][]) {
    const name = prefix + key.trim()
    if (typeof member === 'object' && member !== null && !Array.isArray(member)) {
      into.objects.add(name)
      const problem = flatten(member, `${name}.`, into)
      if (problem !== null) return problem
      continue
    }
    // A number this long lost its last digits when it was read: two ids could have become one.
    if (Number.isInteger(member) && !Number.isSafeInteger(member)) return INEXACT
    if (into.cells.has(name)) return TWICE
    into.cells.set(name, member === null ? '' : typeof member === 'object' ? JSON.stringify(member) : String(member))
  }
  return null
}

/** How many members all objects in a value have. */
function memberCount(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  const members: unknown[] = Object.values(value)
  return members.reduce((sum: number, member) => sum + memberCount(member), Array.isArray(value) ? 0 : members.length)
}

/** True when a name stands twice in an object: the parser keeps the last one and says nothing. */
function hasRepeatedName(text: string, value: object): boolean {
  const strings = text.match(/"(?:[^"\\]|\\.)*"(?:\s*:)?/g) ?? []
  return strings.filter(string => string.endsWith(':')).length !== memberCount(value)
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
  if (hasRepeatedName(text, value)) return REPEATED
  const flat: Flat = { cells: new Map(), objects: new Set() }
  return flatten(value, '', flat) ?? flat
}

/** A reader of a file's lines in order, which remembers what is a value in them and what an object. */
function lineReader(): (text: string) => Flat['cells'] | string {
  const values = new Set<string>()
  const objects = new Set<string>()
  return text => {
    const flat = readLine(text)
    if (typeof flat === 'string') return flat
    // A null is no value: an object may be absent.
    const held = [...flat.cells].flatMap(([name, cell]) => (cell === '' ? [] : name))
    if (held.some(name => objects.has(name)) || [...flat.objects].some(name => values.has(name))) return MIXED
    for (const name of held) values.add(name)
    for (const name of flat.objects) objects.add(name)
    return flat.cells
  }
}

/**
 * Opens a JSON Lines file (gzipped or not). The columns are all names of the whole file, in the order in which they
 * first appear, so the file is read twice. A member that a line lacks, and null, are empty cells. A broken row is a line that
 * is no object, that has a name twice, or that has an object where an earlier line has a value, or the reverse. Throws InputError when no line holds an object, and as `readTextLines` does.
 */
export async function openJsonLines(file: string, options: SourceOptions = {}): Promise<RowSource> {
  const indexOf = new Map<string, number>()
  const firstTime = lineReader()
  for await (const { text } of readTextLines(file, options.encoding)) {
    const cells = firstTime(text)
    if (typeof cells === 'string') continue
    for (const name of cells.keys()) if (!indexOf.has(name)) indexOf.set(name, indexOf.size)
  }
  if (indexOf.size === 0) {
    throw new InputError(
      'expected a JSON object on each line, got none',
      { file },
      'export it as JSON Lines, or name the form by the extension',
    )
  }
  async function* rows(): AsyncGenerator<RawRow> {
    const again = lineReader()
    let row = 0
    for await (const { line, text } of readTextLines(file, options.encoding, options.onBytes)) {
      row++
      const read = again(text)
      if (typeof read === 'string') yield { row, line, cells: [], broken: { field: '(row)', reason: read } }
      else {
        const cells = new Array<string>(indexOf.size).fill('')
        for (const [name, cell] of read) cells[indexOf.get(name) as number] = cell
        yield { row, line, cells }
      }
    }
  }
  return { columns: [...indexOf.keys()], rows: rows(), notes: () => [] }
}
