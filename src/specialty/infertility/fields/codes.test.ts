/** @file Codes by which exchange formats know the fields: well formed, so that no real export passes by one unseen. */
import { expect, test } from 'vitest'
import { infertility } from '../index.ts'

/** LOINC's check digit (Mod 10): every second digit from the right doubled, the digits of the results added up. */
function checkDigit(number: string): number {
  const sum = [...number].reverse().reduce((total, digit, i) => {
    const own = Number(digit) * (i % 2 === 0 ? 2 : 1)
    return total + (own > 9 ? own - 9 : own)
  }, 0)
  return (10 - (sum % 10)) % 10
}

test('every LOINC code of a field has its check digit, and no two fields share one', () => {
  const codes = infertility.fields.flatMap(({ codes }) => codes?.loinc ?? [])
  expect(codes.length).toBeGreaterThan(10)
  const wrong = codes.filter(
    code => !/^\d{1,6}-\d$/.test(code) || checkDigit(code.split('-')[0]) !== Number(code.slice(-1)),
  )
  expect(wrong).toEqual([])
  expect(new Set(codes).size).toBe(codes.length)
})

test('every ICD-10 code of a field has the form of one', () => {
  const codes = infertility.fields.flatMap(({ codes }) => codes?.icd10 ?? [])
  expect(codes.filter(code => !/^[A-Z]\d\d(\.\d{1,2})?$/.test(code))).toEqual([])
})
