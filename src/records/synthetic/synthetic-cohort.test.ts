import { expect, test } from 'vitest'
import { NOT_DONE } from '../../specialty/index.ts'
import { admissibleSet, deriveFacts, infertility, infertilityIn } from '../../specialty/infertility/index.ts'
import { applicableLayers } from '../../specialty/specialty.ts'
import type { SyntheticCase } from './cases.ts'
import { drawClinic, syntheticCases, syntheticCohort } from './index.ts'

const cases: readonly SyntheticCase[] = [...syntheticCases({ couples: 4000, seed: 5, clinics: 20 })]
const number = (value: unknown) => (typeof value === 'number' ? value : null)

test('syntheticCohort is the same for a seed, and begins alike when longer', () => {
  const short = [...syntheticCohort({ couples: 30, seed: 9, clinics: 4 })]
  const long = [...syntheticCohort({ couples: 60, seed: 9, clinics: 4 })]
  expect(long.slice(0, 30)).toEqual(short)
  expect([...syntheticCohort({ couples: 30, seed: 10, clinics: 4 })]).not.toEqual(short)
  expect([...syntheticCohort({ couples: 0, seed: 9 })]).toEqual([])
  // A part made alone is the part of the whole.
  const part = [...syntheticCases({ couples: 60, seed: 9, clinics: 4 }, 31)].map(({ record }) => record)
  expect(part).toEqual(long.slice(30))
})

test('syntheticCohort of other clinics has none of the first ones', () => {
  const ids = (firstClinic: number) =>
    new Set([...syntheticCohort({ couples: 12, seed: 9, clinics: 3, firstClinic })].map(({ clinicId }) => clinicId))
  expect([...ids(1)]).toEqual(['syn-clinic-1', 'syn-clinic-2', 'syn-clinic-3'])
  expect([...ids(100)]).toEqual(['syn-clinic-100', 'syn-clinic-101', 'syn-clinic-102'])
})

test('every synthetic record says that it is, in its ids too, and has every field and no other', () => {
  const names = infertility.fields.map(({ name }) => name)
  for (const { record } of cases) {
    expect(record.synthetic).toBe(true)
    expect(record.recordId).toMatch(/^syn-\d{6}$/)
    expect(record.coupleId).toMatch(/^syn-couple-/)
    expect(record.clinicId).toMatch(/^syn-clinic-/)
    expect(Object.keys(record.fields)).toEqual(names)
  }
})

test('every synthetic value is of its field, within its hard range', () => {
  const wrong: string[] = []
  for (const { record } of cases) {
    for (const { name, type, values, range } of infertility.fields) {
      const value = record.fields[name]
      if (value === null || value === NOT_DONE) continue
      const fits =
        type === 'flag'
          ? typeof value === 'boolean'
          : type === 'category'
            ? values?.includes(String(value))
            : typeof value === 'number' && range !== undefined && value >= range[0] && value <= range[1]
      if (!fits) wrong.push(`${record.recordId} ${name} ${String(value)}`)
    }
  }
  expect(wrong).toEqual([])
})

test('fields follow from the causes: the semen rule fires if and only if a male factor was drawn', () => {
  for (const { record, diagnoses } of cases) {
    const { fields, recordId } = record
    const { semen } = deriveFacts(fields)
    // Unknown values may hide a cause, and never make one.
    if (!diagnoses.male) expect([null, 'normal'], recordId).toContain(semen)
    const complete = ['semenVolume', 'spermConcentration', 'progressiveMotility', 'normalForms']
    if (diagnoses.male && complete.every(name => typeof fields[name] === 'number')) expect(semen).not.toBe('normal')
    if (!diagnoses.tubal) expect(['both patent', null, NOT_DONE], recordId).toContain(fields.tubalStatus)
    expect(fields.pcos, recordId).toBe(diagnoses.pcos)
    expect(fields.endometriosis !== 'none', recordId).toBe(diagnoses.endometriosis)
    if (diagnoses.lowReserve && typeof fields.amh === 'number') expect(fields.amh, recordId).toBeLessThan(1.2)
    if (diagnoses.pcos && typeof fields.amh === 'number') expect(fields.amh, recordId).toBeGreaterThanOrEqual(1.2)
    if (diagnoses.pcos) expect(fields.cyclePattern === 'regular', recordId).toBe(fields.pcosPhenotype === 'C')
  }
})

