import { expect, test } from 'vitest'
import { en } from './en.ts'
import { zh } from './zh.ts'

/** Every text by the way to it; functions are called with marks, which must come back. */
function textsOf(value: unknown, path: string): readonly (readonly [string, string])[] {
  if (typeof value === 'string') return [[path, value]]
  if (typeof value === 'function')
    return [[path, String(value(...Array.from({ length: value.length }, (_, i) => `<${i}>`)))]]
  return Object.entries(value as object).flatMap(([key, own]) => textsOf(own, `${path}.${key}`))
}

const english = textsOf(en, 'words')
const chinese = new Map(textsOf(zh, 'words'))

test('both languages have the same words, and none is empty', () => {
  expect(english.map(([path]) => path).sort()).toEqual([...chinese.keys()].sort())
  for (const [path, text] of [...english, ...chinese]) {
    expect(text.trim(), path).not.toBe('')
    expect(text, path).not.toMatch(/undefined|NaN|\u2014/)
  }
})

test('each language puts in what the other puts in', () => {
  const marks = (text: string) => [...new Set(text.match(/<\d>/g) ?? [])].sort()
  for (const [path, text] of english) expect(marks(chinese.get(path) ?? ''), path).toEqual(marks(text))
})

test('what is Chinese is Chinese', () => {
  const same = english.filter(([path, text]) => chinese.get(path) === text && /[a-z]{4}/i.test(text))
  expect(same.map(([path]) => path)).toEqual(['words.frame.product'])
})
