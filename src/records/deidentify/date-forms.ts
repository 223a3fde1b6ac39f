/** @file Dates in text, those of birth apart, and ages over 89. A year alone is not a date. */
import { type IdentifierForm, identifierForm } from './identifier-form.ts'
import { OLDEST_AGE } from './identifier-kind.ts'

const YEAR = '(?:19|20)\\d{2}'
const MONTH = '(?:1[0-2]|0?[1-9])'
const DAY = '(?:3[01]|[12]\\d|0?[1-9])'
const NAME =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)'
const NTH = '(?:st|nd|rd|th)'
const DIGIT_ZH = '[〇零○一二三四五六七八九]'
const COUNT_ZH = '[一二三四五六七八九十廿]{1,3}'
/** What follows a measurement, so that `10-12-14 mm` is none of these dates. */
const NO_UNIT =
  '(?!\\s?(?:mm|cm|ml|mg|ug|iu|u\\b|x\\b|%|days?\\b|weeks?\\b|months?\\b|hours?\\b|follicles?\\b|个|枚|天|周|颗|次))'
/** What stands before numbers side by side: `R 18/17/16 L 14/12/10`, `days 8/10/12`, D8/10/12; `left` may be a verb. */
const NO_SIDE = '(?<!\\b(?:L|R|LO|RO|LOV|ROV|days|grades?|ovary|follicles?|foll?|sizes?)\\s?[:=-]?\\s?)(?<!\\bD)'

/** Numbers with two points are also those of sections and versions. */
const NO_SECTION = '(?<!(?:\\bv|version|section|chapter|para|table|figure|fig)\\.?\\s?)'
/** What follows a day in a Chinese note, where the year is short and stands first. */
const DONE_ZH =
  '(?:取卵|移植|就诊|复诊|来院|入院|出院|住院|手术|术后|人流|流产|清宫|分娩|剖宫|冷冻|解冻|促排|进周|启动|扳机|化验|检查|复查|行|在|于|查|起)'

/** A day and a month in either order; two numbers above 12 are none. */
const dayAndMonth = (between: string): string => `(?:${DAY}${between}${MONTH}(?!\\d)|${MONTH}${between}${DAY}(?!\\d))`

/** A year, a month and a day, or a year and a month, each form standing for itself. */
const WITH_YEAR: readonly string[] = [
  `(?<![\\d.])${YEAR}\\s?[-/.年]\\s?${MONTH}\\s?[-/.月]\\s?${DAY}(?:\\s?[日号])?(?!\\d)`,
  `(?<![\\d.])${YEAR}\\s?年\\s?${MONTH}\\s?月(?:份)?`,
  `(?<![\\d.])${YEAR}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])(?!\\d|\\.\\d)`,
  `(?<![\\d./-])${YEAR}[-/](?:0[1-9]|1[0-2])(?![\\d/-])${NO_UNIT}`,
  `(?<![\\d./-])${dayAndMonth('\\s?[-/.]\\s?')}\\s?[-/.]\\s?${YEAR}(?!\\d)`,
  `${NO_SIDE}(?<![\\d./-])${dayAndMonth('/')}/\\d{2}(?![\\d/]|\\.\\d)${NO_UNIT}`,
  // Not 1/2000, which is a dilution.
  `(?<![\\d./-])(?:1[0-2]|0[1-9]|[2-9])/${YEAR}(?![\\d/-]|\\.\\d)${NO_UNIT}`,
  `${NO_SIDE}${NO_SECTION}(?<![\\d./-])${dayAndMonth('\\.')}\\.\\d{2}(?![\\d/-]|\\.\\d)${NO_UNIT}`,
  `(?<![\\d./-])(?<!(?:内膜|卵泡|大小|厚度?|径|各)\\s?)[0-2]\\d\\.${MONTH}\\.${DAY}(?=\\s?${DONE_ZH})`,
  `${NO_SIDE}(?<![\\d./-])(?=\\d\\d[-.]\\d\\d[-.])${dayAndMonth('[-.]')}[-.]\\d{2}(?![\\d/-]|\\.\\d)${NO_UNIT}`,
  `(?<![\\d.])${DAY}${NTH}?(?:\\sof)?[\\s./-]{0,2}${NAME}\\b\\.?[\\s,./-]{0,2}(?:${YEAR}|(?<=[-/'\\s])'\\d{2}|(?<=[-/])\\d{2})(?!\\d)`,
  `\\b${NAME}\\b\\.?[\\s-]?${DAY}${NTH}?(?:\\s?,\\s?|\\s)${YEAR}(?!\\d)`,
  `\\b${NAME}\\b\\.?(?:[\\s,-]{1,2}|\\sof\\s)${YEAR}(?!\\d)`,
  `[一二]${DIGIT_ZH}{3}年${COUNT_ZH}月(?:份|${COUNT_ZH}[日号])?`,
  `(?<!\\d)\\d{2}年\\s?${MONTH}月\\s?${DAY}[日号]`,
]

/** A month and a day. */
const WITHOUT_YEAR: readonly string[] = [
  `(?<!\\d|年)${MONTH}\\s?月\\s?${DAY}\\s?[日号]`,
  `(?<![一二三四五六七八九十年])${COUNT_ZH}月${COUNT_ZH}[日号]`,
]

