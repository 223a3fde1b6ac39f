/** @file A clinician's verdicts on reasoning texts, read back from a file. Errors say where to look, never what stood there. */
import { InputError, type Place, readTextFile } from '../../support/index.ts'

/** Verdicts by record and text: a verdict is on a text, and says nothing of another one. */
export interface Verdicts {
  /** True, false, or null when there is no verdict on this text. */
  of(recordId: string, text: string): boolean | null
  readonly approved: number
  readonly disapproved: number
  /** Rows without a verdict. */
  readonly open: number
}

/** No verdicts. */
export const noVerdicts: Verdicts = { of: () => null, approved: 0, disapproved: 0, open: 0 }

const keyOf = (recordId: string, text: string) => JSON.stringify([recordId, text.trim()])

function readRow(line: string, place: Place): { recordId: string; text: string; approved: boolean | null } {
  let row: unknown
  try {
    row = JSON.parse(line)
  } catch {
    // What the parser says would quote the line.
    throw new InputError('not valid JSON', place, 'write one JSON object on the line')
  }
  if (typeof row !== 'object' || row === null || Array.isArray(row)) {
    throw new InputError('expected an object, got something else', place, 'give back the lines of for-approval.jsonl')
  }
  const { record_id: recordId, text, approved } = row as Record<string, unknown>
  function refuse(field: string, expected: string): never {
    throw new InputError(`expected ${expected}, got something else`, { ...place, field }, 'correct the value')
  }
  if (typeof recordId !== 'string') refuse('record_id', 'a record id')
  if (typeof text !== 'string') refuse('text', 'the text that was judged')
  if (approved !== undefined && approved !== null && typeof approved !== 'boolean') {
    refuse('approved', 'true, false or null')
  }
  return { recordId, text, approved: approved ?? null }
}

/**
 * Reads the lines of `for-approval.jsonl` as they come back, with `approved` true or false; null or missing is no
 * verdict, and fields other than `record_id`, `text` and `approved` are not looked at. Throws InputError with file, line
 * and field on the first thing wrong: not JSON, a wrong type, two verdicts on one text that differ.
 */
export function readVerdicts(file: string): Verdicts {
  const verdicts = new Map<string, boolean>()
  let open = 0
  const lines = readTextFile(file)
    .replace(/^\uFEFF/, '')
    .split('\n')
  lines.forEach((line, index) => {
    if (line.trim() === '') return
    const place = { file, line: index + 1 }
    const { recordId, text, approved } = readRow(line, place)
    if (approved === null) {
      open++
      return
    }
    const key = keyOf(recordId, text)
    if (verdicts.has(key) && verdicts.get(key) !== approved) {
      throw new InputError(
        'expected one verdict on a text, got two that differ',
        { ...place, id: recordId },
        'keep one',
      )
    }
    verdicts.set(key, approved)
  })
  const approved = [...verdicts.values()].filter(Boolean).length
  return {
    of: (recordId, text) => verdicts.get(keyOf(recordId, text)) ?? null,
    approved,
    disapproved: verdicts.size - approved,
    open,
  }
}
