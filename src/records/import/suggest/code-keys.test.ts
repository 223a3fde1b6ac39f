/** @file Which codes a draft translates by itself. */
import { expect, test } from 'vitest'
import { codeKeys } from './code-keys.ts'

const options = ['none', 'bandage', 'brace', 'long agonist']
const isRead = (cell: string) => options.includes(cell)

test('codeKeys translates what is an option but for case and signs, and asks of the rest', () => {
  const { keys, lines } = codeKeys(
    { codes: ['Bandage', 'none', 'Long-agonist', '-', 'Br.'], unshown: 0 },
    isRead,
    options,
  )
  expect(keys).toBe(', values: { Bandage: bandage, Long-agonist: long agonist }')
  expect(lines).toEqual(['  #   its codes, to be translated: values: { "-": ?, "Br.": ? }'])
})

test('codeKeys knows Y and N of a flag, and no other digits or letters', () => {
  const { keys, lines } = codeKeys({ codes: ['Y', 'N', '2', '无'], unshown: 1 }, () => false, null)
  expect(keys).toBe(', values: { "Y": "yes", "N": "no", "无": "no" }')
  expect(lines[0]).toContain('values: { "2": ? } # and 1 more not shown')
})

test('codeKeys does not choose between two options that read alike', () => {
  expect(codeKeys({ codes: ['ABC'], unshown: 0 }, () => false, ['a-b-c', 'abc']).keys).toBe('')
})

test('codeKeys writes nothing for codes that are read as they stand, or that are not known', () => {
  expect(codeKeys({ codes: ['none'], unshown: 0 }, isRead, options)).toEqual({ keys: '', lines: [] })
  expect(codeKeys(undefined, isRead, options)).toEqual({ keys: '', lines: [] })
})
