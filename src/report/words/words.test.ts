/** @file Every language has every word, and no word is empty. */
import { expect, test } from 'vitest'
import { metrics } from '../../benchmark/index.ts'
import { translate } from './zh/phrases.ts'
import { LANGUAGES, wordsOf } from './words.ts'

/** Every text of a language by the way to it; functions are called with marks, which must come back. */
function textsOf(value: unknown, path: string): readonly (readonly [string, string])[] {
  if (typeof value === 'string') return [[path, value]]
  if (typeof value === 'function') return [[path, String(value(...Array.from({ length: 6 }, (_, i) => `<${i}>`)))]]
  return Object.entries(value as object).flatMap(([key, own]) => textsOf(own, `${path}.${key}`))
}

/** What may stand empty or leave an argument out: a sentence that does not need the other arm. */
const leavesOut = /\.answer\.expects\.|\.samePlan\.whose\.|\.preferences\.placeRange$/

test('the languages have the same words', () => {
  const pathsOf = (language: (typeof LANGUAGES)[number]) => textsOf(wordsOf(language), 'words').map(([path]) => path)
  const [first, ...others] = LANGUAGES.map(language => pathsOf(language).sort())
  for (const paths of others) expect(paths).toEqual(first)
})

for (const language of LANGUAGES) {
  test(`no text is empty and none loses what is put into it: ${language}`, () => {
    for (const [path, text] of textsOf(wordsOf(language), 'words')) {
      expect(text.trim(), path).not.toBe('')
      expect(text, path).not.toMatch(/undefined|null|NaN|\u2014/)
    }
  })
}

test('a language puts in what the other puts in', () => {
  const marks = (text: string) => [...new Set(text.match(/<\d>/g) ?? [])].sort()
  const [english, chinese] = [wordsOf('en'), wordsOf('zh')].map(words => new Map(textsOf(words, 'words')))
  for (const [path, text] of english) {
    if (!leavesOut.test(path)) expect(marks(chinese.get(path) ?? ''), path).toEqual(marks(text))
  }
})

test('reasons, choices and deviations are in Chinese, and an unknown one stays as it is', () => {
  expect(translate('fewer than 8 raters (4): of these raters only')).toBe('评审者少于 8 名（4 名），仅适用于这些评审者')
  expect(translate('liked: exploratory, registered after the benchmark')).toBe('liked：降为探索性，注册晚于基准测试')
  expect(
    translate('10 of 80 cases were judged by fewer raters than the 4 that were planned for each (fewest: 1)'),
  ).toBe('80 例中有 10 例的评审者少于计划的每例 4 名（最少 1 名）')
  expect(translate('the size was registered as 60 cases by 3 raters and amended to 20 by 2')).toBe(
    '注册的规模为 60 例、每例 3 名评审者，后修订为 20 例、2 名',
  )
  expect(translate('something new')).toBe('something new')
})

test('every metric of the benchmark has a name in Chinese', () => {
  for (const { name, label } of Object.values(metrics))
    expect(wordsOf('zh').metric.label(name, label), name).not.toBe(label)
})
