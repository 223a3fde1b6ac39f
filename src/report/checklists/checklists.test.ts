/** @file Checklists: what files can say is said, what a person must write stays empty. */
import { parse } from 'csv-parse/sync'
import { expect, test } from 'vitest'
import { analyse } from '../../analysis/analyse.ts'
import { fullStudy } from '../../analysis/fixtures/full-study.ts'
import { simulatedStudy } from '../../analysis/fixtures/simulated-study.ts'
import { wordsOf } from '../words/words.ts'
import { type ChecklistFacts, checklists, checklistsSection, checklistTables } from './index.ts'

const truth = {
  agreement: { sft: 0.5, grpo: 0.6, icl: 0.4 },
  quality: { sft: 1, grpo: 0, icl: 0, physician: 0 },
  cases: 20,
  raters: 3,
  seed: 3,
}
const study = fullStudy(truth)
const manifest = { finished: '2026-11-02T10:00:00.000Z', commit: null }
const facts = {
  study: { name: 'x', title: 'X', synthetic: true, settings: {} },
  specialty: study.specialty,
  arms: study.arms,
  importReport: { rows: 100, imported: 90, couples: 80, synthetic: true, quarantined: { rows: 10 } },
  split: { couples: { train: 60, validation: 10, test: 10 } },
  results: { layers: study.layers, readability: [{ predictor: 'sft', unreadable: 2 }] },
  manifests: new Map([['predictions/sft', manifest]]),
  seed: 3,
  analysis: analyse(study),
} as unknown as ChecklistFacts
const rowsOf = (name: string, given: ChecklistFacts) =>
  parse(checklistTables(given).get(name) as string, { columns: true }) as Record<string, string>[]

test('every item has a row, a topic of its own, and a number or the note that it was not verified', () => {
  for (const { name, items } of checklists) {
    const rows = rowsOf(`${name}.csv`, facts)
    expect(rows).toHaveLength(items.length)
    expect(new Set(rows.map(({ topic }) => topic)).size).toBe(rows.length)
    expect(rows.every(({ item }) => /^(\d{1,2}|[IVX]+)([a-e]([,-][a-e])?)?$|^number not verified$/.test(item))).toBe(
      true,
    )
  }
})

test('what only a person can write is empty, and what files say names where it stands', () => {
  const rows = rowsOf('chart.csv', facts)
  const answerOf = (topic: string) => rows.find(row => row.topic === topic)
  expect(answerOf('Funding')).toMatchObject({ answer: '', where: '' })
  expect(answerOf('Ethics')).toMatchObject({ answer: '' })
  expect(answerOf('Asking: when and where')).toMatchObject({ answer: 'answers finished: sft 2026-11-02' })
  expect(answerOf('Performance: who judged, blind to what')?.answer).toMatch(/^SIMULATED REVIEWERS/)
  expect(rows.every(({ answer, where }) => (answer === '') === (where === ''))).toBe(true)
})

test('simulated reviewers are called clinicians nowhere, and the detectable difference says its level and whether it is exact', () => {
  for (const { name } of checklists) {
    for (const { answer } of rowsOf(`${name}.csv`, facts)) {
      expect(answer).not.toMatch(/\d clinicians/)
      if (/SIMULATED/.test(answer)) expect(answer).toMatch(/no clinician|SIMULATED reviewers \(programs\)/)
    }
  }
  const size = rowsOf('chart.csv', facts).find(({ topic }) => topic === 'Sample size')?.answer
  expect(size).toMatch(/reviewed by 3 SIMULATED reviewers \(programs\)/)
  expect(size).toMatch(/\((exact|roughly), at 0\.0\d+\)/)
})

test('without a review or a plan their items are left for a person', () => {
  const alone = { ...facts, analysis: analyse({ ...simulatedStudy(truth), review: null }) }
  const rows = rowsOf('tripod-llm.csv', alone)
  for (const topic of ['Annotation: agreement of annotators', 'Protocol and registration']) {
    expect(rows.find(row => row.topic === topic)).toMatchObject({ answer: '' })
  }
  expect(checklistsSection(alone, wordsOf('en')).markup).toContain('Annotation: agreement of annotators')
})
