/** @file The rows of a training request in one form, whatever the method. */
import type { Message, TrainRequest } from '../engine.ts'

/** One row: a prompt with no completion (GRPO), one (SFT) or two (DPO). */
export interface TrainingRow {
  readonly id: string
  readonly split: 'train' | 'validation'
  /** From 1, as in the file that the rows come from. */
  readonly line: number
  readonly prompt: readonly Message[]
  readonly completions: readonly RowCompletion[]
}

/** A completion and what the row calls it. */
export interface RowCompletion {
  readonly name: 'completion' | 'chosen' | 'rejected'
  readonly messages: readonly Message[]
}

type Parts = Pick<TrainingRow, 'id' | 'prompt' | 'completions'>

function numbered(split: TrainingRow['split'], rows: readonly Parts[]): TrainingRow[] {
  return rows.map((row, index) => ({ ...row, split, line: index + 1 }))
}

function bothSplits<Item>(train: readonly Item[], validation: readonly Item[], parts: (item: Item) => Parts) {
  return [...numbered('train', train.map(parts)), ...numbered('validation', validation.map(parts))]
}

/** The training rows and then the validation rows of a request. */
export function trainingRows(request: TrainRequest): readonly TrainingRow[] {
  switch (request.method) {
    case 'grpo':
      return bothSplits(request.prompts, request.validation, ({ id, messages }) => ({
        id,
        prompt: messages,
        completions: [],
      }))
    case 'dpo':
      return bothSplits(request.pairs, request.validation, ({ id, prompt, chosen, rejected }) => ({
        id,
        prompt,
        completions: [
          { name: 'chosen', messages: chosen },
          { name: 'rejected', messages: rejected },
        ],
      }))
    default:
      return bothSplits(request.examples, request.validation, ({ id, prompt, completion }) => ({
        id,
        prompt,
        completions: [{ name: 'completion', messages: completion }],
      }))
  }
}
