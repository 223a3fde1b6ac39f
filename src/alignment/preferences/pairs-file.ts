/**
 * @file Pairs that a user supplies: one JSON object a line, checked as a whole before any model loads. Errors say where
 * to look and never what stood there.
 */
import { didYouMean, InputError, type Place, readTextFile } from '../../support/index.ts'

/** A supplied pair. */
export interface SuppliedPair {
  readonly recordId: string
  readonly chosen: string
  readonly rejected: string
}

/** The records that pairs may be about. */
export interface PairRecords {
  readonly training: ReadonlySet<string>
  readonly validation: ReadonlySet<string>
}

/** Supplied pairs by the part of the split that their record is in, in the order of the file. */
export interface SuppliedPairs {
  readonly train: readonly SuppliedPair[]
  readonly validation: readonly SuppliedPair[]
}

const FIELDS = ['record_id', 'chosen', 'rejected'] as const
const MESSAGE_FIELDS = ['role', 'content'] as const
const A_COMPLETION = 'expected a string or a list with one assistant message'

/** The JSON type of a value, as an error names it. */
function typeOf(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'a list' : `${typeof value === 'object' ? 'an' : 'a'} ${typeof value}`
}

type JsonObject = Readonly<Record<string, unknown>>

/** The value as an object with these fields and no others; `path` leads to it from the row. */
function objectWith(value: unknown, fields: readonly string[], path: string, place: Place): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const at = path === '' ? place : { ...place, field: path }
    throw new InputError(`expected an object, got ${typeOf(value)}`, at, `write ${fields.join(', ')}`)
  }
  const nested = (name: string) => ({ ...place, field: path === '' ? name : `${path}.${name}` })
  const unknown = Object.keys(value).find(name => !fields.includes(name))
  if (unknown !== undefined) throw new InputError('unknown field', nested(unknown), didYouMean(unknown, fields))
  const missing = fields.find(name => !Object.hasOwn(value, name))
  if (missing !== undefined) throw new InputError('expected a value, got no such field', nested(missing), 'add it')
  return value as JsonObject
}

/** The text of a completion in either of its two forms. */
function textOf(value: unknown, field: string, place: Place): string {
  let text = value
  if (Array.isArray(value)) {
    if (value.length !== 1) {
      throw new InputError(`${A_COMPLETION}, got a list of ${value.length}`, { ...place, field }, 'give one message')
    }
    const { role, content } = objectWith(value[0], MESSAGE_FIELDS, `${field}[0]`, place)
    if (role !== 'assistant') {
      const problem = 'expected the role "assistant", got another'
      throw new InputError(problem, { ...place, field: `${field}[0].role` }, 'the prompt is taken from the study')
    }
    text = content
  }
  if (typeof text !== 'string') {
    throw new InputError(`${A_COMPLETION}, got ${typeOf(text)}`, { ...place, field }, 'correct the value')
  }
  if (text.trim() === '') throw new InputError('expected a completion, got an empty one', { ...place, field })
  return text
}

function readRow(line: string, place: Place, { training, validation }: PairRecords): SuppliedPair {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    // What the parser says would quote the line.
    throw new InputError('not valid JSON', place, 'write one JSON object on the line')
  }
  const row = objectWith(value, FIELDS, '', place)
  const { record_id: recordId } = row
  if (typeof recordId !== 'string') {
    throw new InputError(`expected a string, got ${typeOf(recordId)}`, { ...place, field: 'record_id' })
  }
  const chosen = textOf(row['chosen'], 'chosen', place)
  const rejected = textOf(row['rejected'], 'rejected', place)
  if (chosen.trim() === rejected.trim()) {
    const problem = 'expected two different completions, got the same one as chosen and rejected'
    throw new InputError(problem, { ...place, field: 'rejected' }, 'remove the row')
  }
  if (!training.has(recordId) && !validation.has(recordId)) {
    const problem = 'expected a record of the training or validation split, got another id'
    throw new InputError(problem, { ...place, field: 'record_id' }, 'remove the row, or correct the id')
  }
  return { recordId, chosen, rejected }
}

/**
 * Reads a JSONL file of `{ record_id, chosen, rejected }`, where a completion is a string or a list with one assistant
 * message; blank lines are passed over, and a record may have several pairs. All rows are read; the first problem is
 * thrown as InputError with file, line, row and field, and with the number of further rows that have one: not JSON, an
 * unknown or missing field, a wrong type, an empty completion, chosen equal to rejected (blanks around them aside), a
 * record of neither split. A file without a pair of a training record is refused too.
 */
export function readPairsFile(file: string, records: PairRecords): SuppliedPairs {
  const pairs: SuppliedPair[] = []
  let first: InputError | null = null
  let further = 0
  let row = 0
  const lines = readTextFile(file)
    .replace(/^\uFEFF/, '')
    .split('\n')
  lines.forEach((line, index) => {
    if (line.trim() === '') return
    row++
    try {
      pairs.push(readRow(line, { file, line: index + 1, row }, records))
    } catch (error) {
      if (!(error instanceof InputError)) throw error
      if (first === null) first = error
      else further++
    }
  })
  const problem = first as InputError | null
  if (problem !== null) {
    const more = further === 0 ? '' : ` (and ${further} more ${further === 1 ? 'row' : 'rows'} with a mistake)`
    throw new InputError(`${problem.problem}${more}`, problem.place, problem.remedy)
  }
  const [train, validation] = [records.training, records.validation].map(ids =>
    pairs.filter(({ recordId }) => ids.has(recordId)),
  )
  if (train.length === 0) {
    const got = pairs.length === 0 ? 'none' : `${pairs.length} of validation records only`
    throw new InputError(`expected at least one pair of a training record, got ${got}`, { file }, 'add pairs')
  }
  return { train, validation }
}
