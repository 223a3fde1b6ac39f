/** @file Which cases of the test split are reviewed: drawn by seed, strata in proportion or evenly. */
import type { PromptRow } from '../../prompts/index.ts'
import { InputError, randomStream } from '../../support/index.ts'
import type { ServedConfig } from './served-config.ts'

/** So many cases where the study does not say. */
export const CASES = 120

const STRATA = ['head', 'mid', 'tail'] as const

type Case = Pick<PromptRow, 'record_id' | 'couple_id' | 'stratum'>

/** The cases of a stratum in the order in which they are taken: another couple's first, as far as there are any. */
function inOrder<Row extends Case>(rows: readonly Row[], seed: number, stratum: string): readonly Row[] {
  const sorted = rows.toSorted((a, b) => (a.record_id < b.record_id ? -1 : 1))
  const drawn = randomStream(seed, 'review cases', stratum).shuffle(sorted)
  const couples = new Set<string>()
  const isFirst = drawn.map(({ couple_id }) => couples.size < couples.add(couple_id).size)
  return [...drawn.filter((_, i) => isFirst[i]), ...drawn.filter((_, i) => !isFirst[i])]
}

/** How many of each stratum: shares of the wanted number, rounded by largest remainders, within what there is. */
function numbers(sizes: readonly number[], wanted: number, isEqual: boolean): readonly number[] {
  const taken = sizes.map(() => 0)
  let left = wanted
  // What a stratum lacks is shared among the others: with equal strata a short one is used up.
  while (left > 0) {
    const open = sizes.map((size, i) => (taken[i] < size ? (isEqual ? 1 : size) : 0))
    const sum = open.reduce((total, weight) => total + weight, 0)
    const shares = open.map((weight, i) => Math.min(sizes[i] - taken[i], (left * weight) / sum))
    const whole = shares.map(Math.floor)
    for (const [i, share] of whole.entries()) taken[i] += share
    left -= whole.reduce((total, share) => total + share, 0)
    if (whole.every(share => share === 0)) {
      const byRemainder = shares.map((share, i) => ({ share, i })).sort((a, b) => b.share - a.share || a.i - b.i)
      for (const { i } of byRemainder) {
        if (left === 0 || taken[i] >= sizes[i]) continue
        taken[i]++
        left--
      }
    }
  }
  return taken
}

/**
 * Draws the cases, in the order of the split. A larger number has the cases of a smaller one within, but for a case of
 * rounding. Throws InputError when the study asks for more than the test split has.
 */
export function chooseCases<Row extends Case>(
  rows: readonly Row[],
  { cases, strata }: Pick<ServedConfig, 'cases' | 'strata'>,
  seed: number,
): readonly Row[] {
  const wanted = cases ?? Math.min(CASES, rows.length)
  if (wanted > rows.length) {
    const problem = `expected at most the ${rows.length} cases of the test split, got ${wanted}`
    throw new InputError(problem, { field: 'review.cases' }, 'ask for fewer, or make the test split larger')
  }
  const byStratum = STRATA.map(stratum =>
    inOrder(
      rows.filter(row => row.stratum === stratum),
      seed,
      stratum,
    ),
  )
  const counts = numbers(
    byStratum.map(({ length }) => length),
    wanted,
    strata === 'equal',
  )
  const chosen = new Set(byStratum.flatMap((own, i) => own.slice(0, counts[i]).map(({ record_id }) => record_id)))
  return rows.filter(({ record_id }) => chosen.has(record_id))
}
