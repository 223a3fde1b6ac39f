/** @file How long the rows are, and which do not fit: a trainer would cut them, or leave them out, without a word. */
import { type Finding, countOf, listPlaces, placeOf } from './finding.ts'
import type { RowTokens } from './row-tokens.ts'

/** Lengths in tokens over the rows that could be counted. */
export interface TokenCensus {
  readonly rows: number
  readonly prompt: Quantiles
  /** Prompt and completion, of DPO both; null for prompts alone. */
  readonly whole: Quantiles | null
}

/** Order statistics: of the values in order, those at the places ceil(p n). */
export interface Quantiles {
  readonly median: number
  readonly p95: number
  readonly max: number
  readonly sum: number
}

/** Quantiles of lengths; zeros for none. */
export function quantiles(lengths: readonly number[]): Quantiles {
  const ordered = [...lengths].sort((a, b) => a - b)
  const at = (p: number) => ordered[Math.max(0, Math.ceil(p * ordered.length) - 1)] ?? 0
  return { median: at(0.5), p95: at(0.95), max: at(1), sum: ordered.reduce((sum, length) => sum + length, 0) }
}

/** Counts the rows that could be rendered. */
export function tokenCensus(counted: readonly RowTokens[]): TokenCensus {
  const rows = counted.filter(({ refused }) => refused === null)
  const wholes = rows.flatMap(({ completions }) => completions.map(({ whole }) => whole))
  return {
    rows: rows.length,
    prompt: quantiles(rows.map(({ prompt }) => prompt)),
    whole: wholes.length > 0 ? quantiles(wholes) : null,
  }
}

/**
 * The census as a note, and the rows that are longer than the context as an error.
 * @param room tokens that a prompt must leave for new ones; 0 where completions are given.
 */
export function checkLengths(
  counted: readonly RowTokens[],
  { contextLength, room }: { readonly contextLength: number; readonly room: number },
): readonly Finding[] {
  const { rows, prompt, whole } = tokenCensus(counted)
  const stated = ({ median, p95, max }: Quantiles) => `median ${median}, 95 % up to ${p95}, longest ${max}`
  const census = `${countOf(rows, 'row')}; tokens of a prompt: ${stated(prompt)}`
  const note: Finding = {
    severity: 'note',
    check: 'length',
    says: whole === null ? census : `${census}; with its completion: ${stated(whole)}`,
    records: [],
  }
  const records = counted
    .filter(({ refused }) => refused === null)
    .map(({ row, prompt: own, completions }) => ({
      ...placeOf(row),
      tokens: completions.reduce((most, completion) => Math.max(most, completion.whole), own) + room,
    }))
    .filter(({ tokens }) => tokens > contextLength)
  if (records.length === 0) return [note]
  const asked = room > 0 ? ` (${room} of them for the completion)` : ''
  const says =
    `expected at most ${contextLength} tokens in a row${asked}, got more in ${countOf(records.length, 'row')}: ` +
    `${listPlaces(records)}; shorten the prompts (prompts.values, prompts.options), or use a model with a longer context`
  return [note, { severity: 'error', check: 'length', says, records }]
}
