/** @file The identifiers of a row that its dropped columns hold: they are looked for in its texts too. */
import type { ColumnPlan } from './column-plan.ts'
import { CLINICAL_WORDS_ZH, SURNAMES } from './chinese-name-lists.ts'
import { NOT_NAMES } from './english-name-lists.ts'
import type { KnownIdentifier } from './scan-text.ts'

/** Kinds whose cells are worth finding again; a bed is too short. */
const SOUGHT: ReadonlySet<string> = new Set([
  'name',
  'phone',
  'e-mail',
  'account',
  'national id',
  'passport',
  'insurance number',
  'bank card',
  'record number',
  'address',
  'employer',
  'vehicle',
  'device',
])

/** The identifiers of one row at a time, read when they are first asked for. */
export interface KnownIdentifiers {
  /** Forgets the row before. */
  begin(): void
  /** What the cells of the row tell; empty when no column is dropped. */
  of(cells: readonly string[]): readonly KnownIdentifier[]
}

const hasHan = (text: string): boolean => /[\u4e00-\u9fff]/.test(text)

/** A word as it is written, and with one capital where it is written otherwise, in nothing but these two. */
function asWritten(text: string, kind: KnownIdentifier['kind']): KnownIdentifier[] {
  const capitalised = text.toLowerCase().replace(/(?<![\p{L}'])\p{L}/gu, letter => letter.toUpperCase())
  return [...new Set([text, capitalised])].map(form => ({ text: form, kind, exact: true }))
}

/** Surnames of two syllables. */
const LONG_SURNAMES_KO = /^(?:남궁|황보|제갈|선우|독고|사공|서문)/u

/** A Korean name as it is written and without its space, and what follows the surname. */
function formsOfKoreanName(name: string): KnownIdentifier[] {
  const joined = name.replace(/\s+/g, '')
  const given = joined.slice(LONG_SURNAMES_KO.test(joined) ? 2 : 1)
  return [...new Set([name, joined, given])].filter(form => form.length >= 2).map(text => ({ text, kind: 'name' }))
}

/** A name whole, its words, and of a Chinese name what follows the surname. */
function formsOfName(name: string): KnownIdentifier[] {
  const kind = 'name'
  if (hasHan(name)) {
    const given = name.slice(SURNAMES.has(name.slice(0, 2)) ? 2 : 1)
    const forms = /^[\u4e00-\u9fff]{3,4}$/.test(name) && !CLINICAL_WORDS_ZH.includes(given) ? [name, given] : [name]
    return forms.filter(form => form.length >= 2).map(text => ({ text, kind }))
  }
  if (/^[\p{Script=Hangul}\s]{2,6}$/u.test(name)) return formsOfKoreanName(name)
  const words = name.split(/[\s,]+/).filter(word => /^\p{L}.+$/u.test(word) && !NOT_NAMES.has(word.toLowerCase()))
  return [
    ...(name.length >= 4 ? [{ text: name, kind } as const] : []),
    // A short word is too often another one in small letters.
    ...words.flatMap(word => (word.length >= 4 ? [{ text: word, kind } as const] : asWritten(word, kind))),
  ]
}

/** What an id must have to be found again without taking a dose or a count for it: a letter, or four digits. */
function isTellingId(text: string): boolean {
  if (/^\d+$/.test(text)) return text.length >= 4
  // E2, P4, T3, day 3 (D3), G2 and M2 are words of every record.
  return text.length >= 2 && /\d/.test(text) && !/^[DEGMPT]\d$/i.test(text)
}

/** A cell as it may be found again: whole, and of a name also its parts. What would be found anywhere is left out. */
function forms(cell: string, kind: KnownIdentifier['kind']): KnownIdentifier[] {
  const text = cell.trim()
  if (kind === 'name') return formsOfName(text)
  if (kind === 'address' || kind === 'employer') {
    if (hasHan(text)) return text.length >= 3 ? [{ text, kind }] : []
    return text.length >= 4 && /\p{L}{2}/u.test(text) && !NOT_NAMES.has(text.toLowerCase()) ? asWritten(text, kind) : []
  }
  return isTellingId(text) || (hasHan(text) && text.length >= 2) ? [{ text, kind }] : []
}

/** A column whose cells are worth finding again. */
interface KnownSource {
  readonly index: number
  readonly kind: KnownIdentifier['kind']
  /** Whether this cell is one. */
  holds(cell: string): boolean
}

/** Binds a plan: dropped columns of a kind worth finding, the columns of ids, and what is a name in those that may hold names. */
export function knownIdentifiers(
  plan: readonly ColumnPlan[],
  isName: (cell: string) => boolean = () => false,
): KnownIdentifiers {
  const always = () => true
  const sources = plan.flatMap(({ action, kind }, index): KnownSource[] => {
    if (action === 'id') return [{ index, kind: 'record number', holds: always }]
    if (action === 'names') return [{ index, kind: 'name', holds: isName }]
    return action === 'drop' && kind !== undefined && SOUGHT.has(kind) ? [{ index, kind, holds: always }] : []
  })
  let current: readonly KnownIdentifier[] | null = null
  return {
    begin() {
      current = null
    },
    of(cells) {
      current ??= sources.flatMap(({ index, kind, holds }) => {
        const cell = cells[index] ?? ''
        return holds(cell) ? forms(cell, kind) : []
      })
      return current
    },
  }
}
