/**
 * @file The training cases most like a case: Liu et al. (2022), "What Makes Good In-Context Examples for GPT-3?". They
 * compare embeddings of the text; here the record's own fields are compared, which the text is made of.
 */
import type { Specialty } from '../../specialty/index.ts'
import { gowerDistances } from './distance.ts'
import { type Exemplar, type ExemplarCase, type ExemplarChooser, inOrderOfIds } from './exemplar.ts'

/** Gives the places in the pool of the `count` cases nearest to a case, nearest first. */
export type NearestPlaces = (of: ExemplarCase, count: number) => number[]

/**
 * Prepares the search for the nearest cases of a pool by Gower's distance; equal distances in the pool's order. The case
 * itself is not among them. Fewer than `count` when the pool is smaller.
 */
export function nearestPlaces(specialty: Specialty, pool: readonly Exemplar[]): NearestPlaces {
  const distancesFrom = gowerDistances(specialty, pool)
  const place = new Map(pool.map(({ recordId }, i) => [recordId, i]))
  return ({ recordId, fields }, count) => {
    const distances = distancesFrom(fields)
    const own = place.get(recordId)
    if (own !== undefined) distances[own] = Number.POSITIVE_INFINITY
    const found = Math.min(count, pool.length - (own === undefined ? 0 : 1))
    if (found <= 0) return []
    // Numbers alone sort fast; only those that are near enough are then put in order with their places.
    const limit = distances.toSorted()[found - 1]
    const near: number[] = []
    for (let i = 0; i < distances.length; i++) if (distances[i] <= limit) near.push(i)
    return near.sort((a, b) => distances[a] - distances[b] || a - b).slice(0, found)
  }
}

/**
 * Shows each case the `shots` training cases nearest to it, ties in the order of record ids. The nearest stands last,
 * next to the question: where room is short the first are left out, which are the farthest.
 */
export function nearestExemplars(specialty: Specialty, pool: readonly Exemplar[], shots: number): ExemplarChooser {
  const ordered = inOrderOfIds(pool)
  const nearest = nearestPlaces(specialty, ordered)
  return of =>
    nearest(of, shots)
      .toReversed()
      .map(i => ordered[i])
}
