import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseCompletion, renderCompletion } from '../../prompts/index.ts'
import { applicableLayers, type DecisionLayer, type Plan, type Specialty } from '../../specialty/index.ts'
import { agreementReward, layerCorrectness } from './agreement.ts'

const dose: DecisionLayer = { name: 'dose', label: 'Dose', type: 'numeric', options: [], range: [0, 300], step: 25 }
const transfer: DecisionLayer = { name: 'transfer', label: 'Transfer', type: 'nominal', options: ['fresh', 'freeze'] }
const embryos: DecisionLayer = {
  name: 'embryos',
  label: 'Embryos',
  type: 'ordinal',
  options: ['1', '2', '3', '4', '5'],
  appliesWhen: { layer: 'transfer', values: ['fresh'] },
}

const specialty: Specialty = {
  name: 'register',
  title: 'A register',
  instruction: 'Decide.',
  fields: [],
  decisionLayers: [dose, transfer, embryos],
  outcomes: [],
  baselineFields: [],
}

const plans: fc.Arbitrary<Plan> = fc
  .tuple(fc.integer({ min: 0, max: 12 }), fc.constantFrom('fresh', 'freeze'), fc.constantFrom(...embryos.options))
  .map(([steps, chosen, count]) => ({
    dose: steps * 25,
    transfer: chosen,
    ...(chosen === 'fresh' ? { embryos: count } : {}),
  }))

const weights = fc.record(
  { dose: fc.double({ min: 0, max: 1e6, noNaN: true }), transfer: fc.nat(5), embryos: fc.nat(5) },
  { requiredKeys: [] },
)

test('layerCorrectness(nominal) is 1 for the same option and 0 for another', () => {
  expect(layerCorrectness(transfer, 'fresh', 'fresh', 0.1)).toBe(1)
  expect(layerCorrectness(transfer, 'fresh', 'freeze', 0.1)).toBe(0)
})

test('layerCorrectness(ordinal) falls with the distance of ranks', () => {
  expect(layerCorrectness(embryos, '2', '2', 0.1)).toBe(1)
  // 1 - |1 - 2| / (5 - 1)
  expect(layerCorrectness(embryos, '2', '3', 0.1)).toBe(0.75)
  // 1 - |0 - 4| / (5 - 1)
  expect(layerCorrectness(embryos, '1', '5', 0.1)).toBe(0)
  expect(layerCorrectness({ ...embryos, options: ['1'] }, '1', '1', 0.1)).toBe(1)
})

test.each([
  [150, 150, 1],
  // 15 / 150 = 0.1, the tolerance itself
  [150, 165, 1],
  [150, 135, 1],
  // error 30 / 150 = 0.2: (0.3 - 0.2) / (0.3 - 0.1) = 0.5
  [150, 180, 0.5],
  // error 45 / 150 = 0.3 = 3 x 0.1
  [150, 195, 0],
  [150, 600, 0],
  [-150, -180, 0.5],
])('layerCorrectness(numeric, reference %d, value %d, tolerance 0.1) is %d', (reference, value, expected) => {
  expect(layerCorrectness(dose, reference, value, 0.1)).toBeCloseTo(expected, 9)
})

test('layerCorrectness(numeric) with tolerance 0 or reference 0 takes the same number only', () => {
  expect(layerCorrectness(dose, 150, 150, 0)).toBe(1)
  expect(layerCorrectness(dose, 150, 151, 0)).toBe(0)
  expect(layerCorrectness(dose, 0, 0, 0.1)).toBe(1)
  expect(layerCorrectness(dose, 0, 25, 0.1)).toBe(0)
})

test('layerCorrectness(no value) is 0', () => {
  for (const layer of specialty.decisionLayers) expect(layerCorrectness(layer, '1', undefined, 0.1)).toBe(0)
})

test('agreementReward is the weighted mean over the layers of the reference', () => {
  const reference = { dose: 150, transfer: 'fresh', embryos: '1' }
  const plan = { dose: 180, transfer: 'fresh', embryos: '2' }
  // dose 0.5, transfer 1, embryos 0.75: (0.5 + 1 + 0.75) / 3
  expect(agreementReward(specialty, reference, plan, { tolerance: 0.1 })).toBeCloseTo(0.75, 9)
  // (3 x 0.5 + 1 x 1 + 0 x 0.75) / (3 + 1)
  const layers = { dose: 3, embryos: 0 }
  expect(agreementReward(specialty, reference, plan, { layers, tolerance: 0.1 })).toBeCloseTo(0.625, 9)
})

test('agreementReward counts a layer that the plan lacks as 0, and one that only the plan has not at all', () => {
  const fresh = { dose: 150, transfer: 'fresh', embryos: '1' }
  const freeze = { dose: 150, transfer: 'freeze' }
  // dose 1, transfer 0, embryos 0
  expect(agreementReward(specialty, fresh, freeze, { tolerance: 0.1 })).toBeCloseTo(1 / 3, 9)
  // dose 1, transfer 0
  expect(agreementReward(specialty, freeze, fresh, { tolerance: 0.1 })).toBe(0.5)
})

test('agreementReward of an unreadable completion is 0, and null when no layer with a weight applies', () => {
  const reference = { dose: 150, transfer: 'freeze' }
  expect(agreementReward(specialty, reference, null, { tolerance: 0.1 })).toBe(0)
  const layers = { dose: 0, transfer: 0 }
  expect(agreementReward(specialty, reference, reference, { layers, tolerance: 0.1 })).toBeNull()
})

test('agreementReward lies in [0, 1], and is 1 for parse(render(reference))', () => {
  fc.assert(
    fc.property(
      plans,
      plans,
      weights,
      fc.double({ min: 0, max: 10, noNaN: true }),
      (reference, other, layers, tolerance) => {
        const settings = { layers, tolerance }
        const reward = agreementReward(specialty, reference, other, settings)
        const parsed = parseCompletion(specialty, renderCompletion(specialty, reference, null)[0].content)
        const same = agreementReward(specialty, reference, 'plan' in parsed ? parsed.plan : null, settings)
        const names = applicableLayers(specialty, reference).map(({ name }) => name as keyof typeof layers)
        if (names.every(name => layers[name] === 0)) {
          expect([reward, same]).toEqual([null, null])
        } else {
          expect(reward).toBeGreaterThanOrEqual(0)
          expect(reward).toBeLessThanOrEqual(1)
          expect(same).toBe(1)
        }
      },
    ),
  )
})
