/** @file What counts as agreement. */
import { expect, test } from 'vitest'
import { loadSpecialty, type Plan, type Specialty } from '../specialty/index.ts'
import { scoreCase, scoredLayers, wholePlan } from './score.ts'

const reference = {
  recordId: 'r1',
  coupleId: 'c1',
  stratum: 'head',
  seenInTraining: false,
  weight: 1,
  rareSituations: [],
  fields: { age: 44 },
  plan: { transfer: 'freeze-all', pgt: 'no' },
} as const
const specialty: Specialty = {
  name: 'register',
  title: 'A register',
  instruction: 'Plan.',
  fields: [],
  decisionLayers: [
    { name: 'transfer', label: 'Transfer', type: 'nominal', options: ['fresh', 'freeze-all'] },
    { name: 'pgt', label: 'PGT', type: 'nominal', options: ['no', 'yes'] },
  ],
  outcomes: [],
  baselineFields: [],
}
const scoresOf = (plan: Plan | null, of = specialty) => scoreCase(of, 'sft', reference, { plan, reasoning: null })
const outcomes = (plan: Plan | null) => Object.fromEntries(scoresOf(plan).map(({ layer, correct }) => [layer, correct]))

test('scoreCase(the recorded plan, keys in another order) agrees everywhere', () => {
  expect(outcomes({ pgt: 'no', transfer: 'freeze-all' })).toEqual({ transfer: true, pgt: true, [wholePlan]: true })
})

test('scoreCase(unreadable) is wrong on every recorded layer', () => {
  expect(outcomes(null)).toEqual({ transfer: false, pgt: false, [wholePlan]: false })
})

test('scoreCase(an unneeded layer) disagrees on the whole plan only', () => {
  expect(outcomes({ transfer: 'freeze-all', pgt: 'no', embryos: '1' })).toEqual({
    transfer: true,
    pgt: true,
    [wholePlan]: false,
  })
})

test('scoreCase(a missing layer) has predicted null there and keeps the denominator', () => {
  const scores = scoresOf({ transfer: 'freeze-all' })
  expect(scores).toHaveLength(3)
  expect(scores[1]).toMatchObject({ layer: 'pgt', predicted: null, correct: false, parsed: true })
})

/** Over 40 only a freeze-all is open, and PGT after a fresh transfer is an error. */
const ruled: Specialty = {
  ...specialty,
  admissible: (layer, fields) =>
    layer === 'transfer' ? (Number(fields.age) > 40 ? ['freeze-all'] : ['fresh', 'freeze-all']) : ['no', 'yes'],
  planChecks: [
    {
      id: 'P1',
      severity: 'error',
      says: 'PGT with a fresh transfer',
      source: 'test',
      verified: false,
      fires: ({ plan }) => plan.pgt === 'yes' && plan.transfer === 'fresh',
    },
  ],
}
const within = (plan: Plan | null, of = ruled) =>
  Object.fromEntries(scoresOf(plan, of).map(({ layer, withinRules }) => [layer, withinRules]))

test('scoreCase says whether each layer is within the rules and the plan without an error, agreement or not', () => {
  expect(within({ transfer: 'freeze-all', pgt: 'yes' })).toEqual({ transfer: true, pgt: true, [wholePlan]: true })
  expect(within({ transfer: 'fresh', pgt: 'yes' })).toEqual({ transfer: false, pgt: true, [wholePlan]: false })
  expect(within(null)).toEqual({ transfer: false, pgt: false, [wholePlan]: false })
})

test('scoreCase(specialty without rules) says nothing of rules, and no layer is ruled', () => {
  expect(within({ transfer: 'fresh', pgt: 'yes' }, specialty)).toEqual({ transfer: null, pgt: null, [wholePlan]: null })
  expect(scoredLayers(specialty).some(layer => layer.ruled)).toBe(false)
  expect(scoredLayers(ruled).every(layer => layer.ruled)).toBe(true)
})

/** Transfer and PGT are two parts of one decision, the trigger is a decision of its own. */
const grouped: Specialty = {
  ...ruled,
  decisionLayers: [
    ...specialty.decisionLayers.map(layer => ({ ...layer, partOf: 'embryo decision' })),
    { name: 'trigger', label: 'Trigger', type: 'nominal', options: ['hCG', 'none'], partOf: 'trigger' },
  ],
}

