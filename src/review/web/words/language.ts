/** @file Which language the page speaks: chosen at any time, kept in this browser. */
import { createStore, useStore } from '../api-client/store.ts'
import { keep, kept } from './kept-choice.ts'
import { en } from './en.ts'
import { zh } from './zh.ts'

/** Languages of the page. */
export const LANGUAGES = ['en', 'zh'] as const
export type Language = (typeof LANGUAGES)[number]

/** Every word of the page; English gives the shape, and another language that lacks a word does not compile. */
export type Words = typeof en

const all: Readonly<Record<Language, Words>> = { en, zh }

/** The words of a language. */
export function wordsOf(language: Language): Words {
  return all[language]
}

/** The value of a `lang` attribute. */
export function langOf(language: Language): string {
  return language === 'zh' ? 'zh-CN' : 'en'
}

const first = (): Language => {
  const chosen = kept('language')
  if (chosen === 'en' || chosen === 'zh') return chosen
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en'
}

const language = createStore<Language>(first())
document.documentElement.lang = langOf(language.get())

/** Speaks another language from now on. */
export function speak(next: Language): void {
  keep('language', next)
  document.documentElement.lang = langOf(next)
  language.set(next)
}

/** The words of the language of the page, and which it is. */
export function useWords(): { readonly words: Words; readonly language: Language } {
  const current = useStore(language)
  return { words: all[current], language: current }
}
