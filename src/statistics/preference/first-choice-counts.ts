/** @file How often each arm was the first choice: against equal shares, each share, and each pair of arms. */
import { binomialTest } from '../counts/binomial-test.ts'
import { goodnessOfFitTest } from '../counts/chi-squared-test.ts'
import { wilsonInterval } from '../counts/wilson-interval.ts'
import { chiSquaredUpperTail } from '../distributions/index.ts'
import type { Estimate, NotEstimable } from '../estimate.ts'
import type { TestResult } from '../test-result.ts'

/** First choices, taken as independent of each other. */
export interface FirstChoices {
  /** Chi-squared of the counts against equal shares. It does not test that one arm beats another. */
  readonly equalShares: TestResult | NotEstimable
  /** Each share with a Wilson interval at alpha / k, so that all hold at once; `level` is that of one interval. */
  readonly shares: readonly Estimate[]
  /** Each pair of arms, exact binomial of the first's count among both, not adjusted. */
  readonly pairs: readonly { readonly first: number; readonly second: number; readonly test: TestResult }[]
  /** Design effect (variance inflation by clusters) up to which the chi-squared p stays under alpha; null when p is not. */
  readonly designEffectLimit: number | null
}

/** The x at which a chi-squared upper tail is p, by bisection. */
function chiSquaredCritical(p: number, df: number): number {
  let [low, high] = [0, 1]
  while (chiSquaredUpperTail(high, df) > p) high *= 2
  for (let step = 0; step < 200 && high - low > 1e-14 * high; step++) {
    const middle = (low + high) / 2
    if (chiSquaredUpperTail(middle, df) > p) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/**
 * Tests and intervals of first-choice counts, one an arm; equals R chisq.test(counts), statsmodels proportion_confint
 * (method 'wilson', alpha / k) and R binom.test for pairs. Counts without any choice, or of fewer than two arms, have no
 * test. Throws RangeError on counts that are not whole.
 */
export function firstChoiceCounts(counts: readonly number[], level = 0.95): FirstChoices {
  const equalShares = goodnessOfFitTest(counts)
  const n = counts.reduce((sum, count) => sum + count, 0)
  const alpha = 1 - level
  const shares = counts.map(count => wilsonInterval(count, n, 1 - alpha / counts.length))
  const pairs = counts.flatMap((count, first) =>
    counts.slice(first + 1).map((other, offset) => ({
      first,
      second: first + 1 + offset,
      test: binomialTest(count, count + other),
    })),
  )
  const significant = 'p' in equalShares && equalShares.p < alpha
  const designEffectLimit = significant ? equalShares.statistic / chiSquaredCritical(alpha, counts.length - 1) : null
  return { equalShares, shares, pairs, designEffectLimit }
}
