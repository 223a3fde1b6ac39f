/** @file The words of the report: one shape, and one set of them for each language. */
import { en } from './en.ts'
import { zh } from './zh.ts'

/** Languages of the report. */
export const LANGUAGES = ['en', 'zh'] as const
export type Language = (typeof LANGUAGES)[number]

/** Every word of the report; English gives the shape, and another language that lacks a word does not compile. */
export type Words = typeof en

const all: Readonly<Record<Language, Words>> = { en, zh }

/** The words of a language. */
export function wordsOf(language: Language): Words {
  return all[language]
}
