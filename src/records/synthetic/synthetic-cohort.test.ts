import { expect, test } from 'vitest'
import { applicableLayers, NOT_DONE } from '../../specialty/index.ts'
import { admissibleSet, deriveFacts, infertility } from '../../specialty/infertility/index.ts'
import { clinicOf } from './clinic.ts'
import { syntheticCases, syntheticCohort } from './index.ts'

const options = { couples: 3000, seed: 7, clinics: 6 }
const cases = [...syntheticCases(options)]
const records = cases.map(({ record }) => record)

test('syntheticCohort(longer) begins with the shorter one, and another seed or clinic gives another cohort', () => {
  expect([...syntheticCohort({ ...options, couples: 20 })]).toEqual(records.slice(0, 20))
  expect([...syntheticCohort({ ...options, couples: 20, seed: 8 })]).not.toEqual(records.slice(0, 20))
  expect([...syntheticCohort({ ...options, couples: 20, firstClinic: 5 })]).not.toEqual(records.slice(0, 20))
  expect([...syntheticCohort({ ...options, couples: 0 })]).toEqual([])
})

test('syntheticCohort marks every record as synthetic, with its own id and couple', () => {
  expect(records.every(({ synthetic }) => synthetic)).toBe(true)
  expect(records[0].recordId).toBe('syn-000001')
  expect(new Set(records.map(({ recordId }) => recordId)).size).toBe(3000)
  expect(new Set(records.map(({ coupleId }) => coupleId)).size).toBe(3000)
})

test('syntheticCohort has exactly the fields of the specialty, inside their ranges and values', () => {
  const names = infertility.fields.map(({ name }) => name).sort()
  const wrong: string[] = []
  for (const { fields, recordId } of records) {
    expect(Object.keys(fields).sort(), recordId).toEqual(names)
    for (const { name, type, range = [0, 0], values = [] } of infertility.fields) {
      const value = fields[name]
      if (value === null || value === NOT_DONE) continue
      const fits =
        type === 'number'
          ? typeof value === 'number' && value >= range[0] && value <= range[1]
          : type === 'category'
            ? values.includes(String(value))
            : typeof value === 'boolean'
      if (!fits) wrong.push(`${recordId} ${name} ${value}`)
    }
  }
  expect(wrong).toEqual([])
})

test('syntheticCohort plans have exactly the layers that apply, with options or numbers that they may take', () => {
  for (const { decision, recordId } of records) {
    const layers = applicableLayers(infertility, decision)
    expect(Object.keys(decision).sort(), recordId).toEqual(layers.map(({ name }) => name).sort())
    for (const { name, type, options: allowed, range = [0, 0], step = 1 } of layers) {
      const value = decision[name]
      if (type !== 'numeric') expect(allowed, `${recordId} ${name}`).toContain(value)
      else expect((Number(value) - range[0]) % step, `${recordId} ${name}`).toBe(0)
    }
  }
})

test('syntheticCohort departs from the admissible set in 2 to 5 % and says where, else never', () => {
  for (const { record, departures } of cases) {
    const outside = Object.entries(record.decision)
      .filter(([layer, value]) => !admissibleSet(layer, record.fields, record.decision).options.includes(value))
      .map(([layer]) => layer)
    expect(outside, record.recordId).toEqual(departures)
  }
  const share = cases.filter(({ departures }) => departures.length > 0).length / cases.length
  expect(share).toBeGreaterThan(0.02)
  expect(share).toBeLessThan(0.05)
})

