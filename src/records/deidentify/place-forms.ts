/** @file Where a person lives or lies: addresses, postcodes, beds and wards. */
import { type IdentifierForm, identifierForm } from './identifier-form.ts'

const WORD = "[A-Z][\\p{L}'.-]*"
const STREET =
  '(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Court|Ct|Close|Crescent|Cres|Way|Place|Pl|Boulevard|Blvd|Terrace|Gardens|Gdns|Square|Sq|Mews|Hill|Row|Walk|Parkway|Pkwy|Highway|Hwy|Grove|Park|Circle|Trail)'
const FLAT = '(?:(?:Flat|Apt|Apartment|Unit|Suite|Room|No)\\.?\\s?#?\\d{1,5}[A-Za-z]?\\s?,?\\s?)?'
const TAIL = '(?:\\s?,?\\s?(?:Flat|Apt|Apartment|Unit|Suite|#)\\.?\\s?\\d{1,5}[A-Za-z]?)?'

const AREAS =
  'AB|AL|BA|BB|BD|BH|BL|BN|BR|BS|BT|CA|CB|CF|CH|CM|CO|CR|CT|CV|CW|DA|DD|DE|DG|DH|DL|DN|DT|DY|EC|EH|EN|EX|FK|FY|GL|GU|HA|HD|HG|HP|HR|HS|HU|HX|IG|IP|IV|KA|KT|KW|KY|LA|LD|LE|LL|LN|LS|LU|ME|MK|ML|NE|NG|NN|NP|NR|NW|OL|OX|PA|PE|PH|PL|PO|PR|RG|RH|RM|SA|SE|SG|SK|SL|SM|SN|SO|SP|SR|SS|ST|SW|SY|TA|TD|TF|TN|TQ|TR|TS|TW|UB|WA|WC|WD|WF|WN|WR|WS|WV|YO|ZE|[BEGLMNSW]'
const POSTCODE = `(?:${AREAS})\\d[A-Z\\d]?\\s?\\d[ABD-HJLNP-UW-Z]{2}`

/** Grades of embryos (E5 4AB) and zygotes (B3 2PN) have the form of a postcode of an area with one letter. */
const isNoGrade = (id: string): boolean => !/^[A-Z]\d.*[1-6](?:[A-C]{2}|PN)$/i.test(id)

