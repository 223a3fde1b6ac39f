import { expect, test } from 'vitest'
import { dateShift, keyFingerprint, LARGEST_SHIFT, pseudonym } from './keyed-values.ts'

const KEY = new Uint8Array(32).fill(7)
const OTHER = new Uint8Array(32).fill(8)

test('pseudonym depends on key, purpose and id, and is 20 hexadecimal digits behind a letter', () => {
  expect(pseudonym(KEY, 'couple', '17')).toMatch(/^c[\da-f]{20}$/)
  expect(pseudonym(KEY, 'couple', '17')).toBe(pseudonym(KEY, 'couple', '17'))
  const different = [
    pseudonym(KEY, 'couple', '17'),
    pseudonym(OTHER, 'couple', '17'),
    pseudonym(KEY, 'record', '17').replace('r', 'c'),
    pseudonym(KEY, 'couple', '18'),
  ]
  expect(new Set(different).size).toBe(4)
})

test('dateShift is never 0, stays within half a year, reaches both ends and is even over its range', () => {
  const counts = new Map<number, number>()
  for (let i = 0; i < 36_400; i++) {
    const shift = dateShift(KEY, `couple ${i}`)
    counts.set(shift, (counts.get(shift) ?? 0) + 1)
  }
  expect(counts.has(0)).toBe(false)
  expect(Math.min(...counts.keys())).toBe(-LARGEST_SHIFT)
  expect(Math.max(...counts.keys())).toBe(LARGEST_SHIFT)
  expect(counts.size).toBe(364)
  // 363 degrees of freedom: mean 363, sd sqrt(726) = 27; five sd above is 498.
  const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - 100) ** 2 / 100, 0)
  expect(chiSquare).toBeLessThan(498)
})

test('keyFingerprint tells keys apart', () => {
  expect(keyFingerprint(KEY)).toMatch(/^[\da-f]{16}$/)
  expect(keyFingerprint(KEY)).not.toBe(keyFingerprint(OTHER))
})
