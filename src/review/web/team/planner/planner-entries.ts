/** @file What stands in the planner's form, as text, and the numbers that it means. */
import type { Planner, TeamView } from '../../../api/index.ts'
import type { Words } from '../../words/index.ts'

/** The fields, as they are typed. Shares are in percent. */
export interface Entries {
  readonly cases: string
  readonly raters: string
  readonly power: string
  readonly preference: boolean
  readonly win: string
  readonly ties: string
  readonly icc: string
  readonly rating: boolean
  readonly difference: string
  readonly sd: string
}

/** A field that is typed in. */
export type EntryName = { [Name in keyof Entries]: Entries[Name] extends string ? Name : never }[keyof Entries]

/** The defaults of a plan, and a size to begin with. */
export const FIRST_ENTRIES: Entries = {
  cases: '60',
  raters: '6',
  power: '80',
  preference: true,
  win: '60',
  ties: '15',
  icc: '0.3',
  rating: true,
  difference: '0.5',
  sd: '1.1',
}

const numberOf = (text: string) => (text.trim() === '' ? Number.NaN : Number(text.trim().replace(',', '.')))
/** A share without the digits that division leaves behind. */
const shareOf = (text: string) => Number((numberOf(text) / 100).toPrecision(12))
const percentOf = (share: unknown) => String(Number((Number(share) * 100).toPrecision(12)))

type Fault = (words: Words['team']['planner']) => string

const whole =
  (low: number, high: number) =>
  (value: number): Fault | null =>
    Number.isInteger(value) && value >= low && value <= high ? null : words => words.whole(low, high)
const between =
  (low: number, high: number) =>
  (value: number): Fault | null =>
    value > low && value < high ? null : words => words.between(low, high)
const from =
  (low: number, high: number) =>
  (value: number): Fault | null =>
    value >= low && value < high ? null : words => words.from(low, high)
const upTo =
  (high: number) =>
  (value: number): Fault | null =>
    value > 0 && value <= high ? null : words => words.upTo(high)
const positive = (value: number): Fault | null => (value > 0 && value < 1000 ? null : words => words.positive)

/** What a plan takes; the server holds to the same. */
const CHECKS: Readonly<Record<EntryName, (value: number) => Fault | null>> = {
  cases: whole(2, 20_000),
  raters: whole(1, 500),
  power: between(0, 100),
  win: between(0, 100),
  ties: from(0, 100),
  icc: from(0, 1),
  difference: upTo(4),
  sd: positive,
}

const PREFERENCE: readonly EntryName[] = ['win', 'ties', 'icc']
const RATING: readonly EntryName[] = ['difference', 'sd']

/** The question of the form, or what is wrong with which fields, in the words of the page. */
export function plannerOf(
  entries: Entries,
  words: Words['team']['planner'],
): { readonly planner: Planner } | { readonly faults: Readonly<Partial<Record<EntryName | 'questions', string>>> } {
  const asked: readonly EntryName[] = [
    ...(['cases', 'raters', 'power'] as const),
    ...(entries.preference ? PREFERENCE : []),
    ...(entries.rating ? RATING : []),
  ]
  const faults = Object.fromEntries(
    asked.flatMap(name => {
      const fault = CHECKS[name](numberOf(entries[name]))
      return fault === null ? [] : [[name, fault(words)]]
    }),
  )
  const isEmpty = !entries.preference && !entries.rating
  if (isEmpty) return { faults: { ...faults, questions: words.needOne } }
  if (Object.keys(faults).length > 0) return { faults }
  const { cases, raters, power, win, ties, icc, difference, sd } = entries
  return {
    planner: {
      cases: numberOf(cases),
      raters: numberOf(raters),
      power: shareOf(power),
      preference: entries.preference ? { win: shareOf(win), ties: shareOf(ties), icc: numberOf(icc) } : null,
      rating: entries.rating ? { difference: numberOf(difference), sd: numberOf(sd) } : null,
    },
  }
}

type Sizes = { readonly [Name in 'cases' | 'raters' | 'power']?: unknown } & {
  readonly preference?: { readonly win?: unknown; readonly ties?: unknown; readonly icc?: unknown }
  readonly rating?: { readonly difference?: unknown; readonly sd?: unknown }
}

/** The size of the plan in force, from the audit log; null when it states none. */
export function entriesOfPlan(log: TeamView['log']): Entries | null {
  const plans = log.filter(({ kind }) => kind === 'plan.registered' || kind === 'plan.amended')
  const last = plans.toSorted((a, b) => a.sequence - b.sequence).at(-1)
  const size = (last?.payload as { plan?: { sampleSize?: Sizes } } | null | undefined)?.plan?.sampleSize
  if (typeof size !== 'object' || size === null) return null
  const { preference, rating } = size
  const text = (value: unknown, otherwise: string) => (typeof value === 'number' ? String(value) : otherwise)
  const percent = (value: unknown, otherwise: string) => (typeof value === 'number' ? percentOf(value) : otherwise)
  return {
    cases: text(size.cases, FIRST_ENTRIES.cases),
    raters: text(size.raters, FIRST_ENTRIES.raters),
    power: percent(size.power, FIRST_ENTRIES.power),
    preference: preference !== undefined,
    win: percent(preference?.win, FIRST_ENTRIES.win),
    ties: percent(preference?.ties, FIRST_ENTRIES.ties),
    icc: text(preference?.icc, FIRST_ENTRIES.icc),
    rating: rating !== undefined,
    difference: text(rating?.difference, FIRST_ENTRIES.difference),
    sd: text(rating?.sd, FIRST_ENTRIES.sd),
  }
}
