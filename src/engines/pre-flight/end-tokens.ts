/** @file Whether a model can learn where to stop: the end token that generation waits for must be in what is learnt. */
import { type Finding, countOf, listPlaces, placeOf } from './finding.ts'
import type { RowTokens } from './row-tokens.ts'

/** The end and padding tokens as the files of a checkpoint state them. */
export interface EndTokens {
  /** Of the tokenizer; the trainer and GRPO go by it. */
  readonly tokenizer: number
  /** Of config.json and generation_config.json; generation stops at any of them. */
  readonly model: readonly number[]
  readonly padding: number | null
}

/** Every token that ends a completion. */
export function allEndTokens({ tokenizer, model }: EndTokens): ReadonlySet<number> {
  return new Set([tokenizer, ...model])
}

/** Completions without an end token (error), an end token that the model's files do not know, or that is the padding token. */
export function checkEndTokens(tokens: EndTokens, counted: readonly RowTokens[]): readonly Finding[] {
  const findings: Finding[] = []
  const records = counted
    .filter(({ completions }) => completions.some(({ ends }) => !ends))
    .map(({ row }) => placeOf(row))
  if (records.length > 0) {
    const says =
      `expected each completion to end with an end token (${[...allEndTokens(tokens)].join(', ')}), which teaches the ` +
      `model to stop; got none in ${countOf(records.length, 'row')}: ${listPlaces(records)}; the chat template must close ` +
      'the turn of the assistant with the eos_token of tokenizer_config.json, or with an eos_token_id of generation_config.json'
    findings.push({ severity: 'error', check: 'end-token', says, records })
  }
  if (!tokens.model.includes(tokens.tokenizer)) {
    const says =
      `the eos_token of the tokenizer (${tokens.tokenizer}) is not among eos_token_id of config.json and ` +
      `generation_config.json (${tokens.model.join(', ') || 'none'}); generation elsewhere would not stop at it: add it there`
    findings.push({ severity: 'warning', check: 'end-token', says, records: [] })
  }
  if (tokens.padding === null || allEndTokens(tokens).has(tokens.padding)) {
    const got = tokens.padding === null ? 'there is none, and the end token takes its place' : 'it is the end token'
    const says =
      `expected a padding token other than the end token, ${got}; this training masks padding by length and learns ` +
      'to stop all the same, others may not: give the tokenizer a pad_token of its own'
    findings.push({ severity: 'warning', check: 'end-token', says, records: [] })
  }
  return findings
}
