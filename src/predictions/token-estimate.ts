/** @file How many tokens a prompt may come to under a tokenizer that only its server knows. */
import type { Conversation, TokenCounts } from '../engines/index.ts'

/** Tokenizers of large models make a token of about four bytes of English, of three of Chinese, and one of each digit. */
const BYTES_A_TOKEN = 3
/** The marks of a chat template around a message. */
const TOKENS_A_MESSAGE = 8

/** Estimates with a margin: a token for every three bytes of UTF-8. Without a context length everything fits. */
export function estimateTokens(
  conversations: readonly Conversation[],
  contextLength: number = Number.POSITIVE_INFINITY,
): TokenCounts {
  const tokens = conversations.map(({ prompt }) => {
    const bytes = prompt.reduce((sum, { content }) => sum + Buffer.byteLength(content), 0)
    const estimate = Math.ceil(bytes / BYTES_A_TOKEN) + prompt.length * TOKENS_A_MESSAGE
    return { prompt: estimate, whole: estimate }
  })
  return { tokens, contextLength }
}
