/** @file Krippendorff's alpha: agreement of any number of raters, at four levels of measurement, some missing. */
import { type Estimate, isEstimated, notEstimable } from '../estimate.ts'
import { clusterBootstrap } from '../resampling/cluster-bootstrap.ts'
import { coincidencesOf, type RatedUnit } from './coincidences.ts'

/** What the values mean: names, ranks, distances, or proportions with a true zero. */
export type Measurement = 'nominal' | 'ordinal' | 'interval' | 'ratio'

/** A total below this is a rest of adding and taking away, not a value: the smallest true one is 1 / (m - 1). */
const REST = 1e-9

/** Squared difference of two places, from the values and how often each was given. */
function difference(measurement: Measurement, values: readonly number[], given: Float64Array) {
  // Ranks of the values in the pool of all ratings: the middle rank of each.
  let before = 0
  const ranks = Array.from(given, count => {
    before += count
    return before - count / 2
  })
  return (i: number, j: number): number => {
    if (i === j) return 0
    if (measurement === 'nominal') return 1
    if (measurement === 'ordinal') return (ranks[i] - ranks[j]) ** 2
    const apart = (values[i] - values[j]) ** 2
    return measurement === 'interval' ? apart : apart / (values[i] + values[j]) ** 2
  }
}

/**
 * Alpha of a coincidence matrix (values x values, row by row), 1 - (n - 1) sum(o d) / sum(n_c n_k d): 1 is perfect
 * agreement, 0 chance, below 0 systematic disagreement. Null when all paired values are one. A function of sums over
 * units, so that clusterBootstrap can compute it on resamples.
 */
export function krippendorffAlphaOf(
  coincidences: ArrayLike<number>,
  values: readonly number[],
  measurement: Measurement,
): number | null {
  const size = values.length
  const given = new Float64Array(size)
  for (let cell = 0; cell < size * size; cell++) given[Math.floor(cell / size)] += coincidences[cell]
  for (let i = 0; i < size; i++) if (given[i] < REST) given[i] = 0
  const total = given.reduce((sum, count) => sum + count, 0)
  const apart = difference(measurement, values, given)
  let observed = 0
  let expected = 0
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      if (given[i] === 0 || given[j] === 0) continue
      const squared = apart(i, j)
      observed += coincidences[i * size + j] * squared
      expected += given[i] * given[j] * squared
    }
  }
  return expected === 0 ? null : 1 - ((total - 1) * observed) / expected
}

/** What to measure, and how to resample. */
export interface KrippendorffRequest {
  readonly units: readonly RatedUnit[]
  readonly measurement: Measurement
  readonly seed: number
  /** Name of the random stream; one a question. */
  readonly stream: readonly (string | number)[]
  readonly resamples: number
  readonly level: number
}

/**
 * Krippendorff's alpha with the BCa interval of clusterBootstrap over units (or their clusters); the value equals
 * krippendorff.alpha(reliability_data, level_of_measurement=...) of PyPI, Krippendorff (2011) without weighting of
 * raters. n is the units with at least two values; others do not enter. No such unit, one unit, no variation, or fewer
 * than 10 clusters (krippendorffAlphaOf still gives the value) are not estimable. Throws RangeError on a value that is
 * not finite, an id that comes twice, or a negative value at the ratio level.
 */
export function krippendorffAlpha(request: KrippendorffRequest): Estimate {
  const { measurement, seed, stream, resamples, level } = request
  const { values, units } = coincidencesOf(request.units)
  const n = units.length
  if (measurement === 'ratio' && values.some(value => value < 0)) {
    throw new RangeError('krippendorffAlpha: expected values >= 0 at the ratio level, got a negative one')
  }
  if (n < 2) return notEstimable(n === 0 ? 'no unit with two ratings' : 'one unit', n)
  if (values.length === 1) return notEstimable('all ratings are the same: no variation', n)
  const estimate = clusterBootstrap({
    rows: units,
    columns: values.length ** 2,
    statistics: [{ name: 'alpha', n, compute: totals => krippendorffAlphaOf(totals, values, measurement) }],
    seed,
    stream,
    resamples,
    level,
  }).get('alpha')
  if (!estimate || !isEstimated(estimate)) return estimate ?? notEstimable('not defined on these units', n)
  return { ...estimate, method: `Krippendorff alpha (${measurement}), ${estimate.method}` }
}
