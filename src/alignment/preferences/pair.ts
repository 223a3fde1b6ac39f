/** @file A preference pair as the artifact holds it: the recorded decision, and a completion that is not as good. */
import type { Message } from '../../engines/index.ts'
import type { PromptRow } from '../../prompts/index.ts'

/** Where a rejected completion comes from. */
export type PairSource = 'sampled' | 'perturbed' | 'file'

/** A rejected completion, with the layers it is wrong on: names, or `['unreadable']`; for supplied ones perhaps none. */
export interface Rejected {
  readonly text: string
  readonly wrongOn: readonly string[]
}

/** A line of `preferences/{train,validation}.jsonl`, in TRL's conversational form of an explicit prompt. */
export interface PairRow {
  readonly prompt: readonly Message[]
  readonly chosen: readonly Message[]
  readonly rejected: readonly Message[]
  readonly record_id: string
  readonly source: PairSource
  readonly rejected_wrong_on: readonly string[]
}

/** The pair of a record; `chosen` is the reference completion unless another text is given. */
export function pairRow(
  row: Pick<PromptRow, 'record_id' | 'prompt' | 'completion'>,
  source: PairSource,
  rejected: Rejected,
  chosen?: string,
): PairRow {
  return {
    prompt: row.prompt,
    chosen: chosen === undefined ? row.completion : [{ role: 'assistant', content: chosen }],
    rejected: [{ role: 'assistant', content: rejected.text }],
    record_id: row.record_id,
    source,
    rejected_wrong_on: rejected.wrongOn,
  }
}
