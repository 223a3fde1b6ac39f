/**
 * @file Exemplars that are diverse and deep: between them they show every option of every decision layer and as many
 * diagnoses as they can, and they reason in full. Covering what an answer is made of follows Levy, Bogin and Berant
 * (2023), "Diverse Demonstrations Improve In-context Compositional Generalization".
 */
import type { Specialty } from '../../specialty/index.ts'
import { coverGreedily, whatIsShown } from './coverage.ts'
import { preferenceOrder } from './depth.ts'
import { type Exemplar, type ExemplarChooser, inOrderOfIds } from './exemplar.ts'
import { nearestPlaces } from './nearest.ts'

/** Per case, exemplars are chosen among this many times as many nearest ones. */
const NEAREST_PER_SHOT = 8

/**
 * Chooses `shots` exemplars by greedy coverage, among equals by depth of reasoning; fewer when the pool is smaller. The
 * one chosen first, which shows the most, stands last: where room is short, the first are left out.
 */
export function selectiveExemplars(
  specialty: Specialty,
  pool: readonly Exemplar[],
  shots: number,
  seed: number,
): Exemplar[] {
  const candidates = preferenceOrder(specialty, pool, seed)
  return coverGreedily(whatIsShown(specialty, pool), candidates, shots)
    .toReversed()
    .map(i => pool[i])
}

/**
 * Chooses `shots` exemplars for each case in the same way, but only among the 8 x `shots` training cases nearest to it,
 * so that they are diverse and yet concern a case like this one. The nearest of those chosen stands last.
 */
export function selectiveExemplarsFor(
  specialty: Specialty,
  pool: readonly Exemplar[],
  shots: number,
  seed: number,
): ExemplarChooser {
  const ordered = inOrderOfIds(pool)
  const shown = whatIsShown(specialty, ordered)
  const nearest = nearestPlaces(specialty, ordered)
  const rank = new Int32Array(ordered.length)
  for (const [position, i] of preferenceOrder(specialty, ordered, seed).entries()) rank[i] = position
  return of => {
    const near = nearest(of, NEAREST_PER_SHOT * shots)
    const picked = new Set(
      coverGreedily(
        shown,
        near.toSorted((a, b) => rank[a] - rank[b]),
        shots,
      ),
    )
    return near
      .filter(i => picked.has(i))
      .toReversed()
      .map(i => ordered[i])
  }
}
