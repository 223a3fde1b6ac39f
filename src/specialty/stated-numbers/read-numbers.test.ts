import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chineseInteger } from './number-words.ts'
import { readNumbers } from './read-numbers.ts'

/** The readings of every number of a text, as values. */
const values = (text: string) =>
  readNumbers(text).map(({ readings }) => readings.map(list => list.map(one => one.value)))
/** The likeliest reading of every number. */
const first = (text: string) => values(text).flatMap(([reading]) => reading)

test.each([
  ['AMH 0.9 ng/mL', [0.9]],
  ['AMH 0,9 ng/mL', [0.9]],
  ['AMH ０．９ 与 AFC ４', [0.9, 4]],
  ['10,000 IU, 1,234,567.5 and 10.000,5', [10_000, 1_234_567.5, 10_000.5]],
  ["10 000 IU, 10\u202f000 IU, 10'000 IU", [10_000, 10_000, 10_000]],
  ['days 5-6, 250–300, 3至5, 1~2', [5, 6, 250, 300, 3, 5, 1, 2]],
  ['25 %，２５％', [25, 25]],
  ['G2P1, CA125, B12', [2, 1, 125, 12]],
  ['3,4,5 and 1.2.3', [3, 4, 5, 1, 2, 3]],
  ['12 × 10^6/mL, 12x10⁶, 5 10*9/L', [12, 12, 5]],
  ['count in 10^9/L', []],
  ['1.2万IU, 3 万', [12_000, 30_000]],
  ['三十五岁, 两次, 一百五十单位, 零点九, 百分之二十五, 二〇二四年', [35, 2, 150, 0.9, 25, 2024]],
  ['一般, 一个, 统一, 万一, 十分, 千万, 第一代, 第三代', []],
  ['第三天', [3]],
  ['two cycles, thirty-six years, twelve good eggs, two good quality embryos', [2, 36, 12, 2]],
  ['the two options, one egg', []],
  ['a 2024-year plan.', [2024]],
  ['', []],
] as const)('readNumbers(%s) reads %j', (text, expected) => {
  expect(first(text)).toEqual(expected)
})

test('readNumbers gives each way to read what can be read in two', () => {
  expect(values('12,500')).toEqual([[[12_500], [12.5]]])
  expect(values('1.234')).toEqual([[[1.234], [1234]]])
  expect(values('0.123')).toEqual([[[0.123]]])
  expect(values('5 250')).toEqual([[[5250], [5, 250]]])
  expect(values('25%')).toEqual([[[25], [0.25]]])
  expect(values('12 x 10^6')).toEqual([[[12], [12_000_000]]])
})

test('readNumbers keeps the decimals that are printed', () => {
  expect(readNumbers('1.20')[0].readings).toEqual([[{ value: 1.2, decimals: 2 }]])
  expect(readNumbers('2.5 %')[0].readings[1]).toEqual([{ value: 0.025, decimals: 3 }])
})

const printedForms: readonly (readonly [string, (value: number, decimals: number) => string])[] = [
  ['plain', (value, decimals) => value.toFixed(decimals)],
  ['decimal comma', (value, decimals) => value.toFixed(decimals).replace('.', ',')],
  ['English thousands', (value, decimals) => value.toFixed(decimals).replace(/\B(?=(\d{3})+(?!\d)(\.|$))/g, ',')],
  ['blanks', (value, decimals) => value.toFixed(decimals).replace(/\B(?=(\d{3})+(?!\d)(\.|$))/g, '\u202f')],
  [
    'full width',
    (value, decimals) =>
      value.toFixed(decimals).replace(/[0-9.]/g, sign => String.fromCharCode(sign.charCodeAt(0) + 0xfee0)),
  ],
]

test.each(printedForms)('readNumbers reads back any number in any sentence (%s)', (_, print) => {
  // Words without digits, number words or marks that belong to a number.
  const words = fc.stringMatching(/^[a-z]{0,8}$|^[女方年龄卵巢储备]{0,6}$/)
  fc.assert(
    fc.property(words, words, fc.integer({ min: 0, max: 2_000_000 }), fc.nat(2), (before, after, digits, decimals) => {
      const value = digits / 10 ** decimals
      const [only, ...more] = values(`${before} ${print(value, decimals)} ${after}`)
      expect(more).toEqual([])
      expect(only.flat()).toContain(Number(value.toFixed(decimals)))
    }),
    { numRuns: 300 },
  )
})

test('readNumbers(any text) never throws, and its places hold what it read', () => {
  const anything = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.stringMatching(/^[0-9.,'’ %万亿十百一二三两点第天×x^*⁶０-９．％～-]{0,30}$/),
  )
  fc.assert(
    fc.property(anything, text => {
      let last = 0
      for (const { start, end, readings } of readNumbers(text)) {
        expect(start).toBeGreaterThanOrEqual(last)
        expect(end).toBeGreaterThan(start)
        expect(end).toBeLessThanOrEqual(text.length)
        expect(readings.length).toBeGreaterThan(0)
        expect(readings.flat().every(({ value }) => Number.isFinite(value) && value >= 0)).toBe(true)
        last = end
      }
    }),
    { numRuns: 1000 },
  )
})

/** A number below ten thousand in Chinese. */
function inChinese(value: number): string {
  const signs = '零一二三四五六七八九'
  const [thousands, hundreds, tens, ones] = [1000, 100, 10, 1].map(size => Math.floor(value / size) % 10)
  let text = ''
  if (thousands) text += `${signs[thousands]}千`
  if (hundreds) text += `${signs[hundreds]}百`
  else if (thousands && (tens || ones)) text += '零'
  if (tens) text += `${tens === 1 && value < 20 ? '' : signs[tens]}十`
  else if (hundreds && ones) text += '零'
  if (ones) text += signs[ones]
  return text || '零'
}

test('chineseInteger is the inverse of writing a number in Chinese', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9999 }), value => {
      expect(chineseInteger(inChinese(value))).toBe(value)
    }),
  )
  expect(chineseInteger('一万')).toBe(10_000)
  expect(chineseInteger('三万五千')).toBe(35_000)
  for (const none of ['万一', '千万', '百', '万万', '十百']) expect(chineseInteger(none), none).toBeNull()
})
