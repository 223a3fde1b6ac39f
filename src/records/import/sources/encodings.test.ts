import fc from 'fast-check'
import { expect, test } from 'vitest'
import { encodingNamed, likelyEncoding } from './encodings.ts'

const western = (text: string) => Buffer.from(text, 'latin1')

test.each([
  ['French', 'Bénéfice,Été,Noël\n'],
  ['German, where ö and ß stand together', 'Größe,Gefäßverschluss\n'],
  ['rows of one sign', '····,°°°°,\u00a0\u00a0\u00a0\u00a0\n'],
  ['ASCII', 'Age,BMI\n'],
])('likelyEncoding(%s in Latin-1) is not told', (_, text) => {
  expect(likelyEncoding(western(text))).toBeNull()
})

test('likelyEncoding tells GBK words, and UTF-8 even when its last character is cut off', () => {
  // 女方年龄 in GBK, after ASCII.
  expect(likelyEncoding(Buffer.from('Cycle,\u00c5\u00ae\u00b7\u00bd\u00c4\u00ea\u00c1\u00e4', 'latin1'))).toBe(
    'gb18030',
  )
  expect(likelyEncoding(Buffer.from('女方年龄，男方年龄').subarray(0, -1))).toBe('utf-8')
})

test('likelyEncoding of Latin-1 words with one accented letter each is never told', () => {
  const word = fc.tuple(
    fc.stringMatching(/^[a-z]{1,6}$/),
    fc.constantFrom('é', 'ü', 'ñ', 'ß'),
    fc.stringMatching(/^[a-z,]{1,6}$/),
  )
  fc.assert(
    fc.property(fc.array(word), words => likelyEncoding(western(words.map(parts => parts.join('')).join(''))) === null),
  )
})

test('encodingNamed knows GBK as part of GB18030, other spellings, and no other name', () => {
  expect(['gbk', 'GBK', 'gb2312', 'cp936', 'GB18030'].map(encodingNamed)).toEqual(Array(5).fill('gb18030'))
  expect(['utf8', 'UTF-8', 'latin1', 'ISO-8859-1'].map(encodingNamed)).toEqual(['utf-8', 'utf-8', 'latin-1', 'latin-1'])
  expect(['ebcdic', '', 'constructor'].map(encodingNamed)).toEqual([undefined, undefined, undefined])
})
