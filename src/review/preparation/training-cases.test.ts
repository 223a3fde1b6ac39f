/** @file Training cases: faults that are there to be seen, and feedback that tells them and nothing of who wrote what. */
import { expect, test } from 'vitest'
import { randomStream } from '../../support/index.ts'
import { readPlan } from '../reading/index.ts'
import { syntheticStudy } from './fixtures/synthetic-study.ts'
import { planSheet } from './plan-sheet.ts'
import { plantFaults } from './plant-faults.ts'
import { trainingCases } from './training-cases.ts'

const studies = [
  syntheticStudy({ cases: 4, validation: 24 }),
  syntheticStudy({ cases: 4, validation: 24, language: 'zh' }),
]

test('each rater can have her training cases twice, each with a fault at least, and no case of the review', () => {
  for (const { material, test: rows, validation } of studies) {
    expect(material.training).toHaveLength(4)
    const reviewed = new Set(rows.map(({ couple_id }) => couple_id))
    for (const { coupleId, caseId, points } of material.training) {
      expect(reviewed.has(coupleId)).toBe(false)
      expect(validation.some(row => row.record_id === caseId)).toBe(true)
      expect(points.faulty.length).toBeGreaterThanOrEqual(2)
    }
  }
})

test('every planted fault is one that a reader of the two sheets can see, and the recorded plan has not', () => {
  const kinds = new Set<string>()
  const severalCases: string[] = []
  for (const { specialty, material, validation } of studies) {
    for (const row of validation) {
      const recorded = planSheet(specialty, row.completion[0].content).sheet
      const original = { fields: row.fields, plan: row.reference_plan, reasoning: recorded.reasoning }
      const planted = plantFaults(specialty, original, 'conventional', randomStream(1, row.record_id))
      for (const fault of planted.faults) {
        kinds.add(fault.kind)
        if (fault.kind !== 'decision') continue
        // Of a check with several cases only the one that applies is told.
        const check = specialty.planChecks?.find(({ id }) => id === fault.check)
        const here = check?.saysHere?.({ ...original, plan: planted.plan }) ?? check?.says
        expect(fault.says).toBe(here)
        if (check?.saysHere) severalCases.push(fault.says)
      }
    }
    for (const { sheet, plans } of material.training) {
      const [good, bad] = [readPlan(sheet, plans.recorded, specialty), readPlan(sheet, plans.faulty, specialty)]
      const wrong = (of: typeof good) =>
        of.numbers.filter(({ origin }) => origin === 'nowhere').length +
        of.checks.filter(({ severity }) => severity === 'error').length +
        of.decisions.filter(({ reasoned }) => !reasoned).length
      expect(wrong(bad)).toBeGreaterThan(wrong(good))
    }
  }
  expect(kinds).toEqual(new Set(['number', 'decision', 'no reason']))
  expect(severalCases.length).toBeGreaterThan(0)
})

test('both plans of a training case have the form of every other sheet', () => {
  for (const { material } of studies) {
    const form = ({ decisions }: (typeof material.plans)[number]['sheet']) =>
      JSON.stringify(decisions.map(row => [Object.keys(row), row.layer, row.group, row.label]))
    const expected = form(material.plans[0].sheet)
    for (const { plans } of material.training)
      expect([form(plans.recorded), form(plans.faulty)]).toEqual([expected, expected])
  }
})

test('feedback is in the language of the case, and tells no source', () => {
  const [english, chinese] = studies.map(({ material }) =>
    material.training.flatMap(({ points }) => [...points.recorded, ...points.faulty]),
  )
  for (const point of english) expect(point).not.toMatch(/physician|doctor|model|recorded plan|AI\b|[\u4e00-\u9fff]/i)
  for (const point of chinese) {
    expect(point).toMatch(/[\u4e00-\u9fff]/)
    expect(point).not.toMatch(/医师|医生|模型/)
  }
})

test('the same seed gives the same cases, and a validation split that is too small is refused', () => {
  const [{ specialty, validation }] = studies
  const options = { specialty, units: 'conventional', seed: 9 } as const
  const made = trainingCases(validation, 2, options)
  expect(trainingCases(validation.toReversed(), 2, options)).toEqual(made)
  expect(trainingCases(validation, 2, { ...options, seed: 10 })).not.toEqual(made)
  expect(trainingCases([], 0, options)).toEqual([])
  expect(() => trainingCases(validation.slice(0, 1), 2, options)).toThrow(
    'expected 2 training cases from the validation split, got 1',
  )
})

test('a specialty without checks and a plan without reasons give what can be planted', () => {
  const [{ specialty, validation }] = studies
  const row = validation[0]
  const bare = { ...specialty, planChecks: [] }
  const planted = plantFaults(
    bare,
    { fields: row.fields, plan: row.reference_plan, reasoning: '' },
    'conventional',
    randomStream(1, 'x'),
  )
  expect(planted.faults.map(({ kind }) => kind)).toEqual(['number'])
  expect(planted.plan).toEqual(row.reference_plan)
})
