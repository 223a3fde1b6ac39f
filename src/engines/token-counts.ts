/** @file How long conversations are in tokens: read from a checkpoint's tokenizer and template, whatever engine runs it. */
import { setImmediate } from 'node:timers/promises'
import { loadContextLength, loadTokenizer } from '../model/index.ts'
import type { Message } from './engine.ts'

/** A prompt, and its completion where there is one. */
export interface Conversation {
  readonly id: string
  readonly prompt: readonly Message[]
  readonly completion?: readonly Message[]
}

/** The length of one conversation in tokens. */
export interface TokenCount {
  /** Up to and with the opening of the assistant's turn. */
  readonly prompt: number
  /** With the completion; equals `prompt` when there is none. */
  readonly whole: number
}

/** Tokens of conversations, in their order, and how many a policy can read at once. */
export interface TokenCounts {
  readonly tokens: readonly TokenCount[]
  readonly contextLength: number
}

/** Tokens of each conversation under the template of the policy in a folder, and the policy's context length. */
export async function countTokens(policy: string, conversations: readonly Conversation[]): Promise<TokenCounts> {
  const tokenizer = loadTokenizer(policy)
  const tokens: TokenCount[] = []
  for (const { id, prompt, completion } of conversations) {
    if (completion) {
      const { ids, promptLength } = tokenizer.encodeExample(prompt, completion, { id })
      tokens.push({ prompt: promptLength, whole: ids.length })
    } else {
      const length = tokenizer.encodePrompt(prompt, { id }).length
      tokens.push({ prompt: length, whole: length })
    }
    // Lets Ctrl-C be heard.
    if (tokens.length % 200 === 0) await setImmediate()
  }
  return { tokens, contextLength: loadContextLength(policy) }
}
