/** @file The log of the ratio of two proportions, as a centre's estimate. */
import { type NotEstimable, notEstimable } from '../estimate.ts'

/**
 * log(a / n1) - log(c / n2) with variance 1 / a - 1 / n1 + 1 / c - 1 / n2; equals R metafor::escalc(measure = 'RR', add
 * = 0). No event in a group is not estimable (no 0.5 is added); variance 0 is given where every unit has the
 * event. Throws RangeError unless events are whole and within 0..n.
 */
export function logRiskRatio(
  events: readonly [number, number],
  sizes: readonly [number, number],
): { readonly estimate: number; readonly variance: number } | NotEstimable {
  const [a, c] = events
  const [n1, n2] = sizes
  if (
    ![a, c].every(
      (count, i) => Number.isInteger(count) && Number.isInteger(sizes[i]) && count >= 0 && count <= sizes[i],
    )
  ) {
    throw new RangeError(`logRiskRatio: expected whole events within 0..n, got ${a} of ${n1} and ${c} of ${n2}`)
  }
  if (a === 0 || c === 0) return notEstimable('no event in a group', n1 + n2)
  return { estimate: Math.log(a / n1) - Math.log(c / n2), variance: 1 / a - 1 / n1 + (1 / c - 1 / n2) }
}
