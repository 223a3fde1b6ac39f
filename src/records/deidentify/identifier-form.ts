/** @file A form in which identifiers are written: a pattern, a cheap test whether a text can hold it, and its places. */
import type { IdentifierKind } from './identifier-kind.ts'

/** A place in a text, end exclusive. */
export interface Span {
  readonly start: number
  readonly end: number
  readonly kind: IdentifierKind
}

/** What a text has in it, found in one pass, so that most forms need not look. */
export interface TextFeatures {
  /** Number of decimal digits. */
  readonly digits: number
  readonly han: boolean
  /** Latin letters. */
  readonly latin: boolean
}

/** One form. */
export interface IdentifierForm {
  readonly kind: IdentifierKind
  /** False when no text with these features can hold the form. */
  possible(features: TextFeatures): boolean
  /** Where the form stands in a text that `plainText` has made plain; own words are no names. */
  find(text: string, ownWords: ReadonlySet<string>): Span[]
}

/** True, or how many characters of the candidate are the identifier; false or 0: it is none. */
export type Acceptance = (
  candidate: string,
  text: string,
  start: number,
  ownWords: ReadonlySet<string>,
) => boolean | number

/** What a form needs: the least number of digits, and letters. */
export interface FormNeeds {
  readonly digits?: number
  readonly han?: true
  readonly latin?: true
}

/**
 * A form by a global regular expression. What it finds is the group `id`, which must end the match, or the whole match;
 * what stands before the group is a cue and stays. A refused candidate is searched again from its second character.
 */
export function identifierForm(
  kind: IdentifierKind,
  needs: FormNeeds,
  pattern: RegExp,
  accept: Acceptance = () => true,
): IdentifierForm {
  const expression = new RegExp(pattern.source, [...new Set(`${pattern.flags}gu`)].join(''))
  return {
    kind,
    possible: ({ digits, han, latin }) =>
      digits >= (needs.digits ?? 0) && (!needs.han || han) && (!needs.latin || latin),
    find(text, ownWords) {
      const spans: Span[] = []
      expression.lastIndex = 0
      for (let match = expression.exec(text); match !== null; match = expression.exec(text)) {
        const id = match.groups?.id ?? match[0]
        const start = match.index + match[0].length - id.length
        const accepted = id.length > 0 && accept(id, text, start, ownWords)
        const length = accepted === true ? id.length : Number(accepted)
        if (length > 0) spans.push({ start, end: start + length, kind })
        expression.lastIndex = length > 0 ? start + length : match.index + 1
      }
      return spans
    },
  }
}

/** What a text has in it; an empty one has nothing. */
export function textFeatures(text: string): TextFeatures {
  let digits = 0
  let han = false
  let latin = false
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code >= 0x30 && code <= 0x39) digits++
    else if ((code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a) latin = true
    else if (code >= 0x3007 && code <= 0x9fff) han = true
    else if (code >= 0xc0 && code <= 0x24f) latin = true
  }
  return { digits, han, latin }
}

const UNUSUAL = /[\u00a0\u2010-\u2015\u2018\u2019\u2212\u3000\uff01-\uff5e]/g

/**
 * The text with full-width signs, special spaces, dashes and apostrophes as the plain ones; every character keeps its
 * place, so that what is found here can be cut out there.
 */
export function plainText(text: string): string {
  return text.replace(UNUSUAL, sign => {
    const code = sign.charCodeAt(0)
    if (code >= 0xff01) return String.fromCharCode(code - 0xfee0)
    if (code === 0x00a0 || code === 0x3000) return ' '
    return code === 0x2018 || code === 0x2019 ? "'" : '-'
  })
}
