import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseCompletion, renderCompletion } from '../../prompts/index.ts'
import { applicableLayers, type DecisionLayer, type Plan, type Specialty } from '../../specialty/index.ts'
import { perturbedPlan } from './perturbed-plan.ts'

function specialtyOf(decisionLayers: readonly DecisionLayer[]): Specialty {
  return {
    name: 'any',
    title: 'Any',
    instruction: 'Decide.',
    fields: [],
    outcomes: [],
    baselineFields: [],
    decisionLayers,
  }
}

function rowOf(specialty: Specialty, reference: Plan, id = 'r1', reasoning: string | null = 'Because.') {
  return { record_id: id, reference_plan: reference, completion: renderCompletion(specialty, reference, reasoning) }
}

/** The perturbed plan of a row under each of the first seeds. */
function plansOf(specialty: Specialty, reference: Plan, seeds = 200): Plan[] {
  return Array.from({ length: seeds }, (_, seed) => {
    const parsed = parseCompletion(specialty, perturbedPlan(specialty, rowOf(specialty, reference), seed)?.text ?? '')
    if ('errors' in parsed) throw new Error(parsed.errors[0])
    return parsed.plan
  })
}

const layer = (name: string, rest: Partial<DecisionLayer>): DecisionLayer => ({
  name,
  label: name.toUpperCase(),
  type: 'nominal',
  options: [],
  ...rest,
})

test('perturbedPlan(nominal) takes every other option', () => {
  const specialty = specialtyOf([layer('a', { options: ['x', 'y', 'z'] })])
  expect(new Set(plansOf(specialty, { a: 'y' }).map(({ a }) => a))).toEqual(new Set(['x', 'z']))
})

test('perturbedPlan(ordinal) takes a neighbouring option', () => {
  const specialty = specialtyOf([layer('a', { type: 'ordinal', options: ['1', '2', '3', '4'] })])
  expect(new Set(plansOf(specialty, { a: '3' }).map(({ a }) => a))).toEqual(new Set(['2', '4']))
  expect(new Set(plansOf(specialty, { a: '1' }).map(({ a }) => a))).toEqual(new Set(['2']))
})

test('perturbedPlan(numeric) moves one to three steps inside the range', () => {
  const specialty = specialtyOf([layer('a', { type: 'numeric', range: [100, 300], step: 25, unit: 'IU' })])
  const near = new Set(plansOf(specialty, { a: 150 }).map(({ a }) => a))
  expect(near).toEqual(new Set([100, 125, 175, 200, 225]))
  const atEnd = new Set(plansOf(specialty, { a: 300 }).map(({ a }) => a))
  expect(atEnd).toEqual(new Set([225, 250, 275]))
})

test('perturbedPlan(numeric with a decimal step) writes numbers as records do', () => {
  const specialty = specialtyOf([layer('a', { type: 'numeric', range: [0, 1], step: 0.1 })])
  // 3 x 0.1 is 0.30000000000000004 in binary.
  expect(new Set(plansOf(specialty, { a: 0.2 }).map(({ a }) => a))).toEqual(new Set([0, 0.1, 0.3, 0.4, 0.5]))
})

test('perturbedPlan draws the layers that now apply and leaves out those that do not', () => {
  const specialty = specialtyOf([
    layer('transfer', { options: ['fresh', 'freeze'] }),
    layer('embryos', { options: ['1', '2'], appliesWhen: { layer: 'transfer', values: ['fresh'] } }),
    layer('support', { options: ['yes', 'no'], appliesWhen: { layer: 'embryos', values: ['2'] } }),
  ])
  const drawn = new Set(plansOf(specialty, { transfer: 'freeze' }).map(plan => Object.values(plan).join(' ')))
  expect(drawn).toEqual(new Set(['fresh 1', 'fresh 2 yes', 'fresh 2 no']))
  const left = plansOf(specialty, { transfer: 'fresh', embryos: '2', support: 'no' })
  expect(new Set(left.map(plan => Object.values(plan).join(' ')))).toEqual(
    new Set(['freeze', 'fresh 1', 'fresh 2 yes']),
  )
  const row = rowOf(specialty, { transfer: 'freeze' })
  expect(perturbedPlan(specialty, row, 1)?.wrongOn.slice(0, 2)).toEqual(['transfer', 'embryos'])
})

