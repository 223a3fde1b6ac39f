/** @file Whole cases packed into rows, for language modelling. */
import type { EncodedCase } from './encoding.ts'

/** A row of a training batch: every token but the first is learnt. */
export interface Sequence {
  /** Ids of the examples in it. */
  readonly records: readonly string[]
  readonly ids: Int32Array
}

/**
 * Whole cases in a row up to the context's length. Cases in one context are what lets exemplars mean something later. A
 * case is never cut; a row of a single token, which teaches nothing, is left out.
 */
export function packSequences(cases: readonly EncodedCase[], contextLength: number): Sequence[] {
  const sequences: Sequence[] = []
  let row: number[] = []
  let records: string[] = []
  const close = () => {
    if (row.length > 1) sequences.push({ records, ids: Int32Array.from(row) })
    row = []
    records = []
  }
  for (const { id, ids } of cases) {
    if (row.length + ids.length > contextLength) close()
    row.push(...ids)
    records.push(id)
  }
  close()
  return sequences
}
