/** @file Which of two exemplars that show equally much is preferred: the one that reasons more, and that fits. */

import type { Specialty } from '../../specialty/index.ts'
import { median, quantile } from '../../statistics/index.ts'
import { randomStream } from '../../support/index.ts'
import { parseCompletion } from '../parse.ts'
import { type Exemplar, inOrderOfIds } from './exemplar.ts'

const lengthOf = (messages: Exemplar['prompt']) => messages.reduce((sum, { content }) => sum + content.length, 0)

/** Characters of an exemplar's reasoning; 0 without any. */
function reasoningLength(specialty: Specialty, { completion }: Exemplar): number {
  const parsed = parseCompletion(specialty, completion.map(({ content }) => content).join('\n'))
  return 'errors' in parsed ? 0 : (parsed.reasoning?.length ?? 0)
}

/**
 * The places of a pool from the most to the least preferred: by the quarter of the reasoning's length among those that
 * reason (none is below the first quarter), then by how close the whole exemplar's length is to the pool's median, so
 * that what is shown is of a usual size and leaves room for the question; equals by an order that the seed draws. Lengths
 * are in characters. The order of the pool does not matter. Empty for an empty pool.
 */
export function preferenceOrder(specialty: Specialty, pool: readonly Exemplar[], seed: number): number[] {
  if (pool.length === 0) return []
  const reasoning = pool.map(exemplar => reasoningLength(specialty, exemplar))
  const sorted = Float64Array.from(reasoning.filter(length => length > 0)).sort()
  const cuts = sorted.length === 0 ? [] : [0.25, 0.5, 0.75].map(p => quantile(sorted, p))
  const depth = reasoning.map(length => (length === 0 ? 0 : 1 + cuts.filter(cut => length > cut).length))
  const lengths = pool.map(({ prompt, completion }) => lengthOf(prompt) + lengthOf(completion))
  const middle = median(lengths)
  const drawn = randomStream(seed, 'icl preference').shuffle(inOrderOfIds(pool))
  const rank = new Map(drawn.map(({ recordId }, i) => [recordId, i]))
  const rankOf = (i: number) => rank.get(pool[i].recordId) ?? 0
  return [...pool.keys()].sort(
    (a, b) =>
      depth[b] - depth[a] || Math.abs(lengths[a] - middle) - Math.abs(lengths[b] - middle) || rankOf(a) - rankOf(b),
  )
}
