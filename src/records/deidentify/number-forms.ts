/** @file Numbers that stand for a person: of the state, of a bank, of a hospital, of an insurer, of a car, of a device. */
import { isNhsNumber, passesLuhn } from './check-digits.ts'
import { type IdentifierForm, identifierForm } from './identifier-form.ts'

const ALONE = '(?<![\\dA-Za-z.])'
const END = '(?!\\.?\\d|[A-Za-z])'
/** Between a cue and its number. */
const LINK = '(?:\\s|[:=#.,(<"-]|\\bis\\b|\\bwas\\b|\\bno\\b|\\bnumber\\b|\\bnum\\b|\\bid\\b|是|为|号码|编号|号)*'
/** A number as hospitals write it: letters, then digits, perhaps in groups. */
const NUMBER = '[A-Z]{0,5}[-/]?(?:\\d+(?:[-/]\\d+)*[A-Z]?|\\d{2,4}(?:\\s\\d{2,4}){1,4})'

const digitsIn = (text: string): number => text.replace(/\D/g, '').length
const atLeast = (count: number) => (id: string) => digitsIn(id) >= count

/** Readings of a hormone side by side have the form of a card's groups of four. */
const isSeries = (id: string, text: string, start: number): boolean =>
  /(?:\bE2|o?estradiol|h?CG|\bLH|count)\W*$/i.test(text.slice(Math.max(0, start - 14), start)) ||
  /^\s?(?:[pnm]?mol|[pnm]?g|m?IU)\b/i.test(text.slice(start + id.length))

const state: readonly IdentifierForm[] = [
  // China, 18 characters. With a valid date inside it is one even if its check character was mistyped.
  identifierForm(
    'national id',
    { digits: 17 },
    new RegExp(
      `${ALONE}[1-9]\\d{5}[\\s-]?(?:18|19|20)\\d{2}[\\s-]?(?:0[1-9]|1[0-2])[\\s-]?(?:0[1-9]|[12]\\d|3[01])[\\s-]?\\d{3}[\\dXx]${END}`,
    ),
  ),
  identifierForm(
    'national id',
    { digits: 15 },
    new RegExp(`${ALONE}[1-8]\\d{5}\\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])\\d{3}${END}`),
  ),
  identifierForm('national id', { digits: 7, latin: true }, new RegExp(`${ALONE}[A-Z]{1,2}\\d{6}\\([\\dA]\\)`)),
  identifierForm('national id', { digits: 9, latin: true }, new RegExp(`${ALONE}[A-Z][12]\\d{8}${END}`)),
  identifierForm(
    'national id',
    { digits: 6 },
    new RegExp(
      `(?:身份证|证件|居住证|社会保障|\\bID\\scard|\\bidentity\\s(?:card|document)|\\bnational\\s(?:id|insurance)|\\bNI\\s(?:no|number))(?:号码?|编号)?${LINK}(?<id>[A-Z]{0,3}\\s?\\d[\\d\\s-]{4,19}(?:\\d|[A-DX]\\b))(?!\\d)`,
      'i',
    ),
  ),
  identifierForm(
    'national id',
    { digits: 10 },
    new RegExp(`\\b(?:NHS|CHI)\\b${LINK}(?<id>\\d{3}[\\s-]?\\d{3}[\\s-]?\\d{4})${END}`, 'i'),
  ),
  identifierForm(
    'national id',
    { digits: 10 },
    new RegExp(`${ALONE}\\d{3}[\\s-]\\d{3}[\\s-]\\d{4}${END}`),
    isNhsNumber,
  ),
  identifierForm('national id', { digits: 10 }, new RegExp(`${ALONE}[4679]\\d{9}${END}`), isNhsNumber),
  // National Insurance of the United Kingdom.
  identifierForm(
    'national id',
    { digits: 6, latin: true },
    new RegExp(`${ALONE}[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\\s?\\d{2}\\s?\\d{2}\\s?\\d{2}\\s?[A-D](?![A-Za-z\\d])`),
  ),
  identifierForm('national id', { digits: 9 }, /(?<![\d-])(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\d-])/),
  identifierForm(
    'national id',
    { digits: 9, latin: true },
    new RegExp(
      `(?:\\bssn\\b|\\bss\\s?#|\\bsocial\\ssecurity)${LINK}(?<id>\\d{3}[\\s-]?\\d{2}[\\s-]?\\d{4})${END}`,
      'i',
    ),
  ),
  // Emirates ID, then Aadhaar.
  identifierForm('national id', { digits: 15 }, new RegExp(`${ALONE}784-\\d{4}-\\d{7}-\\d${END}`)),
  identifierForm(
    'national id',
    { digits: 12 },
    new RegExp(`${ALONE}[2-9]\\d{3}([\\s-])\\d{4}\\1\\d{4}(?![\\s-]?\\d)${END}`),
    (id, text, start) => !isSeries(id, text, start),
  ),
  identifierForm(
    'national id',
    { digits: 3, han: true },
    /(?:身份证|证件)(?:号码?)?的?[后尾末](?:[四4六6]位|号)(?:数字?|号码?)?[\s:为是]*(?<id>\d{3,5}[\dXx])(?![\dA-Za-z])/,
  ),
  identifierForm(
    'passport',
    { digits: 6 },
    new RegExp(
      `(?:\\bpassport|护照|通行证|回乡证|台胞证)(?:\\s?(?:holder|number|no))?${LINK}(?<id>[A-Z]{0,3}\\s?\\d{6,10})${END}`,
      'i',
    ),
  ),
  identifierForm(
    'passport',
    { digits: 7, latin: true },
    new RegExp(`${ALONE}(?:[EGPSD]\\d{8}|E[A-HJ-NP-Z]\\d{7})${END}`),
  ),
]

