/** @file The language that an export is written in, for the question of `bedside init`. */
import { resolve } from 'node:path'
import { type Encoding, openSource } from '../../records/index.ts'
import { InputError } from '../../support/index.ts'
import type { NewStudyAnswers } from './answers.ts'

/** Rows that are looked at. */
const ROWS = 50

/** Share of the texts with letters that have Chinese ones; 0 where none has a letter. */
function chineseShare(texts: readonly string[]): number {
  const words = texts.filter(text => /\p{L}/u.test(text))
  return words.length === 0 ? 0 : words.filter(text => /\p{Script=Han}/u.test(text)).length / words.length
}

/**
 * `zh` where most headers, or most texts of the first rows, are Chinese; `en` otherwise, also for a file that cannot be read,
 * which writing the study says.
 */
export async function suggestedLanguage(
  file: string,
  reading: { readonly encoding?: Encoding; readonly delimiter?: string; readonly sheet?: string },
): Promise<NewStudyAnswers['language']> {
  try {
    const { columns, rows } = await openSource(resolve(file), reading)
    const cells: string[] = []
    let seen = 0
    for await (const row of rows) {
      cells.push(...row.cells)
      if (++seen === ROWS) break
    }
    return chineseShare(columns) > 0.5 || chineseShare(cells) > 0.5 ? 'zh' : 'en'
  } catch (error) {
    if (error instanceof InputError) return 'en'
    throw error
  }
}
