/** @file Finds rows that repeat an earlier one in every cell but their id; keeps a hash of each row, and no cell. */
import { createHash } from 'node:crypto'

/** Rows that repeat an earlier one. */
export interface RepeatedRows {
  readonly count: number
  /** Numbers of the first such row and of the one that it repeats; null when there is none. */
  readonly first: readonly [row: number, earlier: number] | null
}

/** Takes the rows of a cohort in order. */
export interface RepeatedRowFinder {
  add(row: number, cells: readonly string[]): void
  found(): RepeatedRows
}

/** Bytes of a hash that are kept: among a million rows, equal ones of two rows are no chance. */
const HASH_BYTES = 12

/** Opens a finder. @param ids positions of the columns that make the id of a row; empty: equal rows may be two patients. */
export function repeatedRowFinder(ids: readonly number[]): RepeatedRowFinder {
  const rowOf = new Map<string, number>()
  let count = 0
  let first: RepeatedRows['first'] = null
  return {
    add(row, cells) {
      if (ids.length === 0) return
      const rest = JSON.stringify(cells.map((cell, index) => (ids.includes(index) ? '' : cell)))
      const hash = createHash('sha256').update(rest).digest().toString('latin1', 0, HASH_BYTES)
      const earlier = rowOf.get(hash)
      if (earlier === undefined) {
        rowOf.set(hash, row)
        return
      }
      count++
      first ??= [row, earlier]
    },
    found: () => ({ count, first }),
  }
}
