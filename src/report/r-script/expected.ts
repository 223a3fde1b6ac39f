/** @file Every number of an analysis by a name of its own, with how near another program has to come to it. */
import { toCsv } from '../../support/index.ts'
import type { AnalysisResults } from '../../analysis/index.ts'

/**
 * What a number rests on. `count`: it must be equal. `closed form`: it must agree to seven digits and more. `resampled`: it
 * may rest on random draws, and the script that draws anew says how far apart two such numbers may lie.
 */
export type NumberKind = 'count' | 'closed form' | 'resampled'

/** One number of `analysis/results.json`. */
export interface ExpectedNumber {
  /** The way to it, list entries by what they are about: `ratings[clarity].arms[sft].mean.value`. */
  readonly id: string
  /** The method that it comes from, where the result names one. */
  readonly quantity: string
  readonly value: number
  /** Null where the tolerance is that of random draws. */
  readonly tolerance: number | null
  readonly kind: NumberKind
}

/** Relative distance of two programs that compute the same formula; seven significant digits and a bit. */
const RELATIVE = 5e-8
/** Where a value is 0, what rounding leaves. */
const ROUNDING = 1e-11

/**
 * What was asked for and not found: settings, and the plan with its register. Then what is made from texts and whole plans,
 * which the tables do not hold.
 */
const LEFT_OUT = new Set([
  ...['schema', 'alpha', 'level', 'seed', 'resamples', 'plan', 'margin', 'deviations'],
  ...['bleu4', 'rouge1', 'rouge2', 'rougeL', 'planChecks'],
])

/** Properties that say what an entry of a list is about, in the order in which they name it. */
const NAMES = [
  'hypothesis',
  'judge',
  'about',
  'choice',
  'layer',
  'criterion',
  'preferred',
  'accurate',
  'first',
  'second',
  'arm',
  'raterId',
  'stratum',
  'form',
  'name',
  'agrees',
  'centre',
  'without',
]

const COUNTS =
  /(^|(?<!meanSquares)\.)(n|cases|couples|clusters|missing|votes|ratings|preferences|guesses|repeats|excluded|clinicians|judges|within|units|raters|forFirst|forSecond|ties|bothBad|asked|changed|sharedRaters|triads|circular|of|above|removed)$|counts\[\d+\]$/

type Values = Readonly<Record<string, unknown>>

/** What has an id of its own needs no other name, but for the hypothesis that asked. */
const nameOf = (entry: Values) =>
  (typeof entry.id === 'string' ? ['id', 'hypothesis'] : NAMES)
    .flatMap(name => (typeof entry[name] === 'string' ? entry[name] : []))
    .join(',')

/** Shares of resamples in which an arm is first or above another, its interval of ranks, and fits without finite strengths. */
const RANKS = /\.ranks\.(arms\[[^\]]*\]\.(first|rankInterval\[\d\])|pairs\[[^\]]*\]\.above|smoothed)$/

/** Limits and shares of random resamples, and p values of random relabellings; by what their method says. */
function isResampled(owner: Values, key: string, path: string): boolean {
  const method = typeof owner.method === 'string' ? owner.method : ''
  if (key === 'interval') return /bootstrap/.test(method) && !/constant in every resample/.test(method)
  if (RANKS.test(path)) return true
  if (/\.(pAccuracy|pPreference)$/.test(path) || /\.reversal\.share$/.test(path)) return true
  if (/^paradoxes\[[^\]]*\](\.sensitivity\[[^\]]*\]\.paradox)?\.p$/.test(path) || /\.notWorse\.p$/.test(path))
    return true
  return key === 'p' && /B = /.test(method)
}

function numbersBelow(value: unknown, path: string, owner: Values, key: string): readonly ExpectedNumber[] {
  if (typeof value === 'number') {
    const isCount = COUNTS.test(path) && Number.isInteger(value)
    const kind = isResampled(owner, key, path) ? 'resampled' : isCount ? 'count' : 'closed form'
    const isP = /(^|\.)(p|adjustedP|pAccuracy|pPreference)$/.test(path)
    const near = Math.max(RELATIVE * Math.abs(value), isP ? 0 : ROUNDING)
    const tolerance = kind === 'resampled' ? null : kind === 'count' ? 0 : near
    return [{ id: path, quantity: typeof owner.method === 'string' ? owner.method : '', value, tolerance, kind }]
  }
  if (Array.isArray(value)) {
    if (key === 'interval' || key === 'predictionInterval') {
      return [...value.entries()].flatMap(([i, own]) =>
        numbersBelow(own, `${path.replace(/\.interval$/, '')}.${i === 0 ? 'low' : 'high'}`, owner, key),
      )
    }
    return [...value.entries()].flatMap(([i, own]) => {
      const name = typeof own === 'object' && own !== null && !Array.isArray(own) ? nameOf(own) : ''
      return numbersBelow(own, `${path}[${name || i + 1}]`, owner, key)
    })
  }
  if (typeof value !== 'object' || value === null) return []
  const own = value as Values
  if (typeof own.notEstimable === 'string') {
    return own.displayOnly ? numbersBelow(own.displayOnly, `${path}.displayOnly`, own, 'displayOnly') : []
  }
  return Object.entries(own)
    .filter(([name]) => !LEFT_OUT.has(name))
    .flatMap(([name, child]) => numbersBelow(child, path === '' ? name : `${path}.${name}`, own, name))
}

/**
 * Every number of the results but settings, the plan, overlap of texts itself, fired checks, and the numbers beside "not
 * estimable". Entries of one name get #2, #3, in their order.
 */
export function expectedNumbers(results: AnalysisResults): readonly ExpectedNumber[] {
  const seen = new Map<string, number>()
  return numbersBelow(results, '', {}, '').map(one => {
    const times = (seen.get(one.id) ?? 0) + 1
    seen.set(one.id, times)
    return times === 1 ? one : { ...one, id: `${one.id}#${times}` }
  })
}

/** `expected.csv`. */
export function expectedCsv(results: AnalysisResults): string {
  return toCsv(
    ['id', 'quantity', 'value', 'tolerance', 'kind', 'simulated_reviewers'],
    expectedNumbers(results).map(({ id, quantity, value, tolerance, kind }) => [
      ...[id, quantity, value, tolerance, kind],
      Number(results.simulated),
    ]),
  )
}
