/** @file Whole cases packed into rows, for language modelling. */
import type { EncodedCase } from './encoding.ts'

/** A row of a training batch. */
export interface Sequence {
  /** Ids of the examples in it. */
  readonly records: readonly string[]
  readonly ids: Int32Array
  /** 1 where a token is learnt from those before it, else 0; the first token of a row never is. */
  readonly learnt: Uint8Array
}

/** How many tokens of a row are learnt. */
export function learntTokens({ learnt }: Sequence): number {
  return learnt.reduce((sum, one) => sum + one, 0)
}

/**
 * Whole cases in a row up to the context's length, a new row where a new episode begins. Cases in one context are what
 * lets exemplars mean something later. A case is never cut; a row in which no token is learnt is left out.
 */
export function packSequences(
  cases: readonly EncodedCase[],
  contextLength: number,
  learn: 'all' | 'completions' = 'all',
): Sequence[] {
  const sequences: Sequence[] = []
  let row: number[] = []
  let learnt: number[] = []
  let records: string[] = []
  let current: string | undefined
  const close = () => {
    learnt[0] = 0
    if (learnt.includes(1)) sequences.push({ records, ids: Int32Array.from(row), learnt: Uint8Array.from(learnt) })
    row = []
    learnt = []
    records = []
  }
  for (const { id, ids, promptLength, episode } of cases) {
    if (row.length > 0 && (row.length + ids.length > contextLength || episode !== current)) close()
    current = episode
    row.push(...ids)
    learnt.push(...ids.map((_, at) => (learn === 'all' || at >= promptLength ? 1 : 0)))
    records.push(id)
  }
  if (row.length > 0) close()
  return sequences
}
