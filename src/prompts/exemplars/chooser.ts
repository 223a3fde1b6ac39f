/** @file From a study's rule to its exemplars: once for the study, or anew for each case. */
import type { Specialty } from '../../specialty/index.ts'
import type { Exemplar, ExemplarChooser, ExemplarRule } from './exemplar.ts'
import { nearestExemplars } from './nearest.ts'
import { randomExemplars, randomExemplarsFor } from './random.ts'
import { selectiveExemplars, selectiveExemplarsFor } from './selective.ts'

/**
 * Chooses the exemplars that every prompt of a study is shown, in their order; fewer than `shots` when the pool is
 * smaller. Throws RangeError on `nearest`, which needs a case to be near to; the study file's schema refuses it earlier.
 */
export function studyExemplars(
  { selection, shots }: ExemplarRule,
  specialty: Specialty,
  pool: readonly Exemplar[],
  seed: number,
): Exemplar[] {
  switch (selection) {
    case 'random':
      return randomExemplars(pool, shots, seed)
    case 'selective':
      return selectiveExemplars(specialty, pool, shots, seed)
    case 'nearest':
      throw new RangeError('studyExemplars: expected a selection that needs no case, got nearest')
  }
}

/**
 * Prepares the choice of exemplars for single cases by a policy's rule, from the exemplars that stand beside the policy:
 * with `per: study` these very ones for every case, with `per: case` chosen among them. The same rule, pool and seed
 * give the same exemplars.
 */
export function exemplarChooser(
  { selection, per, shots }: ExemplarRule,
  specialty: Specialty,
  pool: readonly Exemplar[],
  seed: number,
): ExemplarChooser {
  if (per === 'study') return () => pool
  switch (selection) {
    case 'random':
      return randomExemplarsFor(pool, shots, seed)
    case 'nearest':
      return nearestExemplars(specialty, pool, shots)
    case 'selective':
      return selectiveExemplarsFor(specialty, pool, shots, seed)
  }
}
