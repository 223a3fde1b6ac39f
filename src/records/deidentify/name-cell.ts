/** @file Tells a cell that is a person's name from one that says something of a person, such as `Yes` or `Smoker`. */
import { CLINICAL_WORDS_ZH, SURNAMES } from './chinese-name-lists.ts'
import { FIRST_NAMES, NOT_NAMES } from './english-name-lists.ts'

const SURNAMES_KO = new Set(
  '김이박최정강조윤장임한오서신권황안송류전홍고문양손배백허유남심노하곽성차주우구나민진지엄채원천방공현함변염여추도소석선설마길연위표명기반라왕금옥육인맹제모탁국어은편용예봉경사부',
)
/** What else stands in a column of partners, in small letters. */
const SAYS_WHICH = new Set(
  'absent abroad alone boyfriend cohabiting cohabitation committed common defacto ex engaged fiance fiancee gay heterosexual independent involved law lesbian long-term male-female nil non-smoker partnered present relationship same sex single smoker stable unmarried widowed widow widower not applicable na'.split(
    ' ',
  ),
)
const NO_NAME_KO = /^(?:있음|없음|정상|미상|비흡연|흡연|기혼|미혼|남성|여성|남편|아내|배우자|이혼|이상|이성)$/

const isWordOfRecord = (word: string, ownWords: ReadonlySet<string>): boolean => {
  const small = word.toLowerCase().replace(/[.,]$/, '')
  return NOT_NAMES.has(small) || SAYS_WHICH.has(small) || ownWords.has(small)
}

function isLatinName(text: string, ownWords: ReadonlySet<string>): boolean {
  const words = text.split(/[\s,]+/).filter(Boolean)
  if (words.length > 5 || words.some(word => isWordOfRecord(word, ownWords))) return false
  if (FIRST_NAMES.has(words[0].toLowerCase())) return true
  // Two or three capitals alone are an abbreviation.
  if (/^\p{Lu}{1,4}$/u.test(text)) return false
  return (
    words.some(word => word.length > 1) &&
    words.every(word => /^(?:\p{Lu}[\p{L}'’.-]*|(?:van|von|de|der|den|la|le|bin|al|el|da|di|st)\.?)$/u.test(word))
  )
}

/**
 * Whether a cell of a column such as `Partner` is a name: one to five words with capitals (or a known first name) of which
 * none is a word of records, or two to four Chinese or Korean characters that begin with a surname. False for an empty cell,
 * and for what has digits in it.
 */
export function looksLikeName(cell: string, ownWords: ReadonlySet<string>): boolean {
  const text = cell.normalize('NFKC').trim()
  if (text === '' || text.length > 60 || /\d/.test(text)) return false
  if (/^[\u4e00-\u9fff]{2,4}$/.test(text))
    return (
      (SURNAMES.has(text[0]) || SURNAMES.has(text.slice(0, 2))) && !CLINICAL_WORDS_ZH.some(word => text.includes(word))
    )
  const korean = text.replace(/\s/g, '')
  if (/^\p{Script=Hangul}{2,4}$/u.test(korean)) return SURNAMES_KO.has(korean[0]) && !NO_NAME_KO.test(korean)
  return /^[\p{Script=Latin}\s,.'’-]+$/u.test(text) && isLatinName(text, ownWords)
}
