/** @file The exact interval of a proportion, for claims of safety. */
import { betaQuantile } from '../distributions/index.ts'
import { type Estimate, estimated, notEstimable } from '../estimate.ts'

/**
 * A proportion with the interval of Clopper and Pearson, which covers at least as often as its level says; equals R
 * binom.test(x, n, conf.level = level)$conf.int and statsmodels proportion_confint(x, n, 1 - level, 'beta'). n = 0 is not
 * estimable. Throws RangeError when successes are not within 0..n.
 */
export function clopperPearsonInterval(successes: number, n: number, level = 0.95): Estimate {
  if (n === 0) return notEstimable('no cases', 0)
  if (!(Number.isInteger(n) && n > 0 && Number.isInteger(successes) && successes >= 0 && successes <= n)) {
    throw new RangeError(`clopperPearsonInterval: expected whole successes within 0..n, got ${successes} of ${n}`)
  }
  const half = (1 - level) / 2
  const low = successes === 0 ? 0 : betaQuantile(half, successes, n - successes + 1)
  const high = successes === n ? 1 : betaQuantile(1 - half, successes + 1, n - successes)
  return estimated(successes / n, [low, high], level, n, 'Clopper-Pearson')
}
