/** @file Whether the text before a plan answers a risk, in English or Chinese. */

/** Ends of sentences in both languages; a full stop inside a number does not end one. */
const SENTENCE_END = /[.!?;](?=\s|$)|[。！？；\n]/u

/** A part of a sentence that denies what follows in it: `no OHSS plan was made`, `未讨论供卵`. */
const DENIED = /\b(?:no|not|without|never|nor)\b[^,:，：]*|(?:未|无|没有|不)[^，：]*/giu

/**
 * Whether one sentence of the text matches every pattern outside what it denies; a text that is not there states
 * nothing.
 */
export function states(reasoning: string | null, ...patterns: readonly RegExp[]): boolean {
  if (reasoning === null) return false
  return reasoning.split(SENTENCE_END).some(sentence => {
    const said = sentence.replace(DENIED, ' ')
    return patterns.every(pattern => pattern.test(said))
  })
}
