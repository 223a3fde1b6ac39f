/** @file Whether what ends the assistant's turn in the template is what GRPO waits for. */
import type { Tokenizer } from '../../model/index.ts'
import { type Finding, placeOf } from './finding.ts'
import { rowCounter } from './row-tokens.ts'
import type { TrainingRow } from './training-rows.ts'

/**
 * GRPO takes a completion to its first eos_token of the tokenizer, whatever other end tokens the model has: an error when the
 * template closes an assistant's turn with another token. Nothing when the row cannot be rendered, which another check says.
 */
export function checkEndOfTurn(tokenizer: Tokenizer, row: TrainingRow): readonly Finding[] {
  const answered: TrainingRow = {
    ...row,
    completions: [{ name: 'completion', messages: [{ role: 'assistant', content: 'Yes.' }] }],
  }
  const [answer] = rowCounter(tokenizer, new Set(tokenizer.endTokenIds))(answered).completions
  if (answer === undefined || answer.ends) return []
  const says =
    `expected the chat template to close the turn of the assistant with the eos_token of the tokenizer ` +
    `(${tokenizer.endTokenIds.join(', ')}), got another end; completions of GRPO would all count as cut off: set ` +
    'eos_token in tokenizer_config.json to the token that ends a turn'
  return [{ severity: 'error', check: 'end-token', says, records: [placeOf(row)] }]
}
