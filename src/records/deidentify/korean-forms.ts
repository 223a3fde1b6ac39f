/** @file Korean numbers and dates in text: resident registration numbers, telephone numbers, a year with month and day. */
import { type IdentifierForm, identifierForm } from './identifier-form.ts'

const ALONE = '(?<![\\dA-Za-z.])'
const END = '(?!\\.?\\d|[A-Za-z])'
/** A day as a resident number begins: year, month, day, two digits each. */
const BIRTH = '\\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])'
/** Between a cue and its number. */
const LINK = '(?:\\s|[:=#(]|번호|은|는)*'

/**
 * The forms, the surest first. A resident registration number is known by its form (since 2020 its last digits carry no
 * check), also with the seven digits hidden (`900101-2******`) or cut off after the one for sex.
 */
export const KOREAN_FORMS: readonly IdentifierForm[] = [
  identifierForm('national id', { digits: 7 }, new RegExp(`${ALONE}${BIRTH}\\s?-\\s?[0-9](?:\\d{6}|[*xX●]{6})${END}`)),
  identifierForm('national id', { digits: 13 }, new RegExp(`${ALONE}${BIRTH}[1-8]\\d{6}${END}`)),
  identifierForm(
    'national id',
    { digits: 6 },
    new RegExp(`(?:주민|외국인)\\s?(?:등록)?\\s?번호${LINK}(?<id>\\d{6}(?:\\s?-?\\s?[\\d*xX●]{1,7})?)`),
  ),
  identifierForm('passport', { digits: 7 }, new RegExp(`여권${LINK}(?<id>[A-Z]{1,2}\\d{7,8}|[A-Z]\\d{3}[A-Z]\\d{4})`)),
  identifierForm(
    'phone',
    { digits: 9 },
    /(?<![\d.])(?:\(?(?:\+|00)?82\)?[\s-]?)?\(?0?1[016789]\)?[\s.-]\d{3,4}[\s.-]\d{4}(?!\.?\d)/,
  ),
  identifierForm('phone', { digits: 10 }, /(?<![\d.])01[016789]\d{7,8}(?!\.?\d)/),
  // Landlines and internet telephones: Seoul 02, the provinces 031 to 064, 070.
  identifierForm('phone', { digits: 9 }, /(?<![\d.-])\(?0(?:2|[3-6][1-5]|70)\)?[\s-]\d{3,4}-\d{4}(?![\d-])/),
  identifierForm(
    'phone',
    { digits: 7 },
    new RegExp(`(?:전화|휴대\\s?폰|핸드폰|연락처)${LINK}(?<id>\\+?\\(?\\d(?:[\\s().-]{0,2}\\d){6,13})(?!\\d)`),
  ),
  identifierForm(
    'record number',
    { digits: 4 },
    new RegExp(`(?:차트|챠트|등록|병록|환자)\\s?번호${LINK}(?<id>[A-Z]{0,3}-?\\d{4,12})(?![\\dA-Za-z])`, 'i'),
  ),
  identifierForm(
    'birth date',
    { digits: 4 },
    /(?:생년월일|생일)[\s:=(]*(?<id>\d{2,4}\s?[-./년]\s?\d{1,2}\s?[-./월]\s?\d{1,2}(?:\s?일)?|\d{6}(?!\d)|\d{8}(?!\d))/,
  ),
  identifierForm(
    'date',
    { digits: 6 },
    /(?<!\d)(?:19|20)\d{2}\s?년\s?(?:1[0-2]|0?[1-9])\s?월(?:\s?(?:3[01]|[12]\d|0?[1-9])\s?일)?/,
  ),
]