const english: readonly IdentifierForm[] = [
  identifierForm(
    'address',
    { digits: 1, latin: true },
    new RegExp(
      `(?<![\\d.])${FLAT}\\d{1,5}[A-Za-z]?(?:\\s?[-/]\\s?\\d{1,5})?,?\\s(?:${WORD}\\s){1,3}${STREET}\\b\\.?${TAIL}(?:\\s?,\\s?${WORD}(?:\\s${WORD})?)?(?:\\s?,?\\s?(?:${POSTCODE}|[A-Z]{2}\\s\\d{5}(?:-\\d{4})?))?`,
    ),
  ),
  identifierForm(
    'address',
    { digits: 1, latin: true },
    /(?<![\d.])\d{1,5}[a-z]?,?\s(?!(?:week|day|month|year|hour|way|more|other)s?\b)(?:[a-z][a-z'-]+\s){1,2}(?:street|road|avenue|lane|close|crescent|boulevard|terrace|drive|court)\b/i,
  ),
  identifierForm(
    'address',
    { latin: true },
    /\b(?:lives?|living|resid(?:es|ing)|address)\s?(?:at|in|is|:)?\s?:?\s?(?<id>\d{1,5}[A-Za-z]?,?\s\p{L}[\p{L}'-]+(?:\s\p{Lu}[\p{L}'-]+){0,3}(?:,\s?\p{Lu}[\p{L}'-]+)*)/iu,
    id => !/^\d+\s(?:weeks?|days?|months?|years?|hours?|miles?|km|minutes?)\b/i.test(id),
  ),
  identifierForm('address', { digits: 1, latin: true }, /\bP\.?\s?O\.?\s?Box\s\d{1,6}/i),
  identifierForm(
    'address',
    { digits: 2, latin: true },
    /\b(?:post\s?code|postal\scode|zip(?:\scode)?)(?:[\s:=#.]|\bis\b)*(?<id>[A-Z\d]{2,5}(?:[\s-]\d[A-Z\d]{2,3})?)(?![A-Z\d])/i,
    id => /\d/.test(id),
  ),
  identifierForm(
    'address',
    { digits: 2, latin: true },
    new RegExp(`(?<![A-Za-z\\d.])${POSTCODE}(?![A-Za-z\\d])`),
    isNoGrade,
  ),
  identifierForm(
    'address',
    { digits: 5, latin: true },
    /(?<=,\s?|\b[A-Z][a-z]+\s)(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY])\s\d{5}(?:-\d{4})?(?!\d)/,
  ),
]

const HAN = '[\\u4e00-\\u9fff]'
/** No part of a place's name: what leads to it. */
const PLACE = `(?:(?![住在到于寄是为址往从回者])${HAN})`
const HOUSE = '(?:\\s?\\d{1,5}(?:-\\d{1,5})?\\s?(?:号院|号楼|号|弄|栋|幢|座|单元|室|楼|层|户|组|队))'
const REGION =
  '(?:省|自治区|特别行政区|市|自治州|州|盟|地区|区|县|旗|镇|乡|街道|新村|村|屯|社区|小区|花园|公寓|大厦|家园|广场|开发区)'

const PROVINCES =
  '北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门'

/** Roads of the body and of drugs have no houses, but numbers may follow them. */
const isNoPathway = (id: string): boolean => !/(?:给药|用药|输液|通|途|气|尿|血|思|线|回)路\s?\d/.test(id)

const chinese: readonly IdentifierForm[] = [
  // A street with a house, with all that leads to it.
  identifierForm(
    'address',
    { digits: 1, han: true },
    new RegExp(
      `(?:${PLACE}{1,8}${REGION}\\s?){0,6}${PLACE}{1,8}(?:大道|大街|路|街|巷|弄|胡同|里)\\s?(?:\\d{1,5}${HAN}{0,3}(?=\\d))?${HOUSE}${HOUSE}*(?:${HAN}{2,8}(?:小区|花园|公寓|大厦|家园|苑))?${HOUSE}*`,
    ),
    isNoPathway,
  ),
  identifierForm(
    'address',
    { han: true },
    new RegExp(
      `(?:地址|住址|现住|家住|居住[于在地]?|住[在于]?|户籍(?:地)?|籍贯|来自|寄[到至往])(?:[\\s:]|是|为)*(?<id>(?:${HAN}{2,8}?${REGION}\\s?){1,6}(?:${HAN}{1,8}?(?:大道|大街|路|街|巷|弄|胡同|里))?${HOUSE}*)`,
    ),
    id => !/^(?:病区|我院|本院|院|入|在|进)/.test(id) && !/^.{0,3}病区$/.test(id),
  ),
  identifierForm(
    'address',
    { han: true },
    new RegExp(
      `(?:${PROVINCES})(?:省|市|自治区)?\\s?(?:${HAN}{2,6}?(?:市|自治州|地区))?\\s?${HAN}{1,6}?(?:区|县|旗|市)(?:${HAN}{1,8}?(?:镇|乡|街道|村|社区|小区))*${HOUSE}*`,
    ),
    id => id.length >= 5,
  ),
  identifierForm(
    'address',
    { han: true },
    new RegExp(`${PLACE}{2,6}(?:小区|花园|公寓|家园|新村|村)\\s?${HOUSE}${HOUSE}*`),
    isNoPathway,
  ),
  identifierForm('address', { digits: 6, han: true }, /(?:邮编|邮政编码)[\s:为是]*(?<id>\d{6})(?!\d)/),
]

const beds: readonly IdentifierForm[] = [
  identifierForm('bed', { digits: 1, han: true }, /(?<![\d.期第])(?<id>加?\d{1,3}[A-Z]?)(?=\s?号?床(?![旁边上]))/i),
  identifierForm('bed', { digits: 1, han: true }, /床(?:号|位号?)[\s:为是]*(?<id>\d{1,4}[A-Z]?)/i),
  identifierForm('bed', { digits: 1, han: true }, /(?<![\d.第])(?<id>\d{1,4})(?=\s?号?(?:病房|病区|病室|房间))/),
  identifierForm(
    'bed',
    { digits: 1, han: true },
    /(?:病房|病区|病室|房间)(?:号)?[\s:为是]*(?<id>\d{1,4}[A-Z]?)(?!\d|[.%天日年月人名])/i,
  ),
  identifierForm(
    'bed',
    { digits: 1, latin: true },
    /\b(?:bed|ward|room|bay|cubicle|side\sroom)\s?(?:no\.?|number|#|:)?\s?(?<id>\d{1,4}[A-Z]?|[A-Z]\d{1,3})(?![A-Z\d]|\.\d|\s?(?:days?|h\b|hours?|nights?|°|weeks?|x\b))/i,
  ),
]

/** The forms of this file, the surest first. */
export const PLACE_FORMS: readonly IdentifierForm[] = [...english, ...chinese, ...beds]
