/** @file The questions to a judge: blind, in both orders, in the words that clinicians read. SYNTHETIC. */
import { expect, test } from 'vitest'
import { syntheticStudy } from '../review/preparation/fixtures/synthetic-study.ts'
import type { ReviewMaterial } from '../review/preparation/index.ts'
import { questionsFor, tasksOf } from './question.ts'

const study = syntheticStudy({ cases: 6, validation: 4, config: { cases: 6 } })

function questions(material: ReviewMaterial, config: object = {}) {
  const { instrument, scale } = material.settings
  return questionsFor(material, instrument!, scale, {
    config: { cases: undefined, ratings: true, pairs: true, ...config },
    tasks: tasksOf(study.config),
  })
}
const sent = (asked: ReturnType<typeof questions>) =>
  asked.map(({ messages }) => messages.map(({ content }) => content).join('\n'))

test('questionsFor asks about each plan alone and about each pair in both orders', () => {
  const asked = questions(study.material)
  expect(asked).toHaveLength(6 * (3 + 2 * 3))
  const pairs = asked.flatMap(({ subject }) => (subject.task === 'pair' ? [subject] : []))
  for (const { caseId, left, right } of pairs) {
    expect(pairs.filter(one => one.caseId === caseId && one.left === right && one.right === left)).toHaveLength(1)
  }
  expect(questions(study.material, { pairs: false })).toHaveLength(6 * 3)
  expect(questions(study.material, { ratings: false })).toHaveLength(6 * 6)
})

test('questionsFor sends no arm, no id of a case, of a couple or of a text', () => {
  const { cases, plans } = study.material
  const texts = sent(questions(study.material))
  const told = [
    ...study.config.compare.filter(arm => arm !== 'physician'),
    ...cases.flatMap(({ caseId, coupleId }) => [caseId, coupleId]),
    ...plans.map(({ textId }) => textId),
  ]
  for (const name of told)
    expect(
      texts.filter(text => text.includes(name)),
      name,
    ).toEqual([])
})

test('questionsFor sends every value, every reason, every decision, question and anchor of the sheets', () => {
  const { cases, plans, settings } = study.material
  const asked = questions(study.material)
  const [first] = cases
  const own = asked.filter(({ subject }) => subject.caseId === first.caseId)
  for (const { label, value } of first.sheet.groups.flatMap(({ rows }) => rows)) {
    for (const text of sent(own)) expect(text).toContain(`${label}: ${value}`)
  }
  for (const { subject, messages } of own) {
    const shown = plans.filter(
      plan =>
        plan.caseId === subject.caseId &&
        (subject.task === 'rating' ? [subject.arm] : [subject.left, subject.right]).includes(plan.arm),
    )
    for (const { sheet } of shown) {
      expect(messages[1].content).toContain(sheet.reasoning)
      for (const { label, value, applies } of sheet.decisions) {
        if (applies !== false && value !== null) expect(messages[1].content).toContain(`${label}: ${value}`)
      }
    }
    const { criteria, comparisons } = settings.instrument!
    const words =
      subject.task === 'rating'
        ? criteria.flatMap(({ label, question, anchors }) => [label, question, ...anchors])
        : comparisons.flatMap(({ label, question }) => [label, question])
    for (const { en } of words) expect(messages[1].content).toContain(en)
  }
})

test('questionsFor names a request by what is sent: plans that no rater could tell apart are one request', () => {
  const asked = questions(study.material)
  const byText = new Map(asked.map(({ request }, i) => [sent(asked)[i], request]))
  expect(new Set(asked.map(({ request }) => request)).size).toBe(byText.size)
  // The sft arm of the fixture states the recorded plan word for word.
  const { caseId } = study.material.cases[0]
  const requestOf = (arm: string) =>
    asked.find(({ subject }) => subject.task === 'rating' && subject.caseId === caseId && subject.arm === arm)?.request
  expect(requestOf('sft')).toBe(requestOf('physician'))
  expect(requestOf('sft')).not.toBe(requestOf('grpo'))
})

test('questionsFor draws cases so that a larger number has those of a smaller one within', () => {
  const casesOf = (cases: number) => [
    ...new Set(questions(study.material, { cases }).map(({ subject }) => subject.caseId)),
  ]
  expect(casesOf(2)).toHaveLength(2)
  for (const caseId of casesOf(2)) expect(casesOf(4)).toContain(caseId)
})

test('questionsFor asks in the language of the cases, and by layer where the review does', () => {
  const chinese = syntheticStudy({
    cases: 2,
    validation: 4,
    language: 'zh',
    config: { cases: 2, perLayer: { feasibility: ['strategy', 'oralDose'] } },
  })
  const asked = questions(chinese.material)
  expect(sent(asked).every(text => text.includes('# 病历'))).toBe(true)
  const rating = asked.find(({ subject }) => subject.task === 'rating')!
  expect(rating.messages[1].content).toContain('治疗可行性')
  expect(rating.form.shown).toContain('"feasibility": {"strategy": 1 | 2 | 3 | 4 | 5')
})
