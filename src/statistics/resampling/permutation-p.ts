/** @file The p value of a permutation test from the statistic and its values under relabelling. */
import type { Alternative } from './relabellings.ts'

/** Values closer than this share of the largest one are equal, so that the last bits decide nothing. */
const RELATIVE_ROUNDING = 1e-10

/**
 * The share of `relabelled` values at least as far as the observed one: of all of them when `exact` (the observed one is
 * among them), else (1 + number) / (B + 1), which is never 0 (Phipson and Smyth 2010). A NaN, a relabelling that does not
 * define the statistic, counts as at least as far.
 */
export function permutationP(
  observed: number,
  relabelled: ArrayLike<number>,
  alternative: Alternative,
  exact: boolean,
): number {
  let largest = Math.abs(observed)
  for (let i = 0; i < relabelled.length; i++) {
    const size = Math.abs(relabelled[i])
    if (size > largest) largest = size
  }
  const tolerance = RELATIVE_ROUNDING * largest
  const sign = alternative === 'less' ? -1 : 1
  const limit = (alternative === 'two-sided' ? Math.abs(observed) : sign * observed) - tolerance
  let far = 0
  for (let i = 0; i < relabelled.length; i++) {
    const value = alternative === 'two-sided' ? Math.abs(relabelled[i]) : sign * relabelled[i]
    if (!(value < limit)) far++
  }
  return exact ? far / relabelled.length : (far + 1) / (relabelled.length + 1)
}
