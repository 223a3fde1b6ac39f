/** @file Exact power of McNemar's exact test, and the cases that it needs. */
import { binomialLowerTail, binomialUpperTail, logBinomialProbability } from '../distributions/index.ts'
import type { NotEstimable } from '../estimate.ts'
import type { ExactPower } from './power-estimate.ts'
import { type SampleSearch, smallestStableSample } from './smallest-sample.ts'

/** What is expected of a paired comparison of two arms. */
export interface McnemarDesign {
  /** P(only the first is right). */
  readonly firstOnly: number
  /** P(only the second is right). */
  readonly secondOnly: number
  readonly alpha: number
  /** `greater`: one-sided, that the first is right more often. @default 'two-sided' */
  readonly alternative?: 'two-sided' | 'greater'
}

// A p value that equals alpha by arithmetic rejects, whatever its last bits.
const ROUNDING = 1 + 1e-10

/** The probability of rejecting given the number of discordant cases, which does not depend on the number of cases. */
function rejectionGivenDiscordant({ firstOnly, secondOnly, alpha, alternative = 'two-sided' }: McnemarDesign) {
  if (!(firstOnly >= 0 && secondOnly >= 0 && firstOnly + secondOnly <= 1 && alpha > 0 && alpha < 1)) {
    throw new RangeError(
      `mcnemarPower: expected probabilities and alpha in (0, 1), got ${firstOnly}, ${secondOnly}, ${alpha}`,
    )
  }
  const share = firstOnly + secondOnly > 0 ? firstOnly / (firstOnly + secondOnly) : 0.5
  const side = (alternative === 'greater' ? alpha : alpha / 2) * ROUNDING
  const known: number[] = []
  let critical = 0
  return (discordant: number): number => {
    for (let d = known.length; d <= discordant; d++) {
      while (binomialUpperTail(critical, d, 0.5) > side) critical++
      const above = binomialUpperTail(critical, d, share)
      const below = alternative === 'greater' || critical > d ? 0 : binomialLowerTail(d - critical, d, share)
      known.push(above + below)
    }
    return known[discordant]
  }
}

function powerOf(design: McnemarDesign): (n: number) => ExactPower {
  const rejection = rejectionGivenDiscordant(design)
  const rate = Math.min(1, design.firstOnly + design.secondOnly)
  const method = `exact, McNemar exact, ${design.alternative ?? 'two-sided'}`
  return n => {
    if (!(Number.isInteger(n) && n >= 1)) throw new RangeError(`mcnemarPower: expected a whole n >= 1, got ${n}`)
    let power = 0
    for (let d = 0; d <= n; d++) {
      const logProbability = logBinomialProbability(d, n, rate)
      // Terms below e^-45 would not change the sum.
      if (logProbability > -45) power += Math.exp(logProbability) * rejection(d)
    }
    return { power: Math.min(1, power), n, method }
  }
}

/**
 * Power of the exact McNemar test with n cases: the mixture, over the binomial number of discordant cases, of the chance that
 * the exact binomial test of them rejects. Rejecting in the wrong direction counts in a two-sided test. Throws RangeError on
 * probabilities that cannot be or n below 1.
 */
export function mcnemarPower(n: number, design: McnemarDesign): ExactPower {
  return powerOf(design)(n)
}

/** The smallest n from which the power of `mcnemarPower` stays at the target; see `smallestStableSample`. */
export function mcnemarSampleSize(design: McnemarDesign, search: SampleSearch = {}): ExactPower | NotEstimable {
  return smallestStableSample(powerOf(design), search)
}
