/** @file How many couples each side of a split gets, and of the test side each stratum. */
import { InputError } from '../support/index.ts'
import type { SplitConfig } from './config.ts'
import type { Stratum } from './strata.ts'

/** The three sides of a split. */
export type Side = 'train' | 'validation' | 'test'

/** What couples are drawn from when the test set over-samples: a stratum, or those with a rare situation. */
export type SamplingStratum = Stratum | 'rare'

/** Couples per side for `total` couples: as asked for; by default 5 % validation, 15 % test, and all the rest train. */
export function splitSizes(
  config: Pick<SplitConfig, 'train' | 'validation' | 'test'>,
  total: number,
): Record<Side, number> {
  const validation = config.validation ?? Math.floor(total * 0.05)
  const test = config.test ?? Math.floor(total * 0.15)
  const train = config.train ?? Math.max(total - validation - test, 1)
  const asked = train + validation + test
  if (asked > total) {
    throw new InputError(
      `expected at most ${total} couples (as many as there are), got ${asked}: ` +
        `train ${train}, validation ${validation}, test ${test}`,
      { field: 'split' },
      'ask for fewer',
    )
  }
  if (test === 0) {
    throw new InputError(
      `expected at least one couple to test on, got 15 % of ${total}`,
      { field: 'split.test' },
      'set split.test, or import more records',
    )
  }
  return { train, validation, test }
}

/**
 * Divides `test` couples by the shares asked for, in whole couples that add up to `test` (largest remainder, ties in the
 * order of the shares). Throws InputError at the share of a stratum that has fewer couples than that, and at one that
 * gets none although it has couples: what cannot be drawn could not be weighted back to the cohort either.
 * @param available couples of each stratum.
 */
export function testStratumSizes(
  shares: NonNullable<SplitConfig['testStrata']>,
  test: number,
  available: Readonly<Record<SamplingStratum, number>>,
): ReadonlyMap<SamplingStratum, number> {
  const wanted = (Object.entries(shares) as [SamplingStratum, number | undefined][]).flatMap(
    ([stratum, share]): { stratum: SamplingStratum; exact: number; couples: number }[] => {
      if (share === undefined) return []
      const exact = share * test
      // 0.3 x 600 is 179.99999999999997.
      return [{ stratum, exact, couples: Math.floor(exact + 1e-9) }]
    },
  )
  const left = test - wanted.reduce((sum, { couples }) => sum + couples, 0)
  const byRemainder = [...wanted].sort((a, b) => b.exact - b.couples - (a.exact - a.couples))
  for (const next of byRemainder.slice(0, left)) next.couples++
  for (const { stratum, couples } of wanted) {
    const field = `split.testStrata.${stratum}`
    if (couples > available[stratum]) {
      throw new InputError(
        `expected at most ${available[stratum]} ${stratum} couples in the test set (as many as there are), got ${couples}`,
        { field },
        'lower this share or split.test',
      )
    }
    if (couples === 0 && available[stratum] > 0) {
      throw new InputError(
        `expected at least one of ${available[stratum]} ${stratum} couples in the test set, got none`,
        { field },
        'raise this share or split.test',
      )
    }
  }
  return new Map(wanted.map(({ stratum, couples }) => [stratum, couples]))
}
