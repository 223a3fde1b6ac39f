/** @file English names: after a title, after a word that announces one, and by a known first name. */
import { EPONYM_NAMES, FIRST_NAMES, NOT_NAMES } from './english-name-lists.ts'
import { type Acceptance, type IdentifierForm, identifierForm } from './identifier-form.ts'

const CAPITALISED = "(?:\\p{Lu}')?(?:\\p{Lu}\\p{Ll}+)+(?:[-'](?:\\p{Lu}\\p{Ll}+)+)*"
const CAPITALS = "\\p{Lu}{2,}(?:[-']\\p{Lu}{2,})*|\\p{Lu}'\\p{Lu}{2,}"
const INITIALS = '\\p{Lu}\\.?(?=[\\s,]\\s?\\p{Lu})'
const TOKEN = `(?:${CAPITALISED}|${CAPITALS}|${INITIALS})`
const PARTICLE = '(?:(?:van|von|der|den|de|del|della|di|la|le|bin|binti|al|el|da|dos|st)[\\s-]){0,2}'
/** Up to four words; `Surname, First` with its comma. */
const NAME = `${PARTICLE}${TOKEN}(?:(?:,\\s?|\\s|\\.\\s?)${PARTICLE}${TOKEN}){0,3}`
/** Words in small letters, as they are typed in haste. */
const TYPED = "[\\p{Ll}][\\p{Ll}'-]+(?:\\s[\\p{Ll}][\\p{Ll}'-]+){0,2}"

const tokensOf = (candidate: string): { word: string; end: number }[] =>
  [...candidate.matchAll(/[^\s,]+/g)].map(match => ({ word: match[0], end: match.index + match[0].length }))
