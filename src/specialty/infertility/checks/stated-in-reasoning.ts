/** @file Whether the text before a plan answers a risk, in English or Chinese. */

/** Ends of sentences in both languages; a full stop inside a number does not end one. */
const SENTENCE_END = /[.!?;](?=\s|$)|[。！？；\n]/u

/** Whether one sentence of the text matches every pattern; a text that is not there states nothing. */
export function states(reasoning: string | null, ...patterns: readonly RegExp[]): boolean {
  if (reasoning === null) return false
  return reasoning.split(SENTENCE_END).some(sentence => patterns.every(pattern => pattern.test(sentence)))
}
