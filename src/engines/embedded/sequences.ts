/** @file Examples as rows of a training batch, with a mask of the tokens that are learnt. */
import type { EncodedCase } from './encoding.ts'

/** A row of a training batch: position t predicts token t + 1 when `isTarget[t + 1]` is 1. */
export interface Sequence {
  /** Ids of the examples in it. */
  readonly records: readonly string[]
  readonly ids: Int32Array
  /** 1 where the token enters the loss (the completion mask), 0 elsewhere; token 0 never does. */
  readonly isTarget: Uint8Array
}

/** Supervised fine-tuning: one example a sequence, the loss on its completion. */
function completionSequence({ id, ids, promptLength }: EncodedCase): Sequence {
  const isTarget = new Uint8Array(ids.length).fill(1, promptLength)
  return { records: [id], ids: Int32Array.from(ids), isTarget }
}

/**
 * Language modelling: whole cases in a row up to the context's length, the loss on every token but the first. Cases in
 * one context are what lets exemplars mean something later. A case is never cut.
 */
function packSequences(cases: readonly EncodedCase[], contextLength: number): Sequence[] {
  const sequences: Sequence[] = []
  let row: number[] = []
  let records: string[] = []
  const close = () => {
    if (row.length > 1) {
      sequences.push({ records, ids: Int32Array.from(row), isTarget: new Uint8Array(row.length).fill(1, 1) })
    }
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

/** How a method turns the cases of one epoch, in their order, into sequences. */
export function sequencesOf(method: 'lm' | 'sft', cases: readonly EncodedCase[], contextLength: number): Sequence[] {
  return method === 'lm' ? packSequences(cases, contextLength) : cases.map(completionSequence)
}
