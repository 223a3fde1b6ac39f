/** @file Sentences one after the other: with a space between them in English, without in Chinese. */
import type { Language } from '../../words/index.ts'

/** Joins what is there; false stands for a sentence that is left out. */
export function sentences(language: Language, ...parts: readonly (string | false)[]): string {
  return parts.filter(part => part !== false && part !== '').join(language === 'zh' ? '' : ' ')
}
