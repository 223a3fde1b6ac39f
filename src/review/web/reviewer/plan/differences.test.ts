import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pairDecisions, pairTexts } from './differences.ts'

const plan = (...rows: readonly (readonly [string, string | null, boolean?])[]) => ({
  reasoning: '',
  decisions: rows.map(([layer, value, applies]) => ({ layer, group: layer, label: layer, value, applies })),
})

test('pairDecisions puts the decisions of both plans beside each other, in order, none twice', () => {
  const rows = pairDecisions(
    plan(['a', '1'], ['b', '2'], ['c', null]),
    plan(['a', '1'], ['x', '9'], ['b', '3'], ['c', null]),
  )
  expect(rows.map(({ layer, left, right, differs }) => [layer, left?.value, right?.value, differs])).toEqual([
    ['a', '1', '1', false],
    ['x', undefined, '9', true],
    ['b', '2', '3', true],
    ['c', null, null, false],
  ])
})

test('pairTexts marks words, not letters, as each language writes them', () => {
  const english = pairTexts('Dose 150 IU, as AMH is low.', 'Dose 225 IU, as AMH is low.', 'en')
  expect(english.left.filter(({ differs }) => differs).map(({ text }) => text.trim())).toEqual(['150'])
  expect(english.right.filter(({ differs }) => differs).map(({ text }) => text.trim())).toEqual(['225'])
  const chinese = pairTexts('采用长方案，因卵巢储备正常。', '采用拮抗剂方案，因卵巢储备正常。', 'zh-CN')
  expect(chinese.left.filter(({ differs }) => differs).map(({ text }) => text)).toEqual(['长'])
  expect(chinese.right.filter(({ differs }) => differs).map(({ text }) => text)).toEqual(['拮抗剂'])
})

test('pairTexts: the pieces of a text are the text, and equal texts have no marks', () => {
  const text = fc
    .array(fc.constantFrom('AMH', '1.2', ' ', '\n', '方案', '拮抗剂', '。', ', ', 'Dose', '<b>'), { maxLength: 30 })
    .map(parts => parts.join(''))
  fc.assert(
    fc.property(text, text, fc.constantFrom('en', 'zh-CN'), (left, right, lang) => {
      const pieces = pairTexts(left, right, lang)
      expect(pieces.left.map(piece => piece.text).join('')).toBe(left)
      expect(pieces.right.map(piece => piece.text).join('')).toBe(right)
      expect(pairTexts(left, left, lang).left.some(({ differs }) => differs)).toBe(false)
    }),
  )
})
