/** @file What becomes of a meta-analysis when each centre in turn is left out. */
import type { NotEstimable } from '../estimate.ts'
import { type CentreEstimate, sortedCentres } from './centre-estimate.ts'
import { type RandomEffects, type RandomEffectsOptions, randomEffects } from './random-effects.ts'

/** The result without one centre. */
export interface WithoutCentre {
  readonly without: string
  readonly result: RandomEffects | NotEstimable
}

/**
 * Random effects without each centre in turn, sorted by the id left out; equals R metafor::leave1out(rma(...)). A
 * single centre leaves none: not estimable. Throws RangeError as randomEffects.
 */
export function leaveOneOut(
  centres: readonly CentreEstimate[],
  options: RandomEffectsOptions = {},
): readonly WithoutCentre[] {
  // Refuses an id that comes twice: leaving it out would leave out both.
  sortedCentres(centres)
  return [...centres]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ id }) => ({
      without: id,
      result: randomEffects(
        centres.filter(centre => centre.id !== id),
        options,
      ),
    }))
}
