import fc from 'fast-check'
import { expect, test } from 'vitest'
import { encodingNamed, likelyEncoding, mistakenFor } from './encodings.ts'
import { encoded } from '../fixtures/double-byte-text.ts'

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

const KOREAN = ['등록번호,시술번호,환자명,나이', '김지우,박민호', '난소기능 정상, 길항제.', '시험관,길항제,신선 5일']
const CHINESE = ['女方年龄,病历号', '王芳,陈伟', '拮抗剂,长方案', '输卵管通畅,先行人工授精。']

test('likelyEncoding tells Korean from Chinese, and neither is taken for the other against its word', () => {
  for (const text of KOREAN) expect([text, likelyEncoding(encoded(text, 'euc-kr'))]).toEqual([text, 'euc-kr'])
  for (const text of CHINESE) expect([text, likelyEncoding(encoded(text, 'gb18030'))]).toEqual([text, 'gb18030'])
  const [korean, chinese] = [
    encoded(KOREAN.join('\n'), 'euc-kr'),
    encoded([...CHINESE, ...CHINESE].join('\n'), 'gb18030'),
  ]
  expect((['latin-1', 'gb18030', 'euc-kr'] as const).map(given => mistakenFor(korean, given))).toEqual([
    'euc-kr',
    'euc-kr',
    null,
  ])
  expect((['latin-1', 'gb18030', 'euc-kr'] as const).map(given => mistakenFor(chinese, given))).toEqual([
    'gb18030',
    null,
    'gb18030',
  ])
  // A chunk with a few rare syllables says nothing against the word of whoever gave the encoding.
  expect(mistakenFor(encoded('쌍꿩,쫑컹', 'euc-kr'), 'euc-kr')).toBeNull()
})

test('likelyEncoding of UTF-8 with a damaged byte is UTF-8, and of Latin-1 with many letters is not', () => {
  const text = Buffer.from('Siobhán,Zoë,Müller,Núñez,é,ö,ü,å,ø,ç\n')
  expect(likelyEncoding(Buffer.concat([text, Buffer.from([0xe9, 0x2c])]))).toBe('utf-8')
  expect(likelyEncoding(western(text.toString()))).toBeNull()
})

test('encodingNamed knows GBK as part of GB18030, other spellings, and no other name', () => {
  expect(['gbk', 'GBK', 'gb2312', 'cp936', 'GB18030'].map(encodingNamed)).toEqual(Array(5).fill('gb18030'))
  expect(['cp949', 'EUC-KR', 'ks_c_5601-1987', 'UHC'].map(encodingNamed)).toEqual(Array(4).fill('euc-kr'))
  expect(['utf8', 'UTF-8', 'latin1', 'ISO-8859-1'].map(encodingNamed)).toEqual(['utf-8', 'utf-8', 'latin-1', 'latin-1'])
  expect(['ebcdic', '', 'constructor'].map(encodingNamed)).toEqual([undefined, undefined, undefined])
})
