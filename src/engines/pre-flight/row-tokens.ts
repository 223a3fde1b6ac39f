/** @file Rows as tokens, reduced to what the checks ask: a study of any size is read once and nothing of it is kept. */
import type { Tokenizer } from '../../model/index.ts'
import type { Message } from '../engine.ts'
import type { RowCompletion, TrainingRow } from './training-rows.ts'

/** What checks ask of a completion. */
export interface CompletionTokens {
  readonly name: RowCompletion['name']
  /** Tokens of prompt and completion. */
  readonly whole: number
  /** Whether the prompt's tokens are how the whole begins, and something follows them. */
  readonly goesOn: boolean
  /** Whether it ends with an end token, after which only white space comes. */
  readonly ends: boolean
}

/** What checks ask of a row; null tokens where the row cannot be rendered. */
export interface RowTokens {
  readonly row: TrainingRow
  /** A text that spells a special token, or a conversation that the template refuses. */
  readonly refused: 'special-token' | 'template' | null
  readonly prompt: number
  readonly completions: readonly CompletionTokens[]
}

/** The tokens after the last end token, as text, or null without one. */
function afterEnd(tokenizer: Tokenizer, ids: readonly number[], endTokenIds: ReadonlySet<number>): string | null {
  for (let at = ids.length - 1; at >= 0; at--) {
    if (endTokenIds.has(ids[at])) return tokenizer.decode(ids.slice(at + 1))
  }
  return null
}

function completionTokens(
  tokenizer: Tokenizer,
  endTokenIds: ReadonlySet<number>,
  prompt: readonly Message[],
  promptIds: readonly number[],
  { name, messages }: RowCompletion,
): CompletionTokens {
  const ids = tokenizer.encode(tokenizer.render([...prompt, ...messages], false))
  const goesOn = ids.length > promptIds.length && promptIds.every((id, at) => id === ids[at])
  const rest = afterEnd(tokenizer, ids.slice(goesOn ? promptIds.length : 0), endTokenIds)
  return { name, whole: ids.length, goesOn, ends: rest !== null && rest.trim() === '' }
}

/** Matches any of the words as they stand; nothing when there are none. */
function anyOf(words: readonly string[]): RegExp {
  return words.length === 0
    ? /$^/
    : new RegExp(words.map(word => word.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|'))
}

/**
 * Counts the tokens of rows under a tokenizer and its template. The rows must have the form that `checkRows` asks for.
 * @param endTokenIds tokens that end a completion.
 */
export function rowCounter(tokenizer: Tokenizer, endTokenIds: ReadonlySet<number>): (row: TrainingRow) => RowTokens {
  const special = anyOf(tokenizer.specialTokens)
  return row => {
    const { prompt, completions } = row
    const messages = [...prompt, ...completions.flatMap(completion => completion.messages)]
    const refused = (why: RowTokens['refused']): RowTokens => ({ row, refused: why, prompt: 0, completions: [] })
    if (messages.some(({ content }) => special.test(content))) return refused('special-token')
    try {
      const promptIds = tokenizer.encode(tokenizer.render(prompt, true))
      return {
        row,
        refused: null,
        prompt: promptIds.length,
        completions: completions.map(each => completionTokens(tokenizer, endTokenIds, prompt, promptIds, each)),
      }
    } catch {
      // The template's own words may quote the conversation.
      return refused('template')
    }
  }
}