const bank: readonly IdentifierForm[] = [
  identifierForm(
    'bank card',
    { digits: 13 },
    new RegExp(
      `${ALONE}(?:\\d{13,19}|\\d{4}(?:[\\s-]\\d{4}){2,3}(?:[\\s-]\\d{1,4})?|\\d{4}[\\s-]\\d{6}[\\s-]\\d{5})${END}`,
    ),
    (id, text, start) => passesLuhn(id) && !isSeries(id, text, start),
  ),
  identifierForm(
    'bank card',
    { digits: 8 },
    new RegExp(
      `(?:银行卡|卡号|账号|账户|\\bcard|\\baccount|\\biban)${LINK}(?<id>(?:[A-Z]{2}\\d{2}\\s?)?\\d(?:[\\s-]?\\d){7,22})(?!\\d)`,
      'i',
    ),
  ),
]

const hospital: readonly IdentifierForm[] = [
  identifierForm(
    'insurance number',
    { digits: 5 },
    new RegExp(
      `(?:医保|社保|保险|\\binsurance|\\bpolicy|\\bmember(?:ship)?|\\bsubscriber|\\bmedicare|\\bmedicaid|\\bbeneficiary|\\bhealth\\s(?:card|plan))(?:\\s?(?:卡|证|card))?${LINK}(?<id>${NUMBER})${END}`,
      'i',
    ),
    atLeast(5),
  ),
  identifierForm(
    'record number',
    { digits: 3, latin: true },
    new RegExp(
      `\\b(?:(?:MRN|URN|UHID)|(?:medical\\srecord|hosp(?:ital)?\\.?|chart|patient|case|file|record|unit|folio|clinic|registration|admission|encounter|accession|specimen|sample|lab)[\\s_-]?(?:number|num|nos?|nr|id|ref|#))${LINK}(?<id>${NUMBER})(?![\\dA-Za-z])`,
      'i',
    ),
    atLeast(3),
  ),
  identifierForm(
    'record number',
    { digits: 5, latin: true },
    new RegExp(
      `\\b(?:MR|ID|ref(?:erence)?|hospital|chart|record|file|patient|case)\\s?[:#=]+\\s?(?<id>${NUMBER})(?![\\dA-Za-z])`,
      'i',
    ),
    atLeast(5),
  ),
  identifierForm('record number', { digits: 5, latin: true }, /\bID\s(?<id>\d{5,10})(?![\dA-Za-z])/i),
  identifierForm(
    'record number',
    { digits: 3, han: true },
    new RegExp(
      `(?:病历|病案|住院|门诊|就诊|登记|诊疗|档案|健康|挂号|影像|检查|检验|标本|样本|条|流水|超声|报告|申请单|周期|病人|患者|体检|手术|就医|ID)(?:卡)?\\s?(?:号码?|编号|编码|码|ID)${LINK}(?<id>${NUMBER})(?![\\dA-Za-z])`,
      'i',
    ),
    atLeast(3),
  ),
  identifierForm(
    'record number',
    { digits: 6, han: true },
    new RegExp(`(?:病历|病案|住院|门诊|就诊卡|诊疗卡|档案|登记|编号)${LINK}(?<id>${NUMBER})(?![\\dA-Za-z])(?!年)`, 'i'),
    atLeast(6),
  ),
  // Few clinical values have ten digits in a row: round counts, and what a unit follows. Codes of terminologies and
  // registries of trials do, after their name.
  identifierForm(
    'record number',
    { digits: 10 },
    new RegExp(`${ALONE}\\d{10,}${END}`),
    (id, text, start) =>
      !/0{6}$/.test(id) &&
      !/^\s?(?:copies|cop\b|IU\b|cells?\b|sperms?\b|\/\s?m?L\b|per\s?m?L\b|个|拷贝)/i.test(
        text.slice(start + id.length),
      ) &&
      !/(?:SNOMED|SCTID|LOINC|GTIN|ISRCTN|NCT|DOI|CT)\W{0,3}(?:CT\W{0,2}|code\W{0,2})?$/i.test(
        text.slice(Math.max(0, start - 16), start),
      ),
  ),
]

