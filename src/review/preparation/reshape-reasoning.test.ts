/** @file Reshaping takes the hand out of a text and leaves every word. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { reshapeReasoning } from './reshape-reasoning.ts'

const cases: readonly (readonly [string, string, string])[] = [
  ['markdown heading', '## Findings\nAMH 1.2 ng/mL.', 'Findings. AMH 1.2 ng/mL.'],
  ['list marks', '- AMH low\n- Age 41', 'AMH low. Age 41.'],
  ['list marks', '1. AMH low.\n2) Age 41.', 'AMH low. Age 41.'],
  ['list marks', '① AMH低\n② 年龄41岁', 'AMH低。年龄41岁。'],
  ['emphasis', '**AMH** is *low* and __old__.', 'AMH is low and old.'],
  ['code or quotation marks of markdown', '> `AMH` low.', 'AMH low.'],
  ['pictograms', 'AMH low 👍.', 'AMH low.'],
  ['quotes and dashes', 'The “low” AMH—1.2—stays.', 'The "low" AMH-1.2-stays.'],
  ['rules and empty marks', 'One.\n---\nTwo.', 'One. Two.'],
  ['invisible characters', 'AMH\u200b low.', 'AMH low.'],
  ['paragraphs', 'One.\n\nTwo.', 'One. Two.'],
  ['stop added', 'AMH low', 'AMH low.'],
]

test.each(cases)('reshapeReasoning takes out %s', (what, text, expected) => {
  const { text: found, done } = reshapeReasoning(text)
  expect(found).toBe(expected)
  expect(done).toContain(what)
})

test('reshapeReasoning leaves numbers at the beginning of lines, units, arrows and signs of sexes', () => {
  const kept = '1.5 ng/mL AMH and 10-12 follicles. 2 embryos ♀ 46,XX → transfer, e.g. Day 5. BMI < 25 * 2 = 50.'
  expect(reshapeReasoning(kept)).toEqual({ text: kept, done: [] })
})

test('reshapeReasoning makes paragraphs of four sentences, wherever the writer broke the text', () => {
  const sentences = Array.from({ length: 9 }, (_, i) => `Sentence ${i} ends.`)
  const expected = [sentences.slice(0, 4), sentences.slice(4, 8), sentences.slice(8)]
    .map(own => own.join(' '))
    .join('\n\n')
  for (const joint of [' ', '\n', '\n\n', '\n- ']) expect(reshapeReasoning(sentences.join(joint)).text).toBe(expected)
  const chinese = Array.from({ length: 5 }, (_, i) => `第${i}句。`)
  expect(reshapeReasoning(chinese.join('')).text).toBe('第0句。第1句。第2句。第3句。\n\n第4句。')
})

const word = fc.oneof(
  fc.constantFrom(
    'AMH',
    '1.2',
    'ng/mL',
    '35',
    'IVF',
    'because',
    'e.g.',
    '体外受精',
    '年龄',
    '。',
    '，',
    '.',
    ';',
    ':',
    '**',
    '- ',
    '# ',
    '\n',
    '\n\n',
    '`',
    '> ',
    '“',
    '—',
    '(a)',
    '1. ',
    '👍',
    '\u200b',
  ),
)
const texts = fc.array(word, { maxLength: 40 }).map(words => words.join(' '))

test('reshapeReasoning changes no word and no number that is not a mark of a list', () => {
  const letters = (text: string) => text.match(/\p{Script=Han}|\p{Script=Latin}+|\d+\.\d+/gu) ?? []
  fc.assert(
    fc.property(texts, text => {
      expect(letters(reshapeReasoning(text).text)).toEqual(letters(text))
    }),
    { numRuns: 2000, seed: 20261128 },
  )
})

test('reshapeReasoning of a reshaped text is that text, and nothing is noted', () => {
  fc.assert(
    fc.property(texts, text => {
      const once = reshapeReasoning(text).text
      expect(reshapeReasoning(once)).toEqual({ text: once, done: [] })
    }),
    { numRuns: 2000, seed: 20261128 },
  )
})
