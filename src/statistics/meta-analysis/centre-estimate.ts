/** @file One centre's estimate, as it enters a meta-analysis. */
import { type NotEstimable, notEstimable } from '../estimate.ts'

/** An estimate on a scale without bounds (a difference, a log ratio) and its squared standard error. */
export interface CentreEstimate {
  readonly id: string
  readonly estimate: number
  readonly variance: number
}

/**
 * The centres sorted by id, so that their order decides nothing. No centre, or one with variance 0 (which would take
 * all the weight), is not estimable. Throws RangeError on an id that comes twice or a number that is not finite or
 * negative.
 */
export function sortedCentres(centres: readonly CentreEstimate[]): readonly CentreEstimate[] | NotEstimable {
  for (const { id, estimate, variance } of centres) {
    if (!(Number.isFinite(estimate) && Number.isFinite(variance) && variance >= 0)) {
      throw new RangeError(
        `sortedCentres: expected finite numbers and variance >= 0, got ${estimate}, ${variance} in ${id}`,
      )
    }
  }
  if (new Set(centres.map(({ id }) => id)).size !== centres.length) {
    throw new RangeError('sortedCentres: expected each centre once')
  }
  if (centres.length === 0) return notEstimable('no centre', 0)
  const exact = centres.find(({ variance }) => variance === 0)
  if (exact) return notEstimable(`variance 0 in centre ${exact.id}`, centres.length)
  return [...centres].sort((a, b) => (a.id < b.id ? -1 : 1))
}
