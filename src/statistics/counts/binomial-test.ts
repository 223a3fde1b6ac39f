/** @file The exact binomial test of a proportion. */
import { binomialLowerTail, binomialUpperTail, logBinomialProbability } from '../distributions/index.ts'
import { type TestResult, testResult } from '../test-result.ts'

/** Outcomes count as no likelier than the observed one up to this relative rounding, as in R. */
const RELATIVE_ROUNDING = 1e-7

/** The last k in from + 1..to at which `holds`, which is true up to it and false beyond; `from` when there is none. */
function lastWithin(from: number, to: number, holds: (k: number) => boolean): number {
  let [below, above] = [from, to + 1]
  while (above - below > 1) {
    const middle = Math.floor((below + above) / 2)
    if (holds(middle)) below = middle
    else above = middle
  }
  return below
}

/**
 * Two-sided exact p of `successes` in `n` under a probability: the sum over all outcomes that are no likelier than the
 * observed one; equals R binom.test(x, n, p)$p.value and scipy.stats.binomtest(x, n, p).pvalue. n = 0 gives p = 1. Throws
 * RangeError when successes are not within 0..n or the probability not within 0..1.
 */
export function binomialTest(successes: number, n: number, probability = 0.5): TestResult {
  if (!(Number.isInteger(n) && n >= 0 && Number.isInteger(successes) && successes >= 0 && successes <= n)) {
    throw new RangeError(`binomialTest: expected whole successes within 0..n, got ${successes} of ${n}`)
  }
  if (!(probability >= 0 && probability <= 1)) {
    throw new RangeError(`binomialTest: expected a probability in 0..1, got ${probability}`)
  }
  const method = `exact binomial test against ${probability}, two-sided`
  if (n === 0) return testResult({ statistic: 0, p: 1, n, method })
  const at = (k: number) => logBinomialProbability(k, n, probability)
  const limit = at(successes) + Math.log1p(RELATIVE_ROUNDING)
  // Probabilities rise to the mode and fall after it, so the outcomes that count are two tails.
  const mode = Math.min(n, Math.floor((n + 1) * probability))
  const low = lastWithin(-1, mode, k => at(k) <= limit)
  const high = n - lastWithin(-1, n - mode - 1, j => at(n - j) <= limit)
  const p = low >= mode ? 1 : binomialLowerTail(low, n, probability) + binomialUpperTail(high, n, probability)
  return testResult({ statistic: successes, p: Math.min(1, p), n, method })
}