test('counts of a couple agree: pregnancies, cycles, eggs, embryos, years', () => {
  for (const { record } of cases) {
    const { fields, recordId } = record
    const count = (name: string) => Number(fields[name])
    const ends = count('parity') + count('miscarriages') + count('ectopicPregnancies') + count('terminations')
    expect(count('gravidity'), recordId).toBe(ends)
    expect(fields.infertilityType, recordId).toBe(ends > 0 ? 'secondary' : 'primary')
    const chain = ['eggsAtLastCycle', 'matureEggsAtLastCycle', 'fertilisedAtLastCycle', 'blastocystsAtLastCycle']
      .map(name => number(fields[name]))
      .filter(value => value !== null)
    expect(
      [...chain].sort((a, b) => b - a),
      recordId,
    ).toEqual(chain)
    const cycles = count('previousIvfCycles')
    if (cycles === 0) {
      expect(chain, recordId).toEqual([])
      expect([fields.protocolAtLastCycle, count('frozenEmbryos'), count('failedTransfers'), fields.ohssBefore]).toEqual(
        [null, 0, 0, 'none'],
      )
    } else {
      expect(infertility.decisionLayers[1].options, recordId).toContain(fields.protocolAtLastCycle)
      const years = number(fields.infertilityDuration)
      if (years !== null) expect(years, recordId).toBeGreaterThanOrEqual(1 + 0.7 * cycles)
    }
    expect(count('poorResponseCycles'), recordId).toBeLessThanOrEqual(cycles)
    expect(fields.frozenEmbryoStage !== null, recordId).toBe(count('frozenEmbryos') > 0)
  }
})

test('every plan has the layers that apply and no other, and is admissible but where it departs', () => {
  for (const { record, departures } of cases) {
    const { decision, fields, recordId } = record
    const applicable = applicableLayers(infertility, decision).map(({ name }) => name)
    expect(Object.keys(decision).sort(), recordId).toEqual([...applicable].sort())
    const earlier: Record<string, string | number> = {}
    for (const layer of applicable) {
      const { options } = admissibleSet(layer, fields, earlier)
      if (!departures.includes(layer)) expect(options, `${recordId} ${layer}`).toContain(decision[layer])
      else expect(options, `${recordId} ${layer}`).not.toContain(decision[layer])
      earlier[layer] = decision[layer]
    }
  }
})

test('departures are about as many as asked for', () => {
  const departing = cases.filter(({ departures }) => departures.length > 0).length
  // 4,000 at 0.035: 140, sd sqrt(4000 x 0.035 x 0.965) = 11.6; four of them to each side.
  expect(departing).toBeGreaterThan(140 - 47)
  expect(departing).toBeLessThan(140 + 47)
  const none = [...syntheticCases({ couples: 300, seed: 5, departureShare: 0 })]
  expect(none.every(({ departures }) => departures.length === 0)).toBe(true)
})

test('a plan within the rules has no error that a check finds', () => {
  const errors = infertility.planChecks?.filter(({ severity }) => severity === 'error') ?? []
  const found = new Map<string, string[]>()
  for (const { record, departures } of syntheticCases({ couples: 5000, seed: 6, clinics: 25 })) {
    if (departures.length > 0) continue
    const { fields, decision: plan, reasoning, recordId } = record
    for (const check of errors) {
      if (check.fires({ fields, plan, reasoning })) found.set(check.id, [...(found.get(check.id) ?? []), recordId])
    }
  }
  expect([...found].map(([id, records]) => `${id}: ${records.length}, first ${records[0]}`)).toEqual([])
})

