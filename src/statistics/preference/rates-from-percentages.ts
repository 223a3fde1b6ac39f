/** @file Which whole counts lie behind printed percentages: an integer search, and what each reading of them implies. */
import { wilsonLimits } from '../counts/wilson-interval.ts'

/** How exact halves were rounded. */
export type Rounding = 'half-up' | 'half-even'

/** What to search. */
export interface PercentageSearch {
  /** As printed, such as '51.2' or '26.20': the digits after the point say how far they were rounded. */
  readonly printed: readonly string[]
  /** Largest total tried, 400 when left out. */
  readonly largestTotal?: number
  /** Lets a count end in a half, as where a tie gives half a credit to each side. */
  readonly halfCredits?: boolean
}

/** Counts that round to all printed percentages. */
export interface CountMatch {
  readonly total: number
  /** In the order of the percentages; halves only where asked for. */
  readonly counts: readonly number[]
  /** Under which rounding of exact halves they do. */
  readonly roundings: readonly Rounding[]
}

/** One percentage in units of its last digit. */
interface Printed {
  readonly units: number
  /** Units that make up the whole: 1000 at one decimal. */
  readonly whole: number
}

function parsePrinted(text: string): Printed {
  const match = /^(\d+)(?:\.(\d+))?$/.exec(text)
  if (match === null || Number(text) > 100) {
    throw new RangeError(`rates from percentages: expected a number from 0 to 100 such as 51.2, got ${text}`)
  }
  const decimals = match[2] ?? ''
  return { units: Number(match[1] + decimals), whole: 100 * 10 ** decimals.length }
}

/** Roundings under which `halves` / 2 of `of` is printed so; whole numbers throughout, so that exact halves are exact. */
function roundingsOf({ units, whole }: Printed, halves: number, of: number): Rounding[] {
  const numerator = whole * halves
  const denominator = 2 * of
  const below = Math.floor(numerator / denominator)
  const twice = 2 * (numerator - below * denominator)
  if (twice !== denominator) return below + (twice > denominator ? 1 : 0) === units ? ['half-up', 'half-even'] : []
  const even = below % 2 === 0 ? below : below + 1
  return [...(below + 1 === units ? (['half-up'] as const) : []), ...(even === units ? (['half-even'] as const) : [])]
}

/** All counts, in halves, that are printed so out of `of`. */
function candidates(printed: Printed, of: number, step: 1 | 2) {
  const found: { halves: number; roundings: Rounding[] }[] = []
  const from = Math.max(0, Math.floor((2 * of * (printed.units - 1)) / printed.whole))
  for (let halves = from + (from % step); halves <= 2 * of; halves += step) {
    if (halves * printed.whole > 2 * of * (printed.units + 1)) break
    const roundings = roundingsOf(printed, halves, of)
    if (roundings.length > 0) found.push({ halves, roundings })
  }
  return found
}

/** Every choice of one candidate a percentage that some one rounding allows and that `keep` accepts. */
function combinations(
  printed: readonly Printed[],
  of: number,
  step: 1 | 2,
  keep: (counts: readonly number[]) => boolean,
): { counts: readonly number[]; roundings: readonly Rounding[] }[] {
  let partial: { counts: readonly number[]; roundings: readonly Rounding[] }[] = [
    { counts: [], roundings: ['half-up', 'half-even'] },
  ]
  for (const own of printed) {
    const next = candidates(own, of, step)
    partial = partial.flatMap(({ counts, roundings }) =>
      next
        .map(({ halves, roundings: allowed }) => ({
          counts: [...counts, halves / 2],
          roundings: roundings.filter(rounding => allowed.includes(rounding)),
        }))
        .filter(combined => combined.roundings.length > 0),
    )
    if (partial.length === 0) return []
  }
  return partial.filter(({ counts }) => keep(counts))
}

const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0)

/** Checks and parses a search; totals to try in ascending order. */
function prepare({ printed, largestTotal = 400, halfCredits = false }: PercentageSearch) {
  if (printed.length < 2) throw new RangeError(`rates from percentages: expected at least two, got ${printed.length}`)
  if (!(Number.isInteger(largestTotal) && largestTotal > 0 && largestTotal <= 1e6)) {
    throw new RangeError(`rates from percentages: expected a largest total of 1 to 1000000, got ${largestTotal}`)
  }
  const totals = Array.from({ length: largestTotal }, (_, i) => i + 1)
  return { parsed: printed.map(parsePrinted), totals, step: (halfCredits ? 1 : 2) as 1 | 2 }
}

/**
 * All totals up to the largest with counts that add up to the total and round to the printed percentages, smallest
 * total first; exact in whole numbers. Empty when none does. Checked against rational arithmetic in Python. Throws
 * RangeError on fewer than two percentages, or text that is not a percentage.
 */
