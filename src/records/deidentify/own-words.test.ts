import { expect, test } from 'vitest'
import { builtIn } from '../../specialty/index.ts'
import { ownWords } from './own-words.ts'
import { scanText } from './scan-text.ts'

const { infertility } = builtIn
const OWN = ownWords(infertility)

test.each([
  'Depot Agonist chosen for endometriosis, Random Start not suitable',
  'Ovulation Induction failed x3, Balanced Translocation in husband',
  'Expectant Management declined',
  'Submucous Myoma needs resection',
])('scanText leaves the words of the specialty: %s', text => {
  expect(scanText(text, [], OWN).text).toBe(text)
})

test('ownWords leave out known first names, so that these stay names', () => {
  const { fields } = infertility
  expect(ownWords({ ...infertility, fields: [{ ...fields[0], label: 'Emma score of Quillon' }] }).has('emma')).toBe(
    false,
  )
  expect(scanText('Emma Quillfeather rang', [], OWN).text).toBe('[name] rang')
})

test.each([
  ['Dr Batch rang', 'Dr [name] rang'],
  ['Mrs Heart rang', 'Mrs [name] rang'],
  ['Emma Heart rang', '[name] rang'],
  ['Heart, Emma rang', '[name] rang'],
])('scanText takes a word of the specialty for a name where a title or a first name says so: %s', (text, expected) => {
  expect(scanText(text, [], OWN).text).toBe(expected)
})
