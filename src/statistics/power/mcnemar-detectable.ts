/** @file The difference of two shares that the exact McNemar test finds with a given power. */
import { mcnemarPower } from './mcnemar-power.ts'

/** What is known of a paired comparison of shares. */
export interface McnemarDetectableDesign {
  /** Share of cases in which one arm alone is right, as far as is known. */
  readonly discordant: number
  readonly alpha: number
  /** `greater`: one-sided, that the first is right more often. @default 'two-sided' */
  readonly alternative?: 'two-sided' | 'greater'
  /** @default 0.8 */
  readonly target?: number
}

/** Halvings: what is left of 1 is below 1e-12. */
const HALVINGS = 40

/**
 * The smallest true difference of shares at which `mcnemarPower` of n cases reaches the target. As many cases differ as
 * `discordant` says; of a difference larger than that share, all do so in its favour. Null where not even a difference of 1
 * would be found. No package has it: the fixtures solve the sum over all tables with scipy.optimize.brentq. Throws RangeError
 * on a share outside 0..1, a target outside (0, 1) and as mcnemarPower.
 */
export function mcnemarDetectable(n: number, design: McnemarDetectableDesign): number | null {
  const { discordant, alpha, alternative = 'two-sided', target = 0.8 } = design
  if (!(discordant >= 0 && discordant <= 1 && target > 0 && target < 1)) {
    throw new RangeError(
      `mcnemarDetectable: expected a share in 0..1 and a target in (0, 1), got ${discordant} and ${target}`,
    )
  }
  const isFound = (difference: number) => {
    const rate = Math.max(discordant, difference)
    const firstOnly = (rate + difference) / 2
    const secondOnly = Math.max(0, Math.min(rate - firstOnly, 1 - firstOnly))
    return mcnemarPower(n, { firstOnly, secondOnly, alpha, alternative }).power >= target
  }
  if (!isFound(1)) return null
  let [low, high] = [0, 1]
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2
    if (isFound(middle)) high = middle
    else low = middle
  }
  return high
}