test('no outcome stands in a record, and counts of an outcome never grow', () => {
  for (const { record, outcome } of cases) {
    const text = JSON.stringify(record)
    for (const name of infertility.outcomes) expect(text, record.recordId).not.toContain(`"${name}"`)
    expect(Object.keys(outcome).filter(name => !infertility.outcomes.includes(name))).toEqual([])
    const chain = ['folliclesAtTrigger', 'eggsRetrieved', 'matureEggs', 'fertilisedEggs', 'blastocysts']
      .map(name => number(outcome[name]))
      .filter(value => value !== null)
    expect(
      chain.slice(1).every((value, i) => i === 2 || value <= chain[i]),
      record.recordId,
    ).toBe(true)
    if (outcome.liveBirth === true) expect(outcome.clinicalPregnancy, record.recordId).toBe(true)
  }
})

test('rare situations occur, each in a few couples', () => {
  const many = [...syntheticCohort({ couples: 10_000, seed: 8, clinics: 25 })]
  for (const { name, holds } of infertility.rareSituations ?? []) {
    const share = many.filter(({ fields }) => holds(fields)).length / many.length
    expect(share, name).toBeGreaterThan(0)
    expect(share, name).toBeLessThan(0.05)
  }
})

test('drawClinic depends on seed and number, and keeps to the ranges of the notes', () => {
  expect(drawClinic(3, 4)).toEqual(drawClinic(3, 4))
  expect(drawClinic(3, 5)).not.toEqual({ ...drawClinic(3, 4), id: 'syn-clinic-5' })
  for (let i = 1; i <= 300; i++) {
    const clinic = drawClinic(3, i)
    expect(clinic.icsiWithoutMaleFactor >= 0.1 && clinic.icsiWithoutMaleFactor <= 0.75).toBe(true)
    expect(clinic.freezeAllShare >= 0.1 && clinic.freezeAllShare <= 0.95).toBe(true)
    expect(clinic.doctorNoise >= 0.05 && clinic.doctorNoise <= 0.15).toBe(true)
    expect(clinic.tmscCut >= 3 && clinic.tmscCut <= 10).toBe(true)
    expect(Math.abs(clinic.doseShift - 25)).toBeLessThanOrEqual(75)
  }
})

test('clinics differ in what they decide', () => {
  const share = (firstClinic: number, holds: (one: SyntheticCase) => boolean) => {
    const own = [...syntheticCases({ couples: 400, seed: 12, firstClinic })].filter(
      ({ record }) => record.decision.protocol !== undefined,
    )
    return own.filter(holds).length / own.length
  }
  const antagonist = [1, 2, 3, 4, 5, 6, 7, 8].map(first =>
    share(first, ({ record }) => record.decision.protocol === 'antagonist'),
  )
  expect(Math.max(...antagonist) - Math.min(...antagonist)).toBeGreaterThan(0.3)
})

test('reasons are in the language asked for, and gold ones are longer', () => {
  const gold = [...syntheticCohort({ couples: 50, seed: 5, goldShare: 1 })]
  const shallow = [...syntheticCohort({ couples: 50, seed: 5, goldShare: 0 })]
  const length = (records: typeof gold) => records.reduce((sum, { reasoning }) => sum + (reasoning ?? '').length, 0)
  expect(length(gold)).toBeGreaterThan(1.5 * length(shallow))
  const chinese = [...syntheticCohort({ couples: 50, seed: 5, language: 'zh' })]
  expect(chinese.every(({ reasoning }) => /[\u4e00-\u9fff]/.test(reasoning ?? ''))).toBe(true)
  // The language changes the words and nothing else.
  const english = [...syntheticCohort({ couples: 50, seed: 5 })]
  expect(chinese.map(({ decision }) => decision)).toEqual(english.map(({ decision }) => decision))
  expect(infertilityIn('zh').decisionLayers.map(({ name }) => name)).toEqual(
    infertility.decisionLayers.map(({ name }) => name),
  )
})
