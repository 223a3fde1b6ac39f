/** @file What a difference of numbers is divided by in Gower's distance. */
import { quantile } from './quantile.ts'

/**
 * The interquartile range of some numbers (NaN = missing, left out), or their range where that is 0, so that one extreme
 * value does not make all others alike (D'Orazio 2021, "Distances with mixed-type variables, some modified Gower's
 * coefficients"; Gower 1971 divides by the range). All numbers equal, or none, gives 0.
 */
export function gowerScale(numbers: Float64Array): number {
  const sorted = numbers.filter(value => !Number.isNaN(value)).sort()
  if (sorted.length === 0) return 0
  return quantile(sorted, 0.75) - quantile(sorted, 0.25) || sorted[sorted.length - 1] - sorted[0]
}
