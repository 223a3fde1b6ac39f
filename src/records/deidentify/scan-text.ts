/** @file Takes identifiers out of text: every form is looked for, and what is found gives way to the name of its kind. */
import { CHINESE_NAME_FORMS } from './chinese-name-forms.ts'
import { CONTACT_FORMS } from './contact-forms.ts'
import { DATE_FORMS } from './date-forms.ts'
import { ENGLISH_NAME_FORMS } from './english-name-forms.ts'
import { FIELD_WORDS } from './english-name-lists.ts'
import { type IdentifierForm, plainText, type Span, textFeatures } from './identifier-form.ts'
import { type IdentifierKind, placeholderOf } from './identifier-kind.ts'
import { KOREAN_FORMS } from './korean-forms.ts'
import { NUMBER_FORMS, UNEXPLAINED_NUMBERS } from './number-forms.ts'
import { PLACE_FORMS } from './place-forms.ts'

/** Every form; of two that overlap, the one named first gives the kind. */
const FORMS: readonly IdentifierForm[] = [
  ...CONTACT_FORMS.slice(0, 6),
  ...KOREAN_FORMS,
  ...DATE_FORMS,
  ...NUMBER_FORMS,
  ...CONTACT_FORMS.slice(6),
  ...PLACE_FORMS,
  ...CHINESE_NAME_FORMS,
  ...ENGLISH_NAME_FORMS,
  UNEXPLAINED_NUMBERS,
]

/** A text without identifiers, and how many of each kind were taken out. */
export interface ScannedText {
  readonly text: string
  readonly removed: ReadonlyMap<IdentifierKind, number>
}

/** An identifier that is known from elsewhere, such as the name in a dropped column of the same row. */
export interface KnownIdentifier {
  readonly text: string
  readonly kind: IdentifierKind
  /** Only as it is written: in small letters it may be another word. */
  readonly exact?: true
}

const NOTHING: ReadonlyMap<IdentifierKind, number> = new Map()
const isWord = (character: string | undefined): boolean =>
  character !== undefined && /[\p{Script=Latin}\d]/u.test(character)

const isHangul = (character: string | undefined): boolean =>
  character !== undefined && /\p{Script=Hangul}/u.test(character)

/** Every place of a string in a text, whole words only where it is made of Latin letters or digits. */
function placesOf({ text: known, kind, exact }: KnownIdentifier, text: string): Span[] {
  const spans: Span[] = []
  const wanted = exact ? known : known.toLowerCase()
  const searched = exact ? text : text.toLowerCase()
  // Some letters change their length in small letters; then places would be wrong, and nothing is searched.
  if (wanted === '' || searched.length !== text.length) return spans
  for (let at = searched.indexOf(wanted); at >= 0; at = searched.indexOf(wanted, at + 1)) {
    const end = at + wanted.length
    if (isWord(wanted[0]) && isWord(searched[at - 1])) continue
    if (isWord(wanted.at(-1)) && isWord(searched[end])) continue
    // Two Korean syllables stand within many words; a particle follows a name without a space.
    if (wanted.length < 3 && isHangul(wanted[0]) && isHangul(searched[at - 1])) continue
    spans.push({ start: at, end, kind })
  }
  return spans
}

/** The parts of found names that are looked for in the rest of the text: whole Chinese names, Latin words of four letters. */
function partsOfName(name: string): string[] {
  if (/[\u4e00-\u9fff]/.test(name)) return name.length >= 2 ? [name] : []
  return name.split(/[\s,]+/).filter(word => /^\p{Lu}[\p{L}'-]{3,}$/u.test(word))
}

/** Spans that overlap become one, of the kind of the first in the list. */
function merged(spans: readonly Span[]): Span[] {
  const ranked = spans.map((span, rank) => ({ ...span, rank })).sort((a, b) => a.start - b.start || b.end - a.end)
  const result: (Span & { rank: number })[] = []
  for (const span of ranked) {
    const last = result.at(-1)
    if (last === undefined || span.start >= last.end) result.push(span)
    else {
      const first = span.rank < last.rank ? span : last
      result[result.length - 1] = {
        start: last.start,
        end: Math.max(last.end, span.end),
        kind: first.kind,
        rank: first.rank,
      }
    }
  }
  return result
}

/** Where identifiers stand in a text, in order and apart from each other. */
export function findIdentifiers(
  original: string,
  known: readonly KnownIdentifier[] = [],
  ownWords: ReadonlySet<string> = FIELD_WORDS,
): readonly Span[] {
  const text = plainText(original)
  const features = textFeatures(text)
  if (known.length === 0 && features.digits === 0 && !features.han && !features.latin) return []
  const spans = FORMS.flatMap(form => (form.possible(features) ? form.find(text, ownWords) : []))
  for (const identifier of known) spans.push(...placesOf({ ...identifier, text: plainText(identifier.text) }, text))
  const names = new Set(
    spans.filter(({ kind }) => kind === 'name').flatMap(({ start, end }) => partsOfName(text.slice(start, end))),
  )
  for (const name of names) {
    // A Mr Short must not take every `short`.
    spans.push(...placesOf({ text: name, kind: 'name', exact: true }, text))
  }
  return spans.length === 0 ? [] : merged(spans)
}

/**
 * A text with every identifier that is recognised replaced by its kind in brackets, ages over 89 by 90. A text without
 * any comes back as it was. Own words, in small letters, are those of the specialty (`ownWords`), which are no names. Recognising is a
 * matter of forms and lists: what it misses stays.
 */
export function scanText(
  text: string,
  known: readonly KnownIdentifier[] = [],
  ownWords: ReadonlySet<string> = FIELD_WORDS,
): ScannedText {
  const spans = findIdentifiers(text, known, ownWords)
  if (spans.length === 0) return { text, removed: NOTHING }
  const removed = new Map<IdentifierKind, number>()
  let result = ''
  let from = 0
  for (const { start, end, kind } of spans) {
    result += text.slice(from, start) + placeholderOf(kind)
    from = end
    removed.set(kind, (removed.get(kind) ?? 0) + 1)
  }
  return { text: result + text.slice(from), removed }
}