export function countsFromPercentages(search: PercentageSearch): CountMatch[] {
  const { parsed, totals, step } = prepare(search)
  return totals.flatMap(total =>
    combinations(parsed, total, step, counts => sumOf(counts) === total).map(found => ({ total, ...found })),
  )
}

/** Counts read as first choices among all arms. */
export interface FirstChoiceMatch extends CountMatch {
  /** Whether the largest share is above a half by the lower 95 % Wilson limit of independent votes; null with halves. */
  readonly majorityShown: boolean | null
}

/**
 * Reading (a), first choice among k: the matches of countsFromPercentages, and whether a majority is shown. Throws
 * RangeError as that does.
 */
export function firstChoiceReading(search: PercentageSearch): FirstChoiceMatch[] {
  return countsFromPercentages(search).map(match => {
    const largest = Math.max(...match.counts)
    const whole = match.counts.every(Number.isInteger)
    return { ...match, majorityShown: whole ? wilsonLimits(largest, match.total, 0.95)[0] > 0.5 : null }
  })
}

/** Counts read as wins in a complete round robin without ties. */
export interface ShareOfWinsMatch extends CountMatch {
  readonly comparisonsPerPair: number
  /** Each arm's wins by its own comparisons. */
  readonly ownRates: readonly number[]
}

/**
 * Reading (b), share of all wins in a complete round robin without ties: the total is a multiple of the number of pairs
 * and any set of arms holds at least the wins among themselves (Landau 1953; so no share is above 2 / k). Empty when no
 * total fits. Throws RangeError as countsFromPercentages does; half credits are not allowed here.
 */
export function shareOfWinsReading(search: PercentageSearch): ShareOfWinsMatch[] {
  if (search.halfCredits) throw new RangeError('shareOfWinsReading: expected no half credits, as there are no ties')
  const { parsed, totals } = prepare(search)
  const arms = parsed.length
  const pairs = (arms * (arms - 1)) / 2
  return totals
    .filter(total => total % pairs === 0)
    .flatMap(total => {
      const comparisonsPerPair = total / pairs
      const possible = (counts: readonly number[]) =>
        sumOf(counts) === total &&
        counts
          .toSorted((a, b) => a - b)
          .every((_, i, sorted) => sumOf(sorted.slice(0, i + 1)) >= ((i * (i + 1)) / 2) * comparisonsPerPair)
      return combinations(parsed, total, 2, possible).map(found => ({
        total,
        ...found,
        comparisonsPerPair,
        ownRates: found.counts.map(count => count / (comparisonsPerPair * (arms - 1))),
      }))
    })
}

/** Counts read as wins by own comparisons; `total` is the number of own comparisons of each arm. */
export interface OwnComparisonsMatch extends CountMatch {
  readonly comparisonsPerPair: number
  readonly ties: number
  readonly tieShare: number
}

/** Reading (c) as a whole. */
export interface OwnComparisonsReading {
  /** Tie share that the printed percentages imply, 1 - 2 sum / k; null when they are too large for this reading. */
  readonly impliedTieShare: number | null
  readonly matches: readonly OwnComparisonsMatch[]
}

/**
 * Reading (c), wins by own comparisons with equally many comparisons in each pair: without ties the rates add up to
 * k / 2, so what is missing are ties. The counts need not add up to anything, but any set of arms wins at most the
 * comparisons that it takes part in. `largestTotal` bounds the own comparisons of an arm. Throws RangeError as
 * countsFromPercentages does; half credits are not allowed, as ties then leave no trace.
 */
export function ownComparisonsReading(search: PercentageSearch): OwnComparisonsReading {
  if (search.halfCredits)
    throw new RangeError('ownComparisonsReading: expected no half credits, as ties leave no trace')
  const { parsed, totals } = prepare(search)
  const arms = parsed.length
  const pairs = (arms * (arms - 1)) / 2
  const implied = 1 - (2 * sumOf(parsed.map(({ units, whole }) => units / whole))) / arms
  const matches = totals
    .filter(total => total % (arms - 1) === 0)
    .flatMap(total => {
      const comparisonsPerPair = total / (arms - 1)
      const possible = (counts: readonly number[]) =>
        counts
          .toSorted((a, b) => b - a)
          .every((_, i, sorted) => {
            const outside = arms - 1 - i
            return sumOf(sorted.slice(0, i + 1)) <= (pairs - (outside * (outside - 1)) / 2) * comparisonsPerPair
          })
      return combinations(parsed, total, 2, possible).map(found => {
        const ties = pairs * comparisonsPerPair - sumOf(found.counts)
        return { total, ...found, comparisonsPerPair, ties, tieShare: ties / (pairs * comparisonsPerPair) }
      })
    })
  return { impliedTieShare: implied < -1e-12 ? null : Math.max(0, implied), matches }
}