test('scoredLayers(parts of a decision) puts the decision before its parts, none for a single part', () => {
  expect(scoredLayers(grouped).map(({ name, type, partOf }) => [name, type, partOf])).toEqual([
    ['embryo decision', 'decision', undefined],
    ['transfer', 'nominal', 'embryo decision'],
    ['pgt', 'nominal', 'embryo decision'],
    ['trigger', 'nominal', undefined],
    [wholePlan, wholePlan, undefined],
  ])
})

test('scoreCase(parts of a decision) agrees on the decision only with all its parts and no other', () => {
  const decisionOf = (plan: Plan | null) => scoresOf(plan, grouped).find(({ layer }) => layer === 'embryo decision')
  expect(decisionOf({ pgt: 'no', transfer: 'freeze-all' })).toMatchObject({ correct: true, withinRules: true })
  expect(decisionOf({ pgt: 'no', transfer: 'freeze-all', trigger: 'hCG' })).toMatchObject({ correct: true })
  expect(decisionOf({ transfer: 'freeze-all' })).toMatchObject({
    correct: false,
    withinRules: false,
    truth: '{"pgt":"no","transfer":"freeze-all"}',
    predicted: '{"transfer":"freeze-all"}',
  })
  expect(decisionOf({ pgt: 'no', transfer: 'fresh' })).toMatchObject({ correct: false, withinRules: false })
  expect(decisionOf(null)).toMatchObject({ correct: false, predicted: null })
  const without = { ...reference, plan: { trigger: 'hCG' } }
  const scores = scoreCase(grouped, 'sft', without, { plan: { trigger: 'hCG', pgt: 'no' }, reasoning: null })
  expect(scores.map(({ layer, correct }) => [layer, correct])).toEqual([
    ['trigger', true],
    [wholePlan, false],
  ])
})

test('scoreCase(another strategy) judges a decision by the parts that apply in the predicted plan', () => {
  const specialtyOf: Specialty = {
    ...specialty,
    decisionLayers: [
      { name: 'strategy', label: 'Strategy', type: 'nominal', options: ['IVF', 'IUI', 'stop'] },
      {
        name: 'protocol',
        label: 'Protocol',
        type: 'nominal',
        options: ['antagonist', 'letrozole'],
        partOf: 'stimulation',
        appliesWhen: { layer: 'strategy', values: ['IVF', 'IUI'] },
      },
      {
        name: 'suppression',
        label: 'Suppression',
        type: 'nominal',
        options: ['fixed', 'flexible'],
        partOf: 'stimulation',
        appliesWhen: { layer: 'protocol', values: ['antagonist'] },
      },
    ],
    admissible: (layer, _, plan) =>
      layer === 'protocol' ? [plan.strategy === 'IUI' ? 'letrozole' : 'antagonist'] : ['IVF', 'IUI', 'fixed'],
  }
  const recorded = { ...reference, plan: { strategy: 'IVF', protocol: 'antagonist', suppression: 'fixed' } }
  const within = (plan: Plan) =>
    scoreCase(specialtyOf, 'sft', recorded, { plan, reasoning: null }).find(({ layer }) => layer === 'stimulation')
      ?.withinRules
  expect(within({ strategy: 'IUI', protocol: 'letrozole' })).toBe(true)
  expect(within({ strategy: 'IVF', protocol: 'antagonist', suppression: 'flexible' })).toBe(false)
  expect(within({ strategy: 'IVF', protocol: 'antagonist' })).toBe(false)
  // A plan without stimulation has nothing that is within the rules of stimulation.
  expect(within({ strategy: 'stop' })).toBe(false)
})

test('scoredLayers calls a decision of several layers by its heading in the language of the specialty', () => {
  const names = (language: 'en' | 'zh') =>
    scoredLayers(loadSpecialty('infertility', '.', language)).filter(({ type }) => type === 'decision')
  expect(names('zh').map(({ label }) => label)).toEqual(expect.arrayContaining(['促排方案', '黄体支持']))
  expect(names('en').map(({ name, label }) => label === name.charAt(0).toUpperCase() + name.slice(1))).not.toContain(
    false,
  )
})
