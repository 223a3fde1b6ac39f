import { expect, test } from 'vitest'
import { admissibleSet, expectedResponse, infertility } from '../../specialty/infertility/index.ts'
import type { PatientRecord } from '../patient-record.ts'
import { syntheticCohort } from './index.ts'

const LAYERS = ['protocol', 'startingDose', 'fertilisation'] as const
const cohort = [...syntheticCohort({ couples: 2000, seed: 7 })]

/** Layers at which the decision lies outside the admissible set. */
function departures({ fields, decision }: PatientRecord): string[] {
  return LAYERS.filter(layer => !admissibleSet(layer, fields, decision).options.includes(decision[layer]))
}

test('syntheticCohort(longer) begins with the shorter one, and another seed gives another cohort', () => {
  expect([...syntheticCohort({ couples: 20, seed: 7 })]).toEqual(cohort.slice(0, 20))
  expect([...syntheticCohort({ couples: 20, seed: 8 })]).not.toEqual(cohort.slice(0, 20))
  expect([...syntheticCohort({ couples: 0, seed: 7 })]).toEqual([])
})

test('syntheticCohort marks every record as synthetic, with its own id and couple', () => {
  expect(cohort.every(({ synthetic }) => synthetic)).toBe(true)
  expect(cohort[0].recordId).toBe('syn-000001')
  expect(new Set(cohort.map(({ recordId }) => recordId)).size).toBe(2000)
  expect(new Set(cohort.map(({ coupleId }) => coupleId)).size).toBe(2000)
})

test('syntheticCohort has exactly the fields of the specialty, inside their ranges and values', () => {
  const names = infertility.fields.map(({ name }) => name).sort()
  for (const { fields, recordId } of cohort) {
    expect(Object.keys(fields).sort(), recordId).toEqual(names)
    for (const field of infertility.fields) {
      const value = fields[field.name]
      if (value === null) continue
      if (field.type === 'number') {
        expect(value, `${recordId} ${field.name}`).toBeGreaterThanOrEqual(field.range?.[0] ?? 0)
        expect(value, `${recordId} ${field.name}`).toBeLessThanOrEqual(field.range?.[1] ?? 0)
      } else if (field.type === 'category') expect(field.values, recordId).toContain(value)
      else expect(typeof value, recordId).toBe('boolean')
    }
  }
})

test('syntheticCohort couples have no last cycle without a previous one, and no count of retrieved sperm', () => {
  for (const { fields, recordId } of cohort) {
    if (fields.previousIvfCycles === 0) {
      expect([fields.eggsAtLastCycle, fields.doseAtLastCycle, fields.fertilisationFailure], recordId).toEqual([
        null,
        null,
        null,
      ])
    }
    if (fields.spermSource === 'surgically retrieved') expect(fields.spermConcentration, recordId).toBeNull()
  }
})

test('syntheticCohort departs from the admissible set at one layer in about 3 % and says so, else never', () => {
  const departed = cohort.filter(record => departures(record).length > 0)
  // 2000 x 3 % = 60, sd sqrt(2000 x 0.03 x 0.97) = 7.6; four sd either way.
  expect(departed.length).toBeGreaterThan(29)
  expect(departed.length).toBeLessThan(91)
  for (const record of cohort) {
    const layers = departures(record)
    expect(layers.length, record.recordId).toBeLessThan(2)
    expect(/departed from/.test(record.reasoning ?? ''), record.recordId).toBe(layers.length === 1)
  }
})

test('syntheticCohort never decides what the plan checks call an error', () => {
  for (const { fields, decision, recordId } of cohort) {
    const { response } = expectedResponse(fields)
    const dose = Number(decision.startingDose)
    // C05, C08 and rules 2.02, 3.02: a high response and a long agonist, or more than 150 IU/day.
    if (response === 'high') {
      expect(decision.protocol, recordId).not.toBe('long agonist')
      expect(dose, recordId).toBeLessThanOrEqual(150)
    }
    if (fields.pcos === true) expect(decision.protocol, recordId).not.toBe('long agonist')
    // C02: PPOS with a fresh transfer. C10: conventional IVF of retrieved sperm.
    if (decision.protocol === 'PPOS') expect(fields.freezeAllPlanned, recordId).toBe(true)
    if (fields.spermSource === 'surgically retrieved') expect(decision.fertilisation, recordId).toBe('ICSI')
  }
})

