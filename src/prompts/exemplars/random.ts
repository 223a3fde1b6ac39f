/** @file Exemplars by chance: what the other selections are measured against. */
import { randomStream } from '../../support/index.ts'
import type { Exemplar, ExemplarChooser } from './exemplar.ts'

const STREAM = 'icl exemplars'

/** Draws `shots` exemplars without replacement, all of them when there are fewer; the order is random too. */
export function randomExemplars(pool: readonly Exemplar[], shots: number, seed: number): Exemplar[] {
  return randomStream(seed, STREAM).shuffle(pool).slice(0, shots)
}

/**
 * Draws `shots` exemplars for each case without replacement, by a random stream that the case's record id names: what a
 * case is shown does not depend on which other cases there are. A case that stands in the pool itself is not drawn.
 */
export function randomExemplarsFor(pool: readonly Exemplar[], shots: number, seed: number): ExemplarChooser {
  const place = new Map(pool.map(({ recordId }, i) => [recordId, i]))
  return ({ recordId }) => {
    const random = randomStream(seed, STREAM, recordId)
    const own = place.get(recordId)
    const count = Math.min(shots, pool.length - (own === undefined ? 0 : 1))
    const drawn = new Set<number>()
    while (drawn.size < count) {
      const i = random.integer(pool.length)
      if (i !== own) drawn.add(i)
    }
    return [...drawn].map(i => pool[i])
  }
}
