/** @file Which column of a header may hold which field or decision, and how sure that is. */
import { closestName } from '../../../support/index.ts'
import { headerName, isOfMan } from '../header-name.ts'
import { bare, meanTheSame } from './synonyms.ts'

/** Something that a column is looked for. */
export interface Wanted {
  readonly name: string
  readonly label: string
  /** What it is called in another language. */
  readonly otherLabels?: readonly string[]
  /** Whether it is a number: only then may the column's name end in a unit. */
  readonly isNumber?: boolean
  readonly codes?: readonly string[]
}

/** A column that was found. */
export interface Match {
  readonly column: string
  /** `same`: the same name or code; `guess`: only likely. */
  readonly certainty: 'same' | 'guess'
}

/** Words that do not tell one thing from another; the woman is whom a column is about unless it names the man. */
const EMPTY_WORDS = new Set(
  'an at by for in is no number of on or and s the total woman women female her patient'.split(' '),
)

/** As headers shorten words. */
const SHORTENED: Readonly<Record<string, string>> = {
  conc: 'concentration',
  dur: 'duration',
  fert: 'fertilisation',
  mot: 'motility',
  prep: 'preparation',
  prev: 'previous',
  prog: 'progressive',
  vol: 'volume',
}

const wordsOf = (text: string): string[] =>
  text
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .map(word => (Object.hasOwn(SHORTENED, word) ? SHORTENED[word] : word))
    .filter(word => word !== '' && !EMPTY_WORDS.has(word))

/** Whether all words of one name are among those of another, and how many of these they are: 0 to 1. */
function shareWithin(inner: readonly string[], outer: readonly string[]): number {
  return inner.length > 0 && inner.every(word => outer.includes(word)) ? inner.length / outer.length : 0
}

/** By its words alone, 1 to 2: the more of them are in common, the better. 0 when they are others. */
function likeness(label: string, thing: string, names: readonly string[]): number {
  const [wanted, found] = [wordsOf(label), wordsOf(thing)]
  const share = Math.max(shareWithin(wanted, found), found.length > 1 ? shareWithin(found, wanted) : 0)
  if (share > 0) return 1 + share / 2
  return bare(thing).length > 3 && closestName(thing, names) !== null ? 1 : 0
}

/** How well a column fits: 0 not at all, 4 by a code, 3 by its name, 2 by a known synonym, 1 to 1.5 by words in common. */
function closeness({ name, label, otherLabels = [], isNumber = true, codes = [] }: Wanted, column: string): number {
  const { thing, unit } = headerName(column)
  const sameSide = isOfMan(`${name} ${label}`) === isOfMan(column)
  if (codes.some(code => column === code || column.endsWith(`.${code}`))) return sameSide ? 4 : 1
  const names = [name, label, ...otherLabels]
  if (names.some(text => bare(text) === bare(thing) || bare(text) === bare(column))) return 3
  if (names.some(text => meanTheSame(text, thing) || meanTheSame(text, column))) return 2
  // A concentration in M/mL is not the source of the sperm.
  if (!sameSide || (unit !== null && !isNumber)) return 0
  return likeness(label, thing, [name, label])
}

/** The best column for each thing that is wanted; no column is given twice, and better fits are given first. */
export function matchColumns(wanted: readonly Wanted[], columns: readonly string[]): ReadonlyMap<string, Match> {
  const candidates = wanted
    .flatMap(thing => columns.map(column => ({ name: thing.name, column, score: closeness(thing, column) })))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
  const matches = new Map<string, Match>()
  const taken = new Set<string>()
  for (const { name, column, score } of candidates) {
    if (matches.has(name) || taken.has(column)) continue
    matches.set(name, { column, certainty: score >= 3 ? 'same' : 'guess' })
    taken.add(column)
  }
  return matches
}