test('syntheticCohort never moves the dose against the last response, among 20,000 couples', () => {
  const wrong: string[] = []
  let many = 0
  let few = 0
  for (const { fields, decision, recordId } of syntheticCohort({ couples: 20_000, seed: 11 })) {
    const { eggsAtLastCycle: eggs, doseAtLastCycle: last } = fields
    const dose = Number(decision.startingDose)
    const high = expectedResponse(fields).response === 'high'
    if (high && (decision.protocol === 'long agonist' || dose > 150)) wrong.push(recordId)
    if (typeof eggs !== 'number' || typeof last !== 'number') continue
    const tooMany = eggs > 15
    const tooFew = eggs <= 3 && decision.protocol !== 'mild'
    if ((tooMany && dose > last) || (tooFew && dose < last)) wrong.push(recordId)
    many += Number(tooMany)
    few += Number(tooFew)
  }
  expect(wrong).toEqual([])
  // Both happen often enough for the claim to mean something.
  expect(many).toBeGreaterThan(500)
  expect(few).toBeGreaterThan(500)
}, 30_000)

test('syntheticCohort reasoning names every rule that was set aside, and why', () => {
  let named = 0
  for (const { fields, decision, reasoning, recordId } of cohort) {
    for (const { says } of admissibleSet('startingDose', fields, decision).setAside) {
      const why = (reasoning ?? '').toLowerCase().split(says.toLowerCase())[1] ?? ''
      expect(why, recordId).toMatch(
        /^(?: \([^)]*\))?, but (?:\d+ iu\/day is the (?:highest|lowest|nearest) open|the last response asks for (?:a higher|a lower|the same) dose)/,
      )
      named++
    }
  }
  expect(named).toBeGreaterThan(50)
})

test('syntheticCohort reasoning for a long agonist concedes rule 2.01 and gives a reason of its own', () => {
  const despite = cohort.filter(
    ({ fields, decision }) => decision.protocol === 'long agonist' && expectedResponse(fields).response === 'normal',
  )
  expect(despite.length).toBeGreaterThan(100)
  for (const { reasoning, recordId } of despite) {
    expect(reasoning, recordId).toMatch(
      /Although the antagonist, equally effective and safer, is strongly recommended over a long agonist, (?:this clinic's programme and experience are with|this clinic's programme is built on|the physician has more experience with) the long agonist/,
    )
  }
})

test('syntheticCohort couples had time for their cycles, and PCOS is not beside a low reserve', () => {
  for (const { fields, recordId } of cohort) {
    const cycles = Number(fields.previousIvfCycles)
    const years = Number(fields.infertilityDuration)
    if (cycles > 0) expect(years, recordId).toBeGreaterThanOrEqual(1 + 0.7 * cycles)
    expect(years, recordId).toBeLessThanOrEqual(Number(fields.femaleAge) - 19)
    if (fields.pcos !== true) continue
    if (fields.amh !== null) expect(fields.amh, recordId).toBeGreaterThanOrEqual(1.2)
    if (fields.afc !== null) expect(fields.afc, recordId).toBeGreaterThanOrEqual(5)
  }
})

test('syntheticCohort reasoning ends in the decision and in no other', () => {
  for (const { reasoning, decision, recordId } of cohort) {
    const last = (reasoning ?? '').split(/(?<=\.) /).at(-1) ?? ''
    const said = {
      protocol: infertility.decisionLayers[0].options.filter(option => last.includes(option)),
      startingDose: [...last.matchAll(/(\d+) IU\/day/g)].map(match => Number(match[1])),
      fertilisation: [...last.matchAll(/\b(IVF|ICSI)\b/g)].map(match => match[1]),
    }
    // Mild is written "mild stimulation"; PPOS, antagonist and long agonist stand by their own names.
    for (const layer of LAYERS) expect(said[layer], `${recordId} ${layer}`).toEqual([decision[layer]])
  }
})

test('syntheticCohort reasoning takes every number from the record, the decision or a rule', () => {
  // Numbers of the rules that reasoning may quote: dose ranges and steps, egg counts, semen limits, the BMI limit.
  const ofRules = [100, 150, 225, 300, 50, 75, 25, 3, 15, 5, 10, 30]
  for (const { reasoning, fields, decision, recordId } of cohort) {
    const known = new Set([...ofRules, ...Object.values(fields), decision.startingDose].map(String))
    // What a departure leaves behind is the range of the doses that were admissible.
    for (const dose of admissibleSet('startingDose', fields, decision).options) known.add(String(dose))
    const numbers = (reasoning ?? '').replaceAll('kg/m2', '').match(/\d+(?:\.\d+)?/g) ?? []
    expect(
      numbers.filter(text => !known.has(text)),
      recordId,
    ).toEqual([])
  }
})

