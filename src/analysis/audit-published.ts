/** @file Published winning rates: which whole numbers lie behind them, and what each reading of them implies. */
import {
  binomialTest,
  type CountMatch,
  countsFromPercentages,
  type FirstChoices,
  firstChoiceCounts,
  isEstimated,
  type OwnComparisonsReading,
  ownComparisonsReading,
  type ShareOfWinsMatch,
  shareOfWinsReading,
  wilsonInterval,
} from '../statistics/index.ts'
import { InputError } from '../support/index.ts'

/** What the printed rates allow, reading by reading. */
export interface AuditedRates {
  readonly printed: readonly string[]
  readonly sum: number
  readonly largestTotal: number
  /** (a) Each vote chooses one of all arms: totals with their counts, and what the smallest one shows. */
  readonly firstChoice: {
    readonly matches: readonly CountMatch[]
    readonly withHalfCredits: readonly CountMatch[]
    readonly smallest: { readonly choices: FirstChoices; readonly majorityP: number; readonly largest: string } | null
  }
  /** (b) Share of all wins when every pair is compared equally often and nothing ties. */
  readonly shareOfWins: readonly ShareOfWinsMatch[]
  /** (c) Wins by own comparisons: what does not add up are ties. */
  readonly ownComparisons: OwnComparisonsReading
}

const LARGEST_TOTAL = 500

const percent = (share: number, digits = 1) => `${(share * 100).toFixed(digits)} %`
const counts = ({ counts, total }: CountMatch) => `${total} (${counts.join('/')})`
const p = (value: number) => (value < 0.001 ? value.toExponential(0).replace('e', ' x 10^') : value.toFixed(2))

/**
 * Audits rates such as `51.2,26.2,22.7`. Throws InputError when they are not at least two percentages from 0 to 100.
 */
export function auditPublished(rates: string, largestTotal = LARGEST_TOTAL): AuditedRates {
  const printed = rates.split(',').map(rate => rate.trim().replace(/ ?%$/, ''))
  if (printed.length < 2 || !printed.every(rate => /^\d+(\.\d+)?$/.test(rate) && Number(rate) <= 100)) {
    throw new InputError(
      'expected at least two percentages from 0 to 100',
      { field: '--rates' },
      'give them as printed, with their decimals, such as 51.2,26.2,22.7',
    )
  }
  const search = { printed, largestTotal }
  const matches = countsFromPercentages(search)
  const smallest = matches[0]
  const largest = smallest && Math.max(...smallest.counts)
  return {
    printed,
    sum: printed.reduce((sum, rate) => sum + Number(rate), 0),
    largestTotal,
    firstChoice: {
      matches,
      withHalfCredits: countsFromPercentages({ ...search, halfCredits: true }),
      smallest: smallest
        ? {
            choices: firstChoiceCounts(smallest.counts),
            majorityP: binomialTest(largest, smallest.total).p,
            largest: wilsonText(largest, smallest.total),
          }
        : null,
    },
    shareOfWins: shareOfWinsReading(search),
    ownComparisons: ownComparisonsReading(search),
  }
}

function wilsonText(count: number, n: number): string {
  const found = wilsonInterval(count, n)
  if (!isEstimated(found)) return `${count} of ${n}`
  const [low, high] = found.interval
  return `${count} of ${n}, ${percent(found.value)} (Wilson ${percent(low)} to ${percent(high)})`
}

const list = (matches: readonly CountMatch[]) => {
  const shown = matches.slice(0, 4).map(counts).join(', ')
  return matches.length > 4 ? `${shown} and ${matches.length - 4} more` : shown
}

/** The audit in lines. Nothing in it is a figure of the publication but the rates themselves. */
export function describeAudit(audit: AuditedRates): readonly string[] {
  const { printed, sum, largestTotal, firstChoice, shareOfWins, ownComparisons } = audit
  const { matches, withHalfCredits, smallest } = firstChoice
  const decimals = Math.max(...printed.map(rate => (rate.split('.')[1] ?? '').length))
  const none = `no total up to ${largestTotal} gives these rates`
  const pairLines = (smallest?.choices.pairs ?? []).map(
    ({ first, second, test }) => `${printed[first]} against ${printed[second]} p = ${p(test.p)}`,
  )
  const shares = smallest?.choices.equalShares
  return [
    `Printed: ${printed.map(rate => `${rate} %`).join(', ')}; together ${sum.toFixed(decimals)} %.`,
    '(a) First choice among all arms: each vote names one.',
    matches.length === 0
      ? `  ${none}.`
      : `  Totals up to ${largestTotal}: ${list(matches)}. The smallest is taken below.`,
    ...(smallest
      ? [
          `  Largest: ${smallest.largest}; exact p against a half ${p(smallest.majorityP)}: ${
            smallest.majorityP < 0.05 ? 'a majority' : 'no majority is shown'
          }.`,
          ...(shares && 'p' in shares
            ? [
                `  Against equal shares: chi-squared(${shares.df}) = ${shares.statistic.toFixed(1)}, p = ${p(shares.p)} if votes were independent${
                  smallest.choices.designEffectLimit === null
                    ? ''
                    : `; it stays below 0.05 up to a design effect of ${Math.floor(smallest.choices.designEffectLimit * 10) / 10}`
                }.`,
              ]
            : []),
          `  Two arms at a time (exact, of the votes for either, not adjusted): ${pairLines.join('; ')}.`,
        ]
      : []),
    ...(withHalfCredits[0] && withHalfCredits[0].total !== matches[0]?.total
      ? [`  With half a credit each for a tie the smallest total is ${counts(withHalfCredits[0])}.`]
      : []),
    '(b) Share of all wins, every pair compared equally often, no ties.',
    ...(shareOfWins[0]
      ? [
          `  Smallest total ${counts(shareOfWins[0])}: the arms won ${shareOfWins[0].ownRates.map(rate => percent(rate)).join(', ')} of their own comparisons.`,
        ]
      : [`  ${none} in this reading.`]),
    '(c) Wins by own comparisons of each arm.',
    ownComparisons.impliedTieShare === null
      ? '  Not possible: the rates are too large for it.'
      : `  Implies that ${percent(ownComparisons.impliedTieShare)} of all comparisons were ties${
          ownComparisons.matches[0]
            ? `; smallest: ${ownComparisons.matches[0].comparisonsPerPair} comparisons a pair, wins ${ownComparisons.matches[0].counts.join('/')}`
            : ''
        }.`,
    'Rates of different readings must not be compared. The p values take every vote as independent: where raters share cases they',
    'are too small. Ask the authors for the reading, the numbers of cases and of raters, and the ties.',
  ]
}
