/** @file Splitting a text into the tokens that overlap is counted in. The kind belongs to the plan and beside the figure. */

/**
 * `words`: runs of letters, and numbers; `characters`: every letter and digit by itself; `mixed`: each Chinese character by
 * itself and everything else as words, for Chinese text with Latin names and doses.
 */
export type TokenKind = 'words' | 'characters' | 'mixed'

// A number keeps its decimal point, so that 37.5 does not match 5; "75mg" and "75 mg" are both two tokens.
const NUMBER = String.raw`\p{Nd}+(?:[.,]\p{Nd}+)*`
const patterns: Record<TokenKind, RegExp> = {
  words: new RegExp(String.raw`${NUMBER}|[\p{L}\p{M}][\p{L}\p{M}\p{N}]*|\p{N}+`, 'gu'),
  characters: /[\p{L}\p{N}]\p{M}*/gu,
  mixed: new RegExp(
    String.raw`\p{Script=Han}|${NUMBER}|(?!\p{Script=Han})[\p{L}\p{M}](?:(?!\p{Script=Han})[\p{L}\p{M}\p{N}])*|\p{N}+`,
    'gu',
  ),
}

/**
 * Tokens of a text, in lower case unless `keepCase`; punctuation and white space separate tokens and are dropped. The text is
 * normalised first (Unicode NFKC), so that full-width digits equal the usual ones.
 */
export function tokensOf(text: string, kind: TokenKind, keepCase = false): string[] {
  const normal = text.normalize('NFKC')
  return (keepCase ? normal : normal.toLowerCase()).match(patterns[kind]) ?? []
}