test('syntheticCohort reasoning says of each field what the record says', () => {
  const phrases: readonly (readonly [RegExp, string])[] = [
    [/^(?:She is|At|.* at age) (\d+)[ ,;]/g, 'femaleAge'],
    [/ at (\d+) we (?:take|use)/g, 'femaleAge'],
    [/(\d+) years? of|infertility for (\d+) year/g, 'infertilityDuration'],
    [/(primary|secondary) infertility/g, 'infertilityType'],
    [/AMH ([\d.]+) ng\/mL/g, 'amh'],
    [/AFC (\d+)/g, 'afc'],
    [/(\d+) eggs? (?:on|at)/g, 'eggsAtLastCycle'],
    [/eggs? on (\d+) IU\/day/g, 'doseAtLastCycle'],
    [/here ([\d.]+) kg/g, 'bmi'],
    [/shows ([\d.]+) M\/mL/g, 'spermConcentration'],
    [/(\d+) % progressive/g, 'progressiveMotility'],
  ]
  const seen = new Map<string, number>()
  for (const { reasoning, fields, recordId } of cohort) {
    for (const [phrase, field] of phrases) {
      for (const match of (reasoning ?? '').matchAll(phrase)) {
        expect(match[1] ?? match[2], `${recordId} ${field}`).toBe(String(fields[field]))
        seen.set(field, (seen.get(field) ?? 0) + 1)
      }
    }
  }
  // Each phrase does occur; age and duration stand in every text.
  expect([...seen.keys()].sort()).toEqual([...new Set(phrases.map(([, field]) => field))].sort())
  expect(seen.get('femaleAge')).toBeGreaterThanOrEqual(cohort.length)
  expect(seen.get('infertilityDuration')).toBe(cohort.length)
})

test('syntheticCohort reasoning has five sentences and 55 to 145 words', () => {
  for (const { reasoning, recordId } of cohort) {
    const words = (reasoning ?? '').split(/\s+/).length
    expect(words, recordId).toBeGreaterThanOrEqual(55)
    expect(words, recordId).toBeLessThanOrEqual(145)
    expect((reasoning ?? '').split(/(?<=\.) /).length, recordId).toBe(5)
    expect(reasoning, recordId).not.toMatch(/null|undefined|NaN|\s{2}/)
  }
})

test('syntheticCohort has the marginals of an IVF clinic', () => {
  const numbers = (name: string, records: readonly PatientRecord[] = cohort) =>
    records.map(({ fields }) => fields[name]).filter(value => typeof value === 'number')
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]
  const aged = (from: number, to: number) =>
    cohort.filter(({ fields }) => Number(fields.femaleAge) >= from && Number(fields.femaleAge) <= to)
  const share = (holds: (record: PatientRecord) => boolean) => cohort.filter(holds).length / cohort.length
  // Reference notes 1.1 and 1.3: age 32-33; AMH falls from about 3 below 30 to about 1 above 40; PCOS 10-15 %.
  expect(mean(numbers('femaleAge'))).toBeGreaterThan(32)
  expect(mean(numbers('femaleAge'))).toBeLessThan(34)
  expect(median(numbers('amh', aged(20, 29)))).toBeGreaterThan(2.5)
  expect(median(numbers('amh', aged(20, 29)))).toBeLessThan(5)
  expect(median(numbers('amh', aged(40, 47)))).toBeLessThan(1.4)
  expect(median(numbers('afc', aged(20, 29)))).toBeGreaterThan(median(numbers('afc', aged(38, 47))) + 3)
  expect(share(({ fields }) => fields.pcos === true)).toBeGreaterThan(0.09)
  expect(share(({ fields }) => fields.pcos === true)).toBeLessThan(0.16)
  expect(share(({ decision }) => decision.fertilisation === 'ICSI')).toBeGreaterThan(0.18)
  expect(share(({ decision }) => decision.fertilisation === 'ICSI')).toBeLessThan(0.35)
})
