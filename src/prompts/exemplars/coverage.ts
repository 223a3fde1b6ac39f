/** @file What exemplars show between them: options of the decision layers, and diagnoses. */
import type { DecisionLayer, Specialty } from '../../specialty/index.ts'
import { quantile } from '../../statistics/index.ts'
import type { Exemplar } from './exemplar.ts'

/** What one exemplar shows, as numbers that stand for the same thing in every exemplar of its pool. */
export interface Shown {
  /** Options of decision layers; of a numeric layer, the quarter of its values. */
  readonly options: readonly number[]
  /** Recorded values of categories and flags. */
  readonly diagnoses: readonly number[]
}

const CLASSES = 4

/** Turns a layer's value into its class: an option is its own, a number belongs to a quarter of the pool's numbers. */
function classOf(layer: DecisionLayer, pool: readonly Exemplar[]): (value: string | number) => string | number {
  if (layer.type !== 'numeric') return value => value
  const values = pool.map(({ referencePlan }) => referencePlan[layer.name]).filter(value => typeof value === 'number')
  if (values.length === 0) return value => value
  const sorted = Float64Array.from(values).sort()
  const cuts = Array.from({ length: CLASSES - 1 }, (_, i) => quantile(sorted, (i + 1) / CLASSES))
  return value => cuts.filter(cut => Number(value) > cut).length
}

/** Lists what each exemplar of a pool shows, in the pool's order. A layer that does not apply shows nothing. */
export function whatIsShown(specialty: Specialty, pool: readonly Exemplar[]): Shown[] {
  const numbers = new Map<string, number>()
  const numberOf = (...parts: readonly (string | number | boolean)[]) => {
    const name = JSON.stringify(parts)
    const known = numbers.get(name) ?? numbers.size
    numbers.set(name, known)
    return known
  }
  const layers = specialty.decisionLayers.map(layer => ({ name: layer.name, classify: classOf(layer, pool) }))
  const named = specialty.fields.filter(({ type }) => type !== 'number')
  return pool.map(({ fields, referencePlan }) => ({
    options: layers.flatMap(({ name, classify }) => {
      const value = referencePlan[name]
      return value === undefined ? [] : [numberOf('option', name, classify(value))]
    }),
    diagnoses: named.flatMap(({ name }) => {
      const value = fields[name] ?? null
      return value === null ? [] : [numberOf('diagnosis', name, value)]
    }),
  }))
}

/**
 * Picks `count` of the candidates (places in `shown`), one after the other: each time the one that shows the most options
 * not yet shown, among equals the one with the most new diagnoses, then the earlier candidate. This is the greedy
 * algorithm of maximum coverage (Nemhauser, Wolsey and Fisher 1978), options before diagnoses because a model can only
 * answer with an option that it knows. When no candidate shows anything new, it starts over with nothing shown. Fewer
 * than `count` when there are fewer candidates.
 */
export function coverGreedily(shown: readonly Shown[], candidates: readonly number[], count: number): number[] {
  const picked: number[] = []
  const left = new Set(candidates)
  const covered = new Set<number>()
  const gainOf = (items: readonly number[]) => items.reduce((sum, item) => sum + (covered.has(item) ? 0 : 1), 0)
  while (picked.length < count && left.size > 0) {
    let best = -1
    let bestOptions = -1
    let bestDiagnoses = -1
    for (const candidate of left) {
      const options = gainOf(shown[candidate].options)
      if (options < bestOptions) continue
      const diagnoses = gainOf(shown[candidate].diagnoses)
      if (options === bestOptions && diagnoses <= bestDiagnoses) continue
      best = candidate
      bestOptions = options
      bestDiagnoses = diagnoses
    }
    if (bestOptions === 0 && bestDiagnoses === 0 && covered.size > 0) {
      covered.clear()
      continue
    }
    picked.push(best)
    left.delete(best)
    for (const item of [...shown[best].options, ...shown[best].diagnoses]) covered.add(item)
  }
  return picked
}
