import { expect, test } from 'vitest'
import type { FieldValue, Plan } from '../specialty.ts'
import { admissibleSet, layerOptions } from './admissible.ts'
import { infertility } from './infertility.ts'
import { infertilityRules } from './rules.ts'

type Fields = Readonly<Record<string, FieldValue>>

/** Options that the rules leave open. */
const options = (layer: string, fields: Fields, earlier: Plan = {}) => admissibleSet(layer, fields, earlier).options
const normal: Fields = { amh: 2, afc: 12 }
const high: Fields = { amh: 6, afc: 25 }
const low: Fields = { amh: 0.5, afc: 4 }
const antagonist: Plan = { protocol: 'antagonist' }

test('admissibleSet(protocol) follows response, PCOS, freeze-all and very low reserve', () => {
  expect(options('protocol', normal)).toEqual(['antagonist', 'long agonist'])
  expect(options('protocol', { ...normal, freezeAllPlanned: true })).toEqual(['antagonist', 'long agonist', 'PPOS'])
  expect(options('protocol', high)).toEqual(['antagonist'])
  expect(options('protocol', { ...high, freezeAllPlanned: true })).toEqual(['antagonist', 'PPOS'])
  expect(options('protocol', low)).toEqual(['antagonist', 'long agonist'])
  expect(options('protocol', { ...low, afc: 2 })).toEqual(['mild'])
  // PCOS beside a low AMH is a normal response, yet a long agonist stays out.
  expect(options('protocol', { amh: 0.9, pcos: true })).toEqual(['antagonist'])
})

test('admissibleSet(startingDose) keeps the range of the response class', () => {
  expect(options('startingDose', normal, antagonist)).toEqual([150, 175, 200, 225])
  expect(options('startingDose', high, antagonist)).toEqual([100, 125, 150])
  expect(options('startingDose', low, antagonist)).toEqual([225, 250, 275, 300])
  expect(options('startingDose', low, { protocol: 'mild' })).toEqual([100, 125, 150])
  expect(options('startingDose', { ...normal, bmi: 30 }, antagonist)).toEqual([175, 200, 225])
})

test('admissibleSet(startingDose) takes the last cycle into account', () => {
  const after = (eggs: number, dose: number | null, fields = normal) =>
    options('startingDose', { ...fields, eggsAtLastCycle: eggs, doseAtLastCycle: dose }, antagonist)
  expect(after(10, 200)).toEqual([200])
  expect(after(10, null)).toEqual([150, 175, 200, 225])
  // 3 eggs on 200 IU is a low response: 225-300, and 200 + 50..75 = 250-275.
  expect(after(3, 200)).toEqual([250, 275])
  // 18 eggs on 200 IU is a high response: 100-150, and 200 - 75..50 = 125-150.
  expect(after(18, 200)).toEqual([125, 150])
})

test('admissibleSet(a weaker rule that would leave nothing) sets it aside', () => {
  // 2 eggs on 300 IU: 350-375 IU lies above every dose, so 225-300 holds alone.
  const set = admissibleSet('startingDose', { ...low, eggsAtLastCycle: 2, doseAtLastCycle: 300 }, antagonist)
  expect(set.options).toEqual([225, 250, 275, 300])
  expect(set.fired.map(({ id }) => id)).toEqual(['3.03'])
  expect(set.setAside.map(({ id }) => id)).toEqual(['3.07a'])
})

test('admissibleSet(fertilisation) asks ICSI of poor sperm, IVF of normal semen, and leaves the rest open', () => {
  const semen: Fields = { spermSource: 'ejaculated', spermConcentration: 40, progressiveMotility: 45 }
  expect(options('fertilisation', semen)).toEqual(['IVF'])
  expect(options('fertilisation', { ...semen, fertilisationFailure: true })).toEqual(['ICSI'])
  expect(options('fertilisation', { ...semen, spermConcentration: 4.9 })).toEqual(['ICSI'])
  expect(options('fertilisation', { ...semen, progressiveMotility: 9 })).toEqual(['ICSI'])
  expect(options('fertilisation', { spermSource: 'surgically retrieved' })).toEqual(['ICSI'])
  expect(options('fertilisation', { ...semen, spermConcentration: 12 })).toEqual(['IVF', 'ICSI'])
  expect(options('fertilisation', { ...semen, progressiveMotility: null })).toEqual(['IVF', 'ICSI'])
})

test('admissibleSet(unknown layer) throws', () => {
  expect(() => admissibleSet('trigger', {}, {})).toThrow('expected a layer of infertility, got "trigger"')
})

test('every rule names a layer, findings and options that exist, and is verified only when seen in a source', () => {
  const findings = [
    ...infertility.fields.map(({ name }) => name),
    ...infertility.decisionLayers.map(({ name }) => name),
    'response',
    'veryLowReserve',
  ]
  expect(new Set(infertilityRules.map(({ id }) => id)).size).toBe(infertilityRules.length)
  for (const rule of infertilityRules) {
    const layer = infertility.decisionLayers.find(({ name }) => name === rule.layer)
    expect(layer, rule.id).toBeDefined()
    for (const { finding } of rule.when) expect(findings, rule.id).toContain(finding)
    if ('options' in rule.admits)
      expect(layer?.options, rule.id).toEqual(expect.arrayContaining([...rule.admits.options]))
    if ('range' in rule.admits)
      expect(layer && layerOptions(layer), rule.id).toEqual(expect.arrayContaining([...rule.admits.range]))
    expect(rule.verified, rule.id).toBe(rule.tag === 'V' || rule.tag === 'M')
  }
})

test('no field of the infertility specialty is listed as an outcome', () => {
  const names = infertility.fields.map(({ name }) => name)
  expect(names.filter(name => infertility.outcomes.includes(name))).toEqual([])
  expect(infertility.baselineFields.filter(name => !names.includes(name))).toEqual([])
})
