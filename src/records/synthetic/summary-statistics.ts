/** @file Quantiles and correlations of a cohort's numbers, for the comparison with published figures. */
import { midranks } from '../../statistics/index.ts'

/** The quantile `share` of numbers, between order statistics linearly (R's type 7); null of none. */
export function quantile(values: readonly number[], share: number): number | null {
  if (values.length === 0) return null
  const sorted = Float64Array.from(values).sort()
  const place = share * (sorted.length - 1)
  const below = Math.floor(place)
  const above = Math.min(below + 1, sorted.length - 1)
  return sorted[below] + (place - below) * (sorted[above] - sorted[below])
}

/** The arithmetic mean; null of none. */
export function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length
}

/** The standard deviation with n - 1; null of fewer than two. */
export function standardDeviation(values: readonly number[]): number | null {
  const centre = mean(values)
  if (centre === null || values.length < 2) return null
  return Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1))
}

/** Pearson's correlation of pairs; null of fewer than three or where one side does not vary. */
export function pearson(pairs: readonly (readonly [number, number])[]): number | null {
  if (pairs.length < 3) return null
  const n = pairs.length
  let [x, y, xx, yy, xy] = [0, 0, 0, 0, 0]
  for (const [a, b] of pairs) {
    x += a
    y += b
  }
  const [meanX, meanY] = [x / n, y / n]
  for (const [a, b] of pairs) {
    xx += (a - meanX) ** 2
    yy += (b - meanY) ** 2
    xy += (a - meanX) * (b - meanY)
  }
  return xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : null
}

/** Spearman's rank correlation of pairs, ties with mean ranks; null where Pearson's of the ranks is. */
export function spearman(pairs: readonly (readonly [number, number])[]): number | null {
  const first = midranks(pairs.map(([a]) => a))
  const second = midranks(pairs.map(([, b]) => b))
  return pearson(first.map((rank, i) => [rank, second[i]]))
}
