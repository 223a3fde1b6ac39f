/** @file The Hodges-Lehmann estimate of where differences lie. */

/** The Hodges-Lehmann estimate: the median of the means of all pairs, a value with itself too; null of none. Throws RangeError on a value that is not finite. */
export function hodgesLehmann(differences: readonly number[]): number | null {
  if (!differences.every(Number.isFinite)) throw new RangeError('hodgesLehmann: expected finite numbers')
  const means: number[] = []
  for (let i = 0; i < differences.length; i++)
    for (let j = i; j < differences.length; j++) means.push((differences[i] + differences[j]) / 2)
  if (means.length === 0) return null
  means.sort((a, b) => a - b)
  const middle = means.length / 2
  return Number.isInteger(middle) ? (means[middle - 1] + means[middle]) / 2 : means[Math.floor(middle)]
}