test('perturbedPlan keeps the reasoning, and depends on seed and record only', () => {
  const specialty = specialtyOf([layer('a', { type: 'numeric', range: [0, 1000], step: 1 })])
  const row = rowOf(specialty, { a: 500 }, 'r1', 'One.\n\nTwo.')
  expect(perturbedPlan(specialty, row, 7)?.text).toMatch(/^One\.\n\nTwo\.\n\n<plan>/)
  expect(perturbedPlan(specialty, row, 7)).toEqual(perturbedPlan(specialty, row, 7))
  const texts = Array.from({ length: 20 }, (_, i) => perturbedPlan(specialty, { ...row, record_id: `r${i}` }, 7)?.text)
  expect(new Set(texts).size).toBeGreaterThan(1)
})

test('perturbedPlan is null when no layer has a second option', () => {
  const specialty = specialtyOf([
    layer('a', { options: ['x'] }),
    layer('b', { type: 'numeric', range: [5, 5], step: 1 }),
    layer('c', { options: ['x', 'y'], appliesWhen: { layer: 'a', values: ['never'] } }),
  ])
  expect(perturbedPlan(specialty, rowOf(specialty, { a: 'x', b: 5 }), 1)).toBeNull()
})

test('perturbedPlan(a completion that cannot be read) throws', () => {
  const specialty = specialtyOf([layer('a', { options: ['x', 'y'] })])
  const row = { ...rowOf(specialty, { a: 'x' }), completion: [{ role: 'assistant' as const, content: 'text' }] }
  expect(() => perturbedPlan(specialty, row, 1)).toThrow(/record r1: expected a completion that reads as a plan/)
})

const arbitraryLayer = (index: number): fc.Arbitrary<DecisionLayer> =>
  fc.oneof(
    fc
      .tuple(fc.constantFrom('nominal' as const, 'ordinal' as const), fc.integer({ min: 1, max: 5 }))
      .map(([type, count]) => layer(`l${index}`, { type, options: Array.from({ length: count }, (_, i) => `o${i}`) })),
    fc
      .tuple(fc.integer({ min: -50, max: 300 }), fc.constantFrom(0.1, 0.25, 1, 12.5), fc.integer({ min: 1, max: 40 }))
      .map(([low, step, steps]) => {
        const high = Number((low + step * steps).toPrecision(12))
        return layer(`l${index}`, { type: 'numeric', range: [low, high], step })
      }),
  )

/** A specialty whose layers may hang on the one before, and a plan of it. */
const cases = fc
  .record({
    layers: fc
      .integer({ min: 1, max: 5 })
      .chain(count => fc.tuple(...Array.from({ length: count }, (_, i) => arbitraryLayer(i)))),
    hangs: fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }),
    draws: fc.array(fc.nat(), { minLength: 5, maxLength: 5 }),
    seed: fc.nat(),
    reasoning: fc.option(fc.string(), { nil: null }),
  })
  .map(({ layers, hangs, draws, seed, reasoning }) => {
    const specialty = specialtyOf(
      layers.map((own, i) => {
        const before = layers[i - 1]
        const isConditional = hangs[i] && before !== undefined && before.options.length > 0
        return isConditional ? { ...own, appliesWhen: { layer: before.name, values: ['o0', 'o2'] } } : own
      }),
    )
    const plan: Record<string, string | number> = {}
    specialty.decisionLayers.forEach((own, i) => {
      if (!applicableLayers(specialty, plan).includes(own)) return
      const { options, range: [low, high] = [0, 0], step = 1 } = own
      const steps = Math.round((high - low) / step) + 1
      plan[own.name] =
        own.type === 'numeric'
          ? Number((low + (draws[i] % steps) * step).toPrecision(12))
          : options[draws[i] % options.length]
    })
    return { specialty, plan, seed, reasoning }
  })

test('perturbedPlan always reads as another plan with the same reasoning, or there is nothing to change', () => {
  fc.assert(
    fc.property(cases, ({ specialty, plan, seed, reasoning }) => {
      const row = rowOf(specialty, plan, 'r1', reasoning)
      const original = parseCompletion(specialty, row.completion[0].content)
      const perturbed = perturbedPlan(specialty, row, seed)
      if (perturbed === null) {
        const open = applicableLayers(specialty, plan).filter(own => own.type === 'numeric' || own.options.length > 1)
        expect(open).toEqual([])
        return
      }
      const parsed = parseCompletion(specialty, perturbed.text)
      expect(parsed).toHaveProperty('plan')
      expect(parsed).not.toEqual(original)
      expect(perturbed.wrongOn.length).toBeGreaterThanOrEqual(1)
      expect('reasoning' in parsed && parsed.reasoning).toBe('reasoning' in original && original.reasoning)
    }),
    { numRuns: 500 },
  )
})
