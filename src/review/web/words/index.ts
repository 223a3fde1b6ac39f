/** @file The words of the page in both of its languages. */
export { keep, kept } from './kept-choice.ts'
export { type Language, LANGUAGES, langOf, speak, useWords, type Words, wordsOf } from './language.ts'
