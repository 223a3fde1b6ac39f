/** @file The scan on planted leaks and innocent phrases: what it finds of those it was made with, and of those it never saw. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FINAL_INNOCENT, FINAL_LEAKS } from './fixtures/final-sentences.ts'
import { HELD_OUT_INNOCENT, HELD_OUT_LEAKS } from './fixtures/held-out-sentences.ts'
import { INNOCENT_PHRASES } from './fixtures/innocent-phrases.ts'
import { LAST_INNOCENT, LAST_LEAKS } from './fixtures/last-sentences.ts'
import { PLANTED_LEAKS } from './fixtures/planted-leaks.ts'
import { type LeakKind, mustResolve } from './finding.ts'
import { scanText } from './scan-text.ts'

const OPTIONS = { arms: ['icl-nearest', 'sft_v2', 'physician'] }
const isHan = (text: string) => /[\u4e00-\u9fff]/.test(text)

/** What must be resolved in a sentence. */
const found = (text: string) => scanText(text, OPTIONS).filter(mustResolve)
const falseAlarms = (sentences: readonly string[]) => sentences.filter(text => found(text).length > 0)
const missed = (leaks: readonly (readonly [LeakKind, string])[]) => leaks.filter(([, text]) => found(text).length === 0)

test('scanText finds planted leaks at their place with their kind, and leaves innocent phrases alone', () => {
  const wrong = PLANTED_LEAKS.filter(([kind, sentence]) => {
    const start = sentence.indexOf('[[')
    const end = sentence.indexOf(']]') - 2
    const text = sentence.replace('[[', '').replace(']]', '')
    return !found(text).some(place => place.kind === kind && place.start < end && place.end > start)
  })
  // 88 leaks, 32 of them Chinese, and 70 innocent phrases, 26 of them Chinese: recall 1, precision 1.
  expect(wrong).toEqual([])
  expect(falseAlarms(INNOCENT_PHRASES)).toEqual([])
  expect(PLANTED_LEAKS.filter(([, text]) => isHan(text)).length).toBeGreaterThanOrEqual(25)
  expect(PLANTED_LEAKS.length).toBeGreaterThanOrEqual(60)
  expect(INNOCENT_PHRASES.filter(isHan).length).toBeGreaterThanOrEqual(25)
  expect(INNOCENT_PHRASES.length).toBeGreaterThanOrEqual(60)
})

test('scanText(sentences that it was mended with): 86 leaks and 84 innocent ones', () => {
  // When first seen 30 of 50 and 19 of 36 were found; no innocent one was.
  expect([...missed(HELD_OUT_LEAKS), ...missed(FINAL_LEAKS)]).toEqual([])
  expect([...falseAlarms(HELD_OUT_INNOCENT), ...falseAlarms(FINAL_INNOCENT)]).toEqual([])
  expect([HELD_OUT_LEAKS.length + FINAL_LEAKS.length, HELD_OUT_INNOCENT.length + FINAL_INNOCENT.length]).toEqual([
    86, 84,
  ])
})

test('scanText(sentences never seen, many meant to slip through) finds 13 of 30, with one false alarm in 30', () => {
  // Recall 0.43, precision 13 of 14: a scan by forms is no proof, which is why the classifier stands beside it.
  expect(LAST_LEAKS.length - missed(LAST_LEAKS).length).toBeGreaterThanOrEqual(13)
  expect(falseAlarms(LAST_INNOCENT).length).toBeLessThanOrEqual(1)
})

test('scanText(any text) gives ordered places inside it, and a leak after it is found where it stands', () => {
  const part = fc.constantFrom(
    'AMH 1.2',
    '。',
    '\n',
    'Dr Hartwell',
    '張',
    '𝒜',
    'ＩＵ',
    'GPT-4',
    ' ',
    '<think>',
    '<plan>',
    '\r\n',
    '5',
  )
  fc.assert(
    fc.property(fc.array(part, { maxLength: 12 }), parts => {
      const text = `${parts.join(' ')}\nChatGPT`
      const places = scanText(text)
      for (const { start, end } of places) {
        expect(start).toBeLessThan(end)
        expect(end).toBeLessThanOrEqual(text.length)
      }
      expect(places.map(({ start }) => start)).toEqual(places.map(({ start }) => start).toSorted((a, b) => a - b))
      expect(places.some(({ kind, start }) => kind === 'model name' && start === text.length - 7)).toBe(true)
    }),
    { numRuns: 200, seed: 20261128 },
  )
})

test('scanText knows arms and names of a study, but not "physician", and nothing in an empty text', () => {
  expect(scanText('The physician-led plan.', { arms: ['physician'] })).toEqual([])
  expect(scanText('Plan of sft-long.', { arms: ['sft-long'] })).toMatchObject([{ kind: 'arm name', start: 8, end: 16 }])
  expect(scanText('14 dpo: negative.', { arms: ['dpo'] })).toEqual([])
  expect(scanText('西子模型的方案', { names: ['西子模型'] })).toMatchObject([{ kind: 'model name', start: 0, end: 4 }])
  expect(scanText('')).toEqual([])
})
