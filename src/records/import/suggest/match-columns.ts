/** @file Which column of a header may hold which field or decision, and how sure that is. */
import { closestName } from '../../../support/index.ts'
import { headerName, isOfMan } from '../header-name.ts'
import { bare, meanTheSame } from './synonyms.ts'

/** Something that a column is looked for. */
export interface Wanted {
  readonly name: string
  readonly label: string
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

const wordsOf = (text: string): string[] =>
  text
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(word => word !== '' && !EMPTY_WORDS.has(word))

/** How well a column fits: 0 not at all, 4 by a code, 3 by its name, 2 by a known synonym, 1 by words in common. */
function closeness({ name, label, codes = [] }: Wanted, column: string): number {
  const { thing } = headerName(column)
  const sameSide = isOfMan(`${name} ${label}`) === isOfMan(column)
  if (codes.some(code => column === code || column.endsWith(`.${code}`))) return sameSide ? 4 : 1
  if ([name, label].some(text => bare(text) === bare(thing) || bare(text) === bare(column))) return 3
  if ([name, label].some(text => meanTheSame(text, thing) || meanTheSame(text, column))) return 2
  if (!sameSide) return 0
  const [wanted, found] = [wordsOf(label), wordsOf(thing)]
  const isWithin = (inner: readonly string[], outer: readonly string[]) =>
    inner.length > 0 && inner.every(word => outer.includes(word))
  if (isWithin(wanted, found) || (found.length > 1 && isWithin(found, wanted))) return 1
  return bare(thing).length > 3 && closestName(thing, [name, label]) !== null ? 1 : 0
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