const bare = (word: string): string => word.toLowerCase().replace(/[.]|'s$/g, '')
const MEDICAL_ENDING = /(?:ology|ologist|oscopy|ectomy|itis|osis|a?emia|uria|therapy|graphy|gram|plasty|spermia)$/i
/** A word with hyphens is a word of a record when any part of it is, as in Fitz-Hugh-Curtis. */
const isNoName = (word: string, own: ReadonlySet<string>): boolean =>
  own.has(bare(word)) ||
  (NOT_NAMES.has(bare(word)) && !/^\p{Lu}\.?$/u.test(word)) ||
  MEDICAL_ENDING.test(word) ||
  bare(word)
    .split('-')
    .some(part => EPONYM_NAMES.has(part) || own.has(part))
const isAcronym = (word: string): boolean =>
  word.length <= 4 && /^\p{Lu}{2,}$/u.test(word) && !FIRST_NAMES.has(bare(word))

/** Length of the words before the first that is no name. */
function nameLength(candidate: string, allowed: (word: string, index: number) => boolean): number {
  let end = 0
  for (const [index, { word, end: wordEnd }] of tokensOf(candidate).entries()) {
    if (!allowed(word, index)) break
    end = wordEnd
  }
  return end
}

const plausible =
  (own: ReadonlySet<string>) =>
  (word: string): boolean =>
    !isNoName(word, own) && !isAcronym(word)

const NO_WORDS: ReadonlySet<string> = new Set()
const SURE_TITLE = /(?:mr|mrs|ms|mx|dr|prof)\.?\s?$/i

/** After a title: a colleague may be called Turner, and after a sure one Batch. */
const afterTitle: Acceptance = (candidate, text, start, own) => {
  const first = SURE_TITLE.test(text.slice(0, start)) ? NO_WORDS : own
  return nameLength(candidate, (word, index) =>
    index === 0 ? EPONYM_NAMES.has(bare(word)) || plausible(first)(word) : plausible(own)(word),
  )
}

const OF_MEDICINE =
  /^'?s?[\s-](?:syndrome|disease|mosaic|translocation|carrier|deletion|mutation|cells?|criteria|score|grade|protocol|karyotype|sign|test|index|classification|technique|procedure|catheter|needle|medium|stain|solution|incubator|assay|kit|reaction|method|trial|study|group|tablets?|capsules?|pen|injection)s?\b/i
const isParticle = (word: string): boolean =>
  /^(?:van|von|der|den|de|del|della|di|la|le|bin|binti|al|el|da|dos|st)$/.test(word)

/** After a word for a person: a name of two words, or one that is known or not in any list. */
const afterPerson: Acceptance = (candidate, text, start, own) => {
  const length = nameLength(candidate, plausible(own))
  if (length === 0) return 0
  // `Patient Fragile X carrier`, `Husband Robertsonian translocation`: the word belongs to what follows.
  return OF_MEDICINE.test(text.slice(start + length)) ? 0 : length
}

/** Small letters count when the first word is a known first name. */
const typedName: Acceptance = candidate => {
  const [first] = tokensOf(candidate)
  if (!FIRST_NAMES.has(bare(first.word))) return 0
  return nameLength(candidate, (word, index) => index < 3 && !NOT_NAMES.has(bare(word)))
}

/** Where a name has been stated, small letters need not be known ones, but two words of which none is of a record. */
const statedTyped: Acceptance = candidate => {
  const length = nameLength(candidate, word => !NOT_NAMES.has(bare(word)))
  return FIRST_NAMES.has(bare(tokensOf(candidate)[0].word)) || tokensOf(candidate.slice(0, length)).length >= 2
    ? length
    : 0
}

/** Two words at least, where what stands before announces many things. */
const wholeName: Acceptance = (candidate, _text, _start, own) => {
  const length = nameLength(candidate, plausible(own))
  return tokensOf(candidate.slice(0, length)).length >= 2 ? length : 0
}

/** Two words that no list knows, and of which none is short or of medicine. */
const unlisted: Acceptance = (candidate, text, start, own) => {
  const length = nameLength(
    candidate,
    word => plausible(own)(word) && (word.length >= 3 || /^\p{Lu}\.$/u.test(word) || isParticle(word)),
  )
  if (tokensOf(candidate.slice(0, length)).filter(({ word }) => word.length >= 3).length < 2) return 0
  return OF_MEDICINE.test(text.slice(start + length)) ? 0 : length
}

const TITLES = '(?:mr|mrs|ms|miss|mx|dr|prof|professor|doctor|nurse|midwife|sister|sir|lady|master|rev)'
const PERSONS =
  '(?:patient|pt|client|couple|husband|wife|spouse|partner|fianc(?:e|é)e?|boyfriend|girlfriend|mother|mum|mom|father|dad|sister|brother|daughter|son|aunt|uncle|cousin|friend|next\\sof\\skin|nok|emergency\\scontact|carer|surrogate|donor|consultant|gynaecologist|gynecologist|urologist|surgeon|anaesthetist|anesthetist|embryologist|andrologist|physician|doctor|counsellor|sonographer|interpreter|translator|secretary|coordinator|receptionist|pharmacist|psychologist|dietitian|registrar|resident|fellow|technician|scientist|anaesthetist|assistant|gp|witness(?:ed)?(?:\\sby)?|signed(?:\\sby)?|signature|seen\\sby|reviewed\\sby|referred\\sby|performed\\sby|collected\\sby|dict(?:ated|\\.)?\\sby|typed\\sby|checked\\sby|discussed\\swith|d\\/w|spoke\\s(?:to|with)|called|phoned|telephoned|texted|emailed|informed|(?:call|message|letter|email|tc|voicemail)\\sfrom|c\\/o|attn|cc|re(?=\\s?:)|dear|named|known\\sas|née|nee|formerly|aka)'
const GAP = '(?:\\s|[:=,("-]|\\bis\\b|\\bnamed?\\b|\\bcalled\\b|\\bby\\b)*'

const anyCase = (source: string): string =>
  source.replace(/[a-z]/g, (letter, index: number, all: string) =>
    all[index - 1] === '\\' ? letter : `[${letter}${letter.toUpperCase()}]`,
  )

/** The forms of this file, the surest first. Capitals matter, so cues are spelled in both cases instead of a flag. */
export const ENGLISH_NAME_FORMS: readonly IdentifierForm[] = [
  identifierForm(
    'name',
    { latin: true },
    new RegExp(`(?<![\\p{L}\\d])${anyCase(TITLES)}\\.?\\s?(?<=[.\\s])(?<id>${NAME})`),
    afterTitle,
  ),
  identifierForm(
    'name',
    { latin: true },
    new RegExp(`(?<![\\p{L}\\d])${anyCase('(?:mr|mrs)')}\\.?\\s(?<id>[\\p{Ll}][\\p{Ll}'-]{2,})`),
    id => !NOT_NAMES.has(id),
  ),
  identifierForm(
    'name',
    { latin: true },
    new RegExp(`(?<![\\p{L}\\d])${anyCase(TITLES)}\\.?\\s(?<id>${TYPED})`),
    typedName,
  ),
  // `Name:` and the like may be followed by capitals alone, or by small letters.
  identifierForm(
    'name',
    { latin: true },
    new RegExp(
      `(?<![\\p{L}\\d])${anyCase('(?:name|surname|forename|patient|pt|husband|wife|partner)')}\\s?[:=]\\s?(?<id>${NAME})`,
    ),
    afterPerson,
  ),
  identifierForm(
    'name',
    { latin: true },
    new RegExp(`(?<![\\p{L}\\d])${anyCase('(?:name|surname|forename)')}\\s?(?:${anyCase('is')}\\s)?(?<id>${NAME})`),
    afterPerson,
  ),
  identifierForm(
    'name',
    { latin: true },
    new RegExp(`(?<![\\p{L}\\d])(?:${anyCase(PERSONS)}|${anyCase('name')})${GAP}(?<id>${TYPED})`),
    typedName,
  ),
  identifierForm(
    'name',
    { latin: true },
    new RegExp(`(?<![\\p{L}\\d])${anyCase(PERSONS)}(?:'s)?${GAP}(?<id>${NAME})`),
    afterPerson,
  ),
  identifierForm(
    'name',
    { latin: true },
    new RegExp(`(?<![\\p{L}\\d])${anyCase('(?:name|surname|forename)')}\\s?[:=]\\s?(?<id>${TYPED})`),
    statedTyped,
  ),
  identifierForm(
    'name',
    { latin: true },
    new RegExp(`(?<![\\p{L}\\d])(?:by|(?:\\p{Lu}\\p{Ll}+\\s){1,3}(?:and|&))\\s(?<id>${NAME})`),
    wholeName,
  ),
  // A known first name and a word like a surname, wherever they stand.
  identifierForm(
    'name',
    { latin: true },
    new RegExp(
      `(?<![\\p{L}\\d])(?<id>\\p{Lu}[\\p{Ll}]+(?:\\s\\p{Lu}\\.)?\\s${PARTICLE}(?:${CAPITALISED})(?:\\s${CAPITALISED})?)`,
    ),
    candidate => {
      const [first] = tokensOf(candidate)
      if (!FIRST_NAMES.has(bare(first.word))) return 0
      const length = nameLength(candidate, plausible(NO_WORDS))
      return length > first.end ? length : 0
    },
  ),
  // Words with capitals that are in no list: names of people, of places, of firms.
  identifierForm(
    'name',
    { latin: true },
    new RegExp(
      `(?<![\\p{L}\\d-])(?<id>${CAPITALISED}(?:\\s\\p{Lu}\\.)?\\s${PARTICLE}${CAPITALISED}(?:\\s${CAPITALISED})?)`,
    ),
    unlisted,
  ),
  identifierForm(
    'name',
    { latin: true },
    new RegExp(
      `(?<=^|\\n\\s*|[:;]\\s)(?<id>${CAPITALISED},\\s(?:${CAPITALISED})(?=\\s?(?:[-(,;:]|\\d|$)|\\s(?:attended|attends|seen|came|rang|called|presented|presents|aged|is|was|has|wants|requests|agreed|agrees|consented|declined|declines)\\b))`,
    ),
    unlisted,
  ),
  // Surname, First.
  identifierForm(
    'name',
    { latin: true },
    new RegExp(`(?<![\\p{L}\\d])(?<id>(?:${CAPITALISED}|${CAPITALS}),\\s?(?:${CAPITALISED}|${CAPITALS}))`),
    candidate => {
      const [last, first] = tokensOf(candidate)
      return FIRST_NAMES.has(bare(first.word)) && plausible(NO_WORDS)(last.word)
    },
  ),
  identifierForm(
    'name',
    { latin: true },
    new RegExp(`(?<![\\p{L}\\d])(?<id>\\p{Lu}{3,}\\s(?:${CAPITALS}))`),
    candidate => {
      const [first, last] = tokensOf(candidate)
      return FIRST_NAMES.has(bare(first.word)) && !isNoName(last.word, NO_WORDS) && !isAcronym(last.word)
    },
  ),
]