const PROVINCES = '京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼'
const things: readonly IdentifierForm[] = [
  identifierForm(
    'vehicle',
    { digits: 3, han: true },
    new RegExp(`[${PROVINCES}]\\s?[A-HJ-NP-Z]\\s?[·.•-]?\\s?[A-HJ-NP-Z\\d]{5,6}(?![A-Za-z\\d])`, 'i'),
    atLeast(3),
  ),
  identifierForm(
    'vehicle',
    { digits: 1, latin: true },
    new RegExp(
      `(?:licen[cs]e\\splate|number\\splate|car\\sreg(?:istration)?|\\bVIN\\b)${LINK}(?<id>[A-Z\\d]{2,4}[\\s-]?[A-Z\\d]{2,13})(?![A-Za-z\\d])`,
      'i',
    ),
    atLeast(1),
  ),
  identifierForm(
    'device',
    { digits: 4 },
    new RegExp(
      `(?:(?<![A-Za-z])S\\/N|\\bSN\\b|\\bserial\\b|\\bdevice\\s(?:id|no)|\\bUDI\\b|\\bIMEI\\b|序列号|设备编?号|机身号|器械编?号|出厂编?号)${LINK}(?<id>[A-Z\\d](?:[-/]?[A-Z\\d]){3,24})(?![A-Za-z\\d])`,
      'i',
    ),
    atLeast(4),
  ),
  identifierForm('device', { digits: 4, latin: true }, new RegExp(`${ALONE}SN-?\\d{5,}${END}`)),
  identifierForm('device', { latin: true }, /(?<![\w:])(?:[\dA-F]{2}[:-]){5}[\dA-F]{2}(?![\w:])/i),
]

/** The forms of this file, the surest first. */
export const NUMBER_FORMS: readonly IdentifierForm[] = [...state, ...hospital.slice(0, -1), ...things, ...bank]

/** Long numbers that no other form explains; to be tried last. */
export const UNEXPLAINED_NUMBERS: IdentifierForm = hospital[hospital.length - 1]
