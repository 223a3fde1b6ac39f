/** @file The exact sign-flip p value of whole numbers, for any number of them. */

/**
 * Two-sided p of flipping the signs of whole numbers at random, min(1, 2 P(S <= min(S+, S-))) with S the sum of a random
 * subset of their absolute values: the exact p of the sign-flip test of case means that are multiples of one step, such as
 * 1 / raters. All 0, or none, gives 1. Throws RangeError on a number that is not whole.
 */
export function latticeSignFlipP(wholes: ArrayLike<number>): number {
  let [positive, negative] = [0, 0]
  for (let i = 0; i < wholes.length; i++) {
    if (!Number.isInteger(wholes[i])) throw new RangeError(`latticeSignFlipP: expected whole numbers, got ${wholes[i]}`)
    if (wholes[i] > 0) positive += wholes[i]
    else negative -= wholes[i]
  }
  const limit = Math.min(positive, negative)
  if (positive + negative === 0) return 1
  // share[s] = P(S = s), kept up to the limit only; halved at every step, so that nothing overflows.
  const share = new Float64Array(limit + 1)
  share[0] = 1
  let reach = 0
  for (let i = 0; i < wholes.length; i++) {
    const size = Math.abs(wholes[i])
    if (size === 0) continue
    reach = Math.min(limit, reach + size)
    for (let sum = reach; sum >= size; sum--) share[sum] = (share[sum] + share[sum - size]) / 2
    for (let sum = Math.min(size - 1, reach); sum >= 0; sum--) share[sum] /= 2
  }
  let tail = 0
  for (const one of share) tail += one
  return Math.min(1, 2 * tail)
}
