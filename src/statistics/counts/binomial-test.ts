/** @file The exact binomial test of a proportion. */
import { logBinomialProbability } from '../distributions/index.ts'
import { type TestResult, testResult } from '../test-result.ts'

/** Outcomes count as no likelier than the observed one up to this relative rounding, as in R. */
const RELATIVE_ROUNDING = 1e-7

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
  const observed = logBinomialProbability(successes, n, probability)
  const limit = observed + Math.log1p(RELATIVE_ROUNDING)
  let p = 0
  // The smallest terms first, from both ends inwards, so that tails keep their digits.
  for (let k = 0; k <= n; k++) {
    const logProbability = logBinomialProbability(k, n, probability)
    if (logProbability <= limit) p += Math.exp(logProbability)
  }
  return testResult({ statistic: successes, p: Math.min(1, p), n, method })
}
