import fc from 'fast-check'
import { expect, test } from 'vitest'
import { plainText } from './identifier-form.ts'
import { findIdentifiers, scanText } from './scan-text.ts'

test('scanText replaces each identifier by its kind and counts by kind', () => {
  const { text, removed } = scanText('Mrs Jane Whitfield, DOB 3/4/1987, tel 07700 900123, AMH 1.2, seen 5 March 2021')
  expect(text).toBe('Mrs [name], DOB [birth date], tel [phone], AMH 1.2, seen [date]')
  expect(Object.fromEntries(removed)).toEqual({ name: 1, 'birth date': 1, phone: 1, date: 1 })
})

test('scanText reads Chinese, and full-width digits as digits', () => {
  const { text } = scanText('患者张丽，电话１３８１２３４５６７８，AMH 1.2，主治医师：欧阳静')
  expect(text).toBe('患者[name]，电话[phone]，AMH 1.2，主治医师：[name]')
})

test('scanText finds again, without any cue, a name that it found once', () => {
  expect(scanText('Dr Lindqvist called. Lindqvist advises ICSI.').text).toBe('Dr [name] called. [name] advises ICSI.')
})

test('scanText takes out what is known from elsewhere, as whole words and in any case', () => {
  const known = [{ text: 'Holt', kind: 'name' as const }]
  expect(scanText('holt rang; Holter normal', known).text).toBe('[name] rang; Holter normal')
})

test('scanText caps ages over 89 and leaves 89 and 90', () => {
  expect(scanText('grandmother 93 years old, aunt 89 years old, 祖母92岁').text).toBe(
    'grandmother 90 years old, aunt 89 years old, 祖母90岁',
  )
  expect(scanText('aged 90').removed.size).toBe(0)
})

test.each(['', ' ', 'ICSI', '46,XY,t(1;2)(p36;q21)', '黄体功能不足'])('scanText(%j) comes back as it was', text => {
  expect(scanText(text)).toEqual({ text, removed: new Map() })
})

test('a year alone is no date, a year and a month are', () => {
  expect(scanText('infertile since 2019, seen 2019-03, 2019年起, 2019年3月').text).toBe(
    'infertile since 2019, seen [date], 2019年起, [date]',
  )
})

test.each([
  'follicles R 18/17/16 L 14/12/10',
  'PRP infusion 10-12-14 days',
  'Total motile count 1200000000',
  'HBV DNA 1000000000 copies',
  'Patient Rubella non immune',
  'Oil Based Contrast HSG',
  'Estradiol Valerate 6 mg',
  'Sequential Culture',
  'Mini Stim with Clomid',
  'Duo Stim considered',
  'Progestin Primed Ovarian Stimulation',
  'Dual Trigger Given, Endometrial Scratch Offered',
  'Luteinised Unruptured Follicle',
  'Assisted Hatching',
  'Testicular Sperm Extraction, Micro TESE',
])('scanText takes nothing out of a plan or a finding: %s', text => {
  expect(scanText(text).text).toBe(text)
})

test('scanText takes out a date after a verb, and a long number that is not round', () => {
  expect(scanText('she left 14/12/10, seen 14-12-10').text).toBe('she left [date], seen [date]')
  expect(scanText('see 1204800113').text).toBe('see [record number]')
})

test.each([
  ['Haddad, Rania attended', '[name] attended'],
  ['Aadhaar 2345 6789 0123', 'Aadhaar [national id]'],
  ['784-1987-1234567-1', '[national id]'],
  ['jo dot smith at gmail dot com', '[e-mail]'],
  ['seen 03/2021', 'seen [date]'],
  ['on 5.3.24', 'on [date]'],
  ['23.5.6取卵', '[date]取卵'],
  ['grandmother died at 94', 'grandmother died at 90'],
  ['身份证后四位452X', '身份证后四位[national id]'],
  ['护士小李来电', '护士小[name]来电'],
  ['刘姓患者要求', '[name]姓患者要求'],
])('scanText(%s) is %s', (text, expected) => {
  expect(scanText(text).text).toBe(expected)
})

test.each([
  'E2 2345 3456 4567 pmol/L',
  'section 5.3.24, embryo 4.1 and 3.2',
  'sperm died at 94 h',
  'plan made at clinic, dot plot reviewed',
  'ANA titre 1/1280, dilution 1/2000',
  'scans on days 2/10/12, D8/10/12',
  'follow up at clinic dot matrix',
  '内膜 10.5.6 查',
  '医生小结',
  '助手小于',
  '同姓患者',
  'Metformin, Letrozole given',
])('scanText leaves what looks like one: %s', text => {
  expect(scanText(text).text).toBe(text)
})

test('findIdentifiers gives places in order and apart, within any text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), text => {
      let end = 0
      for (const span of findIdentifiers(text)) {
        expect(span.start).toBeGreaterThanOrEqual(end)
        expect(span.end).toBeGreaterThan(span.start)
        end = span.end
      }
      expect(end).toBeLessThanOrEqual(text.length)
    }),
  )
})

test('plainText keeps every place', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), text => {
      expect(plainText(text)).toHaveLength(text.length)
    }),
  )
})

test.each([
  ['digits', '1'.repeat(20_000)],
  ['digits apart', '1 '.repeat(10_000)],
  ['letters', 'a'.repeat(20_000)],
  ['capitals', 'Aa '.repeat(7_000)],
  ['Chinese', '市'.repeat(20_000)],
  ['Chinese surnames', '王'.repeat(20_000)],
  ['hyphens', 'A-'.repeat(10_000)],
])('scanText(20,000 characters of %s) takes less than two seconds', (_, text) => {
  const before = process.hrtime.bigint()
  scanText(text)
  expect(Number(process.hrtime.bigint() - before) / 1e9).toBeLessThan(2)
})
