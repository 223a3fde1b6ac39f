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

test('admissibleSet(a change that no dose meets) sets the rule aside and keeps the nearest dose in its direction', () => {
  const after = (eggs: number, dose: number, fields: Fields, protocol = 'antagonist') => {
    const set = admissibleSet('startingDose', { ...fields, eggsAtLastCycle: eggs, doseAtLastCycle: dose }, { protocol })
    return { options: set.options, fired: set.fired.map(({ id }) => id), setAside: set.setAside.map(({ id }) => id) }
  }
  // 2 eggs on 300 IU ask for 350-375 IU, above every dose: 300 is nearest.
  expect(after(2, 300, low)).toEqual({ options: [300], fired: ['3.03'], setAside: ['3.07a'] })
  // 20 eggs on 100 or 125 IU ask for 25-75 IU, below every dose: 100 is nearest, and not 125 or 150.
  expect(after(20, 100, high)).toEqual({ options: [100], fired: ['3.02'], setAside: ['3.07b'] })
  expect(after(20, 125, high)).toEqual({ options: [100], fired: ['3.02'], setAside: ['3.07b'] })
  expect(after(20, 100, high, 'mild')).toEqual({ options: [100], fired: ['3.02', '2.12m'], setAside: ['3.07b'] })
  // A low AMH against 20 eggs is a normal response, yet 150-225 IU would be more than the 100 IU that gave 20 eggs.
  expect(after(20, 100, { amh: 0.8 })).toEqual({ options: [100], fired: [], setAside: ['3.01', '3.07b'] })
  // PCOS against 3 eggs on 250 IU is a normal response, yet 150-225 IU would be less; 250 + 50 = 300.
  expect(after(3, 250, { pcos: true })).toEqual({ options: [300], fired: ['3.07a'], setAside: ['3.01'] })
  // 10 eggs on 300 IU with a high response: 150 is the nearest to a repetition.
  expect(after(10, 300, high)).toEqual({ options: [150], fired: ['3.02'], setAside: ['3.07c'] })
  // A last dose beyond the range: the highest or the lowest of the layer.
  expect(after(2, 450, low).options).toEqual([300])
  expect(after(20, 75, high).options).toEqual([100])
})

test('admissibleSet(startingDose) never moves against the last response', () => {
  const markers: Fields[] = [normal, high, low, {}, { pcos: true }, { amh: 0.8, afc: 25 }, { amh: 6, afc: 3 }]
  for (const fields of markers) {
    for (const bmi of [22, 33]) {
      for (let dose = 100; dose <= 300; dose += 25) {
        const after = (eggs: number, protocol: string) =>
          options('startingDose', { ...fields, bmi, eggsAtLastCycle: eggs, doseAtLastCycle: dose }, { protocol })
        for (const protocol of ['antagonist', 'mild'])
          expect(Math.max(...after(16, protocol).map(Number))).toBeLessThanOrEqual(dose)
        expect(Math.min(...after(3, 'antagonist').map(Number))).toBeGreaterThanOrEqual(dose)
      }
    }
  }
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

test('infertility.notes count the rules without a public source and name each', () => {
  const unverified = infertilityRules.filter(({ tag }) => tag === 'S' || tag === 'K').map(({ id }) => id)
  const [rules, texts] = infertility.notes ?? []
  expect(rules).toMatch(
    new RegExp(`^${unverified.length} of ${infertilityRules.length} rules .*not verified by a clinician`),
  )
  expect(/\((.*)\)/.exec(rules)?.[1].split(', ')).toEqual(unverified)
  expect(texts).toMatch(/generated from these rules/)
})

test('a rule recommends only what it admits', () => {
  const recommending = infertilityRules.filter(({ recommends }) => recommends !== undefined)
  expect(recommending.map(({ id }) => id)).toEqual(['2.01'])
  for (const { admits, recommends } of recommending) expect('options' in admits && admits.options).toContain(recommends)
})

test('no field of the infertility specialty is listed as an outcome', () => {
  const names = infertility.fields.map(({ name }) => name)
  expect(names.filter(name => infertility.outcomes.includes(name))).toEqual([])
  expect(infertility.baselineFields.filter(name => !names.includes(name))).toEqual([])
})
