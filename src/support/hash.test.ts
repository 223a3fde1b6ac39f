import { expect, test } from 'vitest'
import { canonicalJson } from './hash.ts'

test('canonicalJson leaves out what JSON leaves out, so that a value and its copy on disk are equal', () => {
  const value = { b: [1, { check: () => true, id: 'x' }], a: undefined, explain: () => 'text' }
  expect(canonicalJson(value)).toBe('{"b":[1,{"id":"x"}]}')
  expect(canonicalJson(JSON.parse(JSON.stringify(value)))).toBe(canonicalJson(value))
})
