/** @file Whether the template puts a row's completion behind its prompt: what is learnt begins where the prompt ends. */
import { type Finding, countOf, listPlaces, placeOf } from './finding.ts'
import type { RowTokens } from './row-tokens.ts'

const says = {
  'special-token':
    "spell a special token of the model in their text, which it would take for a turn's marker; remove it from the text",
  template: 'are refused by the chat template of the model; it may not know system messages: change the prompts',
  prefix:
    "have prompt tokens that are not how the whole row's tokens begin, so that the mask of the loss would be shifted; " +
    'the template must open the turn of the assistant the same way each time, and no text may begin with white space ' +
    'that joins it',
}

/** A template that writes the day into every prompt: a warning. */
export function checkDay(template: string): readonly Finding[] {
  if (!template.includes('strftime_now')) return []
  const problem =
    'the chat template writes the date of the day into every prompt, so that each day has other tokens and results; ' +
    'set a fixed date in the template of the model'
  return [{ severity: 'warning', check: 'template', says: problem, records: [] }]
}

/** Rows with special tokens in their texts, rows that the template refuses, rows whose prompt is no prefix of the whole. */
export function checkTemplate(counted: readonly RowTokens[]): readonly Finding[] {
  const kinds = [
    ['special-token', counted.filter(({ refused }) => refused === 'special-token')],
    ['template', counted.filter(({ refused }) => refused === 'template')],
    ['prefix', counted.filter(({ completions }) => completions.some(({ goesOn }) => !goesOn))],
  ] as const
  return kinds
    .filter(([, wrong]) => wrong.length > 0)
    .map(([kind, wrong]) => {
      const records = wrong.map(({ row }) => placeOf(row))
      const list = `${countOf(wrong.length, 'row')} (${listPlaces(records)})`
      return { severity: 'error', check: 'template', says: `${list} ${says[kind]}`, records }
    })
}
