/** @file What a check before training finds. Findings hold ids, lines and counts, never a text of a record. */
import type { TrainingRow } from './training-rows.ts'

/** The checks, by what they look at. */
export type Check =
  | 'rows'
  | 'duplicates'
  | 'template'
  | 'length'
  | 'loss-tokens'
  | 'end-token'
  | 'batch'
  | 'memory'
  | 'disk'

/** Where a row stands, and how long it is where that is what was found. */
export interface RecordPlace {
  readonly id: string
  readonly split: 'train' | 'validation'
  /** Line of the split's file, from 1. */
  readonly line: number
  readonly tokens?: number
}

/** One finding; an error stops the training. */
export interface Finding {
  readonly severity: 'error' | 'warning' | 'note'
  readonly check: Check
  /** One sentence: what was expected, what there is, and what to do. */
  readonly says: string
  /** The rows that it is about; empty when it is about the whole. */
  readonly records: readonly RecordPlace[]
}

/** Where a row stands. */
export function placeOf({ id, split, line }: TrainingRow): RecordPlace {
  return { id, split, line }
}

const ROWS_IN_MESSAGE = 10

/** Rows for a message: `train line 3 (r17), validation line 8 (r90) and 4 more`. */
export function listPlaces(records: readonly RecordPlace[]): string {
  const shown = records.slice(0, ROWS_IN_MESSAGE).map(({ id, split, line, tokens }) => {
    const length = tokens === undefined ? '' : `, ${tokens} tokens`
    return `${split} line ${line} (${id}${length})`
  })
  const more = records.length - shown.length
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}

/** `1 row`, `12 rows`. */
export function countOf(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`
}
