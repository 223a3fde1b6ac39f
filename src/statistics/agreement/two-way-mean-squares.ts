/** @file Mean squares of a complete table of units by raters. */
import { type NotEstimable, notEstimable } from '../estimate.ts'

/** Mean squares of the analysis of variance: units, raters, their interaction (error), and within units (both). */
export interface MeanSquares {
  readonly units: number
  readonly raters: number
  readonly error: number
  readonly within: number
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

/**
 * Mean squares of units (rows) by raters (columns); equals R anova(lm(value ~ unit + rater)). Those that are 0 but for
 * rounding are 0. One unit, one rater, or no variation are not estimable. Throws RangeError on uneven rows or a value
 * that is not finite.
 */
export function twoWayMeanSquares(table: readonly (readonly number[])[]): MeanSquares | NotEstimable {
  const n = table.length
  const k = table[0]?.length ?? 0
  if (table.some(row => row.length !== k || !row.every(Number.isFinite))) {
    throw new RangeError('twoWayMeanSquares: expected a finite value of every rater for every unit')
  }
  if (n < 2) return notEstimable(n === 0 ? 'no units' : 'one unit', n)
  if (k < 2) return notEstimable('fewer than two raters', n)
  const grand = mean(table.map(mean))
  const centred = table.map(row => row.map(value => value - grand))
  const unitMeans = centred.map(mean)
  const raterMeans = Array.from({ length: k }, (_, rater) => mean(centred.map(row => row[rater])))
  const largest = Math.max(...table.flat().map(Math.abs))
  const squares = (values: readonly number[]) => {
    const sum = values.reduce((total, value) => total + value * value, 0)
    // Each deviation carries a few roundings of the size of the values.
    return sum <= values.length * (16 * Number.EPSILON * largest) ** 2 ? 0 : sum
  }
  const unitSquares = k * squares(unitMeans)
  const raterSquares = n * squares(raterMeans)
  const errorSquares = squares(
    centred.flatMap((row, unit) => row.map((value, rater) => value - unitMeans[unit] - raterMeans[rater])),
  )
  if (unitSquares + raterSquares + errorSquares === 0) return notEstimable('all values are the same: no variation', n)
  return {
    units: unitSquares / (n - 1),
    raters: raterSquares / (k - 1),
    error: errorSquares / ((n - 1) * (k - 1)),
    within: (raterSquares + errorSquares) / (n * (k - 1)),
  }
}
