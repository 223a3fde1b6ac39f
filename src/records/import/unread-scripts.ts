/** @file Which kept texts are in a script that the scan for names cannot read. */

/** Scripts by the name under which a person knows them. */
const UNREAD: readonly (readonly [script: string, pattern: RegExp])[] = [
  ['Korean (Hangul)', /\p{Script=Hangul}/u],
  ['Japanese (kana)', /[\p{Script=Hiragana}\p{Script=Katakana}]/u],
  ['Arabic', /\p{Script=Arabic}/u],
  ['Cyrillic', /\p{Script=Cyrillic}/u],
  ['Devanagari', /\p{Script=Devanagari}/u],
  ['Thai', /\p{Script=Thai}/u],
  ['Hebrew', /\p{Script=Hebrew}/u],
]

/** Texts in which a name would not be found. */
export interface UnreadScripts {
  readonly texts: number
  readonly scripts: readonly string[]
}

/** Takes the texts that are kept. */
export interface UnreadScriptCounter {
  /** Null: the record has none. */
  add(text: string | null): void
  found(): UnreadScripts
}

/** Opens a counter of texts that hold letters of a script other than those the scan for names reads: Latin and Chinese. */
export function unreadScriptCounter(): UnreadScriptCounter {
  const seen = new Set<string>()
  let texts = 0
  return {
    add(text) {
      const here = text === null ? [] : UNREAD.filter(([, pattern]) => pattern.test(text))
      if (here.length === 0) return
      texts++
      for (const [script] of here) seen.add(script)
    },
    found: () => ({ texts, scripts: UNREAD.map(([script]) => script).filter(script => seen.has(script)) }),
  }
}