const ANY = WITH_YEAR.map(source => `(?:${source})`).join('|')
const BIRTH_CUE =
  '(?:\\bd\\.?\\s?o\\.?\\s?b\\b\\.?|\\bdate\\sof\\sbirth|\\bbirth\\s?(?:date|day)|\\bborn(?:\\son)?|\\bb\\.|出生日期|出生年月日?|出生时间|出生于?|生日|生于)(?:[\\s:=,(-]|\\bis\\b|\\bon\\b|是|为|于)*'

/** `May 2 embryos` and `3 dec` are no dates: a month without a year must be written as a name and end there. */
const isNamedDay = (id: string, text: string, start: number): boolean => {
  const rest = text.slice(start + id.length)
  const name = /[A-Za-z]{3,}/.exec(id.replace(/\d(?:st|nd|rd|th)/g, '1'))?.[0] ?? ''
  if (/^\s?(?:mm|cm|ml|mg|ug|iu|x\b|%)/i.test(rest)) return false
  const ends = /^\s*(?:$|[,.;:)]|(?:at|and|for|to|was|she|he|when|with|after)\b)/i.test(rest)
  const ordinal = /\d(?:st|nd|rd|th)/i.test(id)
  if (/^may$/i.test(name) || name === name.toLowerCase()) return ordinal || (ends && /^(?!may|mar)/i.test(name))
  return name.length >= 3
}

const birth: readonly IdentifierForm[] = [
  identifierForm('birth date', { digits: 2 }, new RegExp(`${BIRTH_CUE}(?<id>${ANY})`, 'i')),
  identifierForm('birth date', { han: true }, new RegExp(`${BIRTH_CUE}(?<id>${ANY})`, 'i')),
  identifierForm(
    'birth date',
    { digits: 4 },
    new RegExp(`${BIRTH_CUE}(?<id>\\d{8}|\\d{6}|\\d{1,2}[-/.]\\d{1,2}[-/.]\\d{2})(?!\\d)`, 'i'),
  ),
  identifierForm(
    'birth date',
    { digits: 3 },
    new RegExp(`(?<id>${ANY})(?=\\s?(?:出生|生人|生(?![长化育殖物理])|\\(?born))`, 'i'),
  ),
]

const plain: readonly IdentifierForm[] = [
  ...WITH_YEAR.map(source =>
    identifierForm(
      'date',
      source.includes(DIGIT_ZH) ? { han: true } : { digits: 4, ...(source.includes(NAME) ? { latin: true } : {}) },
      new RegExp(source, 'i'),
    ),
  ),
  ...WITHOUT_YEAR.map(source => identifierForm('date', { han: true }, new RegExp(source))),
  identifierForm(
    'date',
    { digits: 1, latin: true },
    new RegExp(`(?<![\\d.])${DAY}${NTH}?(?:\\sof)?\\s${NAME}\\b(?!-)`, 'i'),
    isNamedDay,
  ),
  identifierForm(
    'date',
    { digits: 1, latin: true },
    new RegExp(`\\b${NAME}\\b\\.?\\s${DAY}${NTH}?(?![\\d.]\\d|\\d|/)`, 'i'),
    isNamedDay,
  ),
]

const OVER = `(?:9\\d|1[0-2]\\d)`
const isOlder = (id: string): boolean => !(Number(id) <= OLDEST_AGE)
const ages: readonly IdentifierForm[] = [
  identifierForm(
    'age',
    { digits: 2, latin: true },
    new RegExp(
      `(?<![\\d.])(?=${OVER}\\s?-?\\s?(?:years?|yrs?|y\\/?\\.?o|y)\\b(?!\\s(?:ago|later|earlier|of\\sinfert)))(?<id>${OVER})`,
      'i',
    ),
    isOlder,
  ),
  identifierForm(
    'age',
    { digits: 2, latin: true },
    new RegExp(
      `\\bage[ds]?\\b(?:\\sof)?(?:[\\s:=,]|\\bis\\b|\\bwas\\b)*(?<id>${OVER})(?!\\d|\\.\\d|\\s?(?:%|days?|weeks?|months?|d\\b|w\\b|mm))`,
      'i',
    ),
    isOlder,
  ),
  identifierForm(
    'age',
    { digits: 2, latin: true },
    new RegExp(
      `\\b(?:died|dead|deceased|passed\\saway|death)\\sat\\s(?<id>${OVER})(?!\\d|\\.\\d|[:/-]\\d|\\s?(?:%|days?|weeks?|months?|hours?|[dwh]\\b))`,
      'i',
    ),
    isOlder,
  ),
  identifierForm('age', { digits: 2, han: true }, new RegExp(`(?<![\\d.])(?<id>${OVER})(?=\\s?[多余]?周?岁)`), isOlder),
  identifierForm(
    'age',
    { digits: 2, han: true },
    new RegExp(`年龄[\\s:为是]*(?<id>${OVER})(?!\\d|\\.\\d|天|周|月)`),
    isOlder,
  ),
  identifierForm('age', { han: true }, /(?:九十[一二三四五六七八九]|一?百[零〇一二三四五六七八九十]{0,3})(?=多?余?岁)/),
]

/** The forms of this file, the surest first: dates of birth, ages, then all other dates. */
export const DATE_FORMS: readonly IdentifierForm[] = [...birth, ...ages, ...plain]
