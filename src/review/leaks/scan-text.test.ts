/** @file The scan on planted leaks and innocent phrases: recall and precision are floors, offsets are exact. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { INNOCENT_PHRASES } from './fixtures/innocent-phrases.ts'
import { PLANTED_LEAKS } from './fixtures/planted-leaks.ts'
import { mustResolve } from './finding.ts'
import { scanText } from './scan-text.ts'

const OPTIONS = { arms: ['icl-nearest', 'sft_v2', 'physician'] }

/** A planted sentence as it would stand in a text, and where its leak is. */
function planted(sentence: string) {
  const start = sentence.indexOf('[[')
  const end = sentence.indexOf(']]') - 2
  return { text: sentence.replace('[[', '').replace(']]', ''), start, end }
}

test('scanText finds planted leaks with their kind, and leaves innocent phrases alone', () => {
  const isHan = (text: string) => /[\u4e00-\u9fff]/.test(text)
  const missed = PLANTED_LEAKS.filter(([kind, sentence]) => {
    const { text, start, end } = planted(sentence)
    return !scanText(text, OPTIONS).some(
      place => place.kind === kind && place.start < end && place.end > start && mustResolve(place),
    )
  })
  const falseAlarms = INNOCENT_PHRASES.flatMap(text =>
    scanText(text, OPTIONS)
      .filter(mustResolve)
      .map(({ kind, start, end }) => `${kind}: ${text.slice(start, end)} in ${text}`),
  )
  const found = PLANTED_LEAKS.length - missed.length
  const recall = found / PLANTED_LEAKS.length
  const precision = found / (found + falseAlarms.length)
  expect(PLANTED_LEAKS.length).toBeGreaterThanOrEqual(60)
  expect(INNOCENT_PHRASES.length).toBeGreaterThanOrEqual(60)
  expect(PLANTED_LEAKS.filter(([, text]) => isHan(text)).length).toBeGreaterThanOrEqual(25)
  expect(INNOCENT_PHRASES.filter(isHan).length).toBeGreaterThanOrEqual(25)
  expect({ recall, precision, missed, falseAlarms }).toEqual({ recall: 1, precision: 1, missed: [], falseAlarms: [] })
})
