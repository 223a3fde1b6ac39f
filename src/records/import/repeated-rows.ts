/** @file Finds rows that repeat an earlier one in every cell but the ids; keeps hashes of each row, and no cell. */
import { createHash } from 'node:crypto'

/** Rows that repeat an earlier one. */
export interface RepeatedRows {
  readonly count: number
  /** Numbers of the first such row and of the one that it repeats; null when there is none. */
  readonly first: readonly [row: number, earlier: number] | null
}

/** What was found, apart: of one couple, and under another couple's id. */
export interface FoundRepeats {
  /** Equal but for the id of the record. */
  readonly records: RepeatedRows
  /** Equal but for the ids of record and couple, in rows with enough in them that it is no chance. */
  readonly couples: RepeatedRows
}

/** Takes the rows of a cohort in order. */
export interface RepeatedRowFinder {
  add(row: number, cells: readonly string[]): void
  found(): FoundRepeats
}

/** Bytes of a hash that are kept: among a million rows, equal ones of two rows are no chance. */
const HASH_BYTES = 12
/** Two couples may well agree in a few coarse cells, and not in so many. */
const FEWEST_CELLS = 12

/** Counts equal hashes of rows. */
function repeats() {
  const rowOf = new Map<string, number>()
  let count = 0
  let first: RepeatedRows['first'] = null
  return {
    /** True when an earlier row has the same cells, the left-out ones apart. */
    add(row: number, cells: readonly string[], without: (index: number) => boolean): boolean {
      const rest = JSON.stringify(cells.map((cell, index) => (without(index) ? '' : cell)))
      const hash = createHash('sha256').update(rest).digest().toString('latin1', 0, HASH_BYTES)
      const earlier = rowOf.get(hash)
      if (earlier === undefined) {
        rowOf.set(hash, row)
        return false
      }
      count++
      first ??= [row, earlier]
      return true
    },
    found: () => ({ count, first }),
  }
}

/**
 * Opens a finder. @param ids positions of the columns that make the id of a row; empty: equal rows may be two patients, and
 * nothing is found. @param coupleIds those of the couple's id; empty: only copies within a couple are looked for.
 */
export function repeatedRowFinder(ids: readonly number[], coupleIds: readonly number[]): RepeatedRowFinder {
  const records = repeats()
  const couples = repeats()
  const isRecordId = (index: number) => ids.includes(index)
  const isAnyId = (index: number) => isRecordId(index) || coupleIds.includes(index)
  return {
    add(row, cells) {
      if (ids.length === 0) return
      const isCopy = records.add(row, cells, isRecordId)
      // Where both ids are one column, what differs in it was just looked for.
      if (isCopy || coupleIds.every(isRecordId)) return
      const filled = cells.filter((cell, index) => cell.trim() !== '' && !isAnyId(index)).length
      if (filled >= FEWEST_CELLS) couples.add(row, cells, isAnyId)
    },
    found: () => ({ records: records.found(), couples: couples.found() }),
  }
}