test('syntheticCohort tells what happened before without contradiction', () => {
  for (const { fields, recordId } of records) {
    const eggs = fields.eggsAtLastCycle as number | null
    if (fields.previousIvfCycles === 0) {
      expect([eggs, fields.doseAtLastCycle, fields.protocolAtLastCycle], recordId).toEqual([null, null, null])
      expect([fields.frozenEmbryos, fields.failedTransfers], recordId).toEqual([0, 0])
    }
    if (eggs !== null && fields.matureEggsAtLastCycle !== null) {
      expect(Number(fields.matureEggsAtLastCycle), recordId).toBeLessThanOrEqual(eggs)
    }
    if (fields.infertilityType === 'secondary') expect(Number(fields.gravidity), recordId).toBeGreaterThan(0)
    if (fields.parity === 0) expect(fields.caesareanScar, recordId).toBe(false)
    expect(Number(fields.infertilityDuration), recordId).toBeLessThanOrEqual(Number(fields.femaleAge) - 18)
    if (fields.azoospermia !== 'none' && fields.spermConcentration !== null) expect(fields.spermConcentration).toBe(0)
    if (Number(fields.frozenEmbryos) > 0) expect(fields.frozenEmbryoStage, recordId).not.toBeNull()
  }
})

test('syntheticCohort gives reasons in full for about the share asked for, and in Chinese when asked', () => {
  const long = records.filter(({ reasoning }) => (reasoning ?? '').split(' ').length > 60).length / records.length
  // Records without a cycle to plan have short reasons however full they are.
  expect(long).toBeGreaterThan(0.6)
  expect(long).toBeLessThan(0.75)
  const [chinese] = [...syntheticCohort({ couples: 1, seed: 7, language: 'zh' })]
  expect(chinese.reasoning).toMatch(/^女方\d+岁/)
})

test('syntheticCases keeps what is known only afterwards out of the record', () => {
  for (const { record, outcome } of cases.slice(0, 200)) {
    for (const name of Object.keys(outcome)) {
      expect(infertility.outcomes, name).toContain(name)
      expect(record.fields).not.toHaveProperty(name)
      expect(record.decision).not.toHaveProperty(name)
    }
  }
})

test('clinicOf(number) is the same whenever it is asked for, and clinics differ', () => {
  expect(clinicOf(12)).toEqual(clinicOf(12))
  const habits = Array.from({ length: 30 }, (_, i) => clinicOf(i))
  expect(new Set(habits.map(({ lutealSupport }) => lutealSupport)).size).toBeGreaterThan(2)
  expect(new Set(habits.map(({ jurisdiction }) => jurisdiction)).size).toBeGreaterThan(2)
})

test('syntheticCohort has the rare situations, each under 5 %', () => {
  const many = [...syntheticCohort({ couples: 20_000, seed: 1, clinics: 8 })]
  const shares = (infertility.rareSituations ?? []).map(({ name, holds }) => ({
    name,
    share: many.filter(({ fields }) => holds(fields)).length / many.length,
  }))
  // Two rare things together may not occur among 20,000.
  const together = new Set(['thrombosisPcos', 'adenomyosisImplantationFailure', 'nonObstructiveLowReserve'])
  for (const { name, share } of shares) {
    expect(share, name).toBeLessThan(0.05)
    if (!together.has(name)) expect(share, name).toBeGreaterThan(0)
  }
})

test('every clinic follows its own habits: favourites are told from the plans', () => {
  const [a, b] = [clinicOf(100_000), clinicOf(100_001)]
  const routeOf = (clinic: number) => {
    const counts = new Map<string, number>()
    for (const { decision } of syntheticCohort({ couples: 600, seed: 3, clinics: 1, firstClinic: clinic })) {
      const route = String(decision.lutealSupport ?? 'none')
      if (route !== 'none') counts.set(route, (counts.get(route) ?? 0) + 1)
    }
    return [...counts].sort(([, m], [, n]) => n - m)[0][0]
  }
  expect([routeOf(a.number), routeOf(b.number)]).toEqual([a.lutealSupport, b.lutealSupport])
})

test('syntheticCohort plans for facts that it can derive', () => {
  const low = records.filter(({ fields }) => deriveFacts(fields).response === 'low').length / records.length
  expect(low).toBeGreaterThan(0.1)
  expect(low).toBeLessThan(0.35)
})
