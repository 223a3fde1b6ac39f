/** @file Arbitrary specialties and plans for property tests. */
import fc from 'fast-check'
import { applicableLayers, type DecisionLayer, type Plan, type Specialty } from '../specialty/index.ts'

/** A word or two that could be a label or an option; distinct indices keep labels and options apart. */
const words = fc.stringMatching(/^[A-Za-z\u4e00-\u9fff<>/|.,()%-]{1,8}( [A-Za-z0-9]{1,6})?$/)

/** A layer; numeric ones have a range of up to 40 steps. */
function arbitraryLayer(index: number): fc.Arbitrary<DecisionLayer> {
  const common = words.map(label => ({ name: `layer${index}`, label: `${label}${index}` }))
  const chosen = fc
    .record({
      common,
      type: fc.constantFrom('nominal' as const, 'ordinal' as const),
      options: fc.array(words, { minLength: 2, maxLength: 5 }),
    })
    .map(({ common: named, type, options }) => ({ ...named, type, options: options.map((text, i) => `${text}-${i}`) }))
  const numeric = fc
    .record({
      common,
      low: fc.integer({ min: -50, max: 300 }),
      step: fc.constantFrom(0.25, 1, 12.5, 25),
      steps: fc.integer({ min: 1, max: 40 }),
      unit: fc.option(fc.constantFrom('IU/day', '%', 'mg per day'), { nil: undefined }),
    })
    .map(({ common: named, low, step, steps, unit }) => ({
      ...named,
      type: 'numeric' as const,
      options: [],
      range: [low, low + step * steps] as const,
      step,
      unit,
    }))
  return fc.oneof(chosen, numeric)
}

/** One to four layers; some hang on an option of the layer before. */
export const arbitrarySpecialty: fc.Arbitrary<Specialty> = fc.integer({ min: 1, max: 4 }).chain(count =>
  fc
    .record({
      layers: fc.tuple(...Array.from({ length: count }, (_, i) => arbitraryLayer(i))),
      conditional: fc.array(fc.boolean(), { minLength: count, maxLength: count }),
    })
    .map(({ layers, conditional }) => ({
      name: 'arbitrary',
      title: 'Arbitrary',
      instruction: 'Decide.',
      fields: [],
      outcomes: [],
      baselineFields: [],
      decisionLayers: layers.map((layer, i) => {
        const before = layers[i - 1]
        const hangs = conditional[i] && before !== undefined && before.options.length > 0
        return hangs ? { ...layer, appliesWhen: { layer: before.name, values: before.options.slice(0, 1) } } : layer
      }),
    })),
)

/** A plan with a value at every layer that applies. */
export function arbitraryPlan(specialty: Specialty): fc.Arbitrary<Plan> {
  const values = specialty.decisionLayers.map(layer => {
    if (layer.type !== 'numeric') return fc.constantFrom(...layer.options)
    const [low, high] = layer.range ?? [0, 0]
    const step = layer.step ?? 1
    return fc.integer({ min: 0, max: Math.round((high - low) / step) }).map(i => low + i * step)
  })
  return fc.tuple(...values).map(drawn => {
    const plan: Record<string, string | number> = {}
    specialty.decisionLayers.forEach((layer, i) => {
      if (applicableLayers(specialty, plan).includes(layer)) plan[layer.name] = drawn[i]
    })
    return plan
  })
}
