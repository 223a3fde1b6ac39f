import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { AnalysisResults } from '../analysis/index.ts'
import { labelOf } from '../analysis/paradox.ts'
import { estimated, notEstimable } from '../statistics/index.ts'
import { resultSentence } from './result-sentence.ts'

type Result = AnalysisResults['paradoxes'][number]

const of = (value: number, low: number, high: number) => estimated(value, [low, high], 0.95, 60, 'test')

/** What the sentence reads of a result; `accuracy` is the preferred arm less the accurate one. */
const result = (own: Partial<Result>) =>
  ({
    preferred: 'sft',
    accurate: 'grpo',
    accuracy: of(-0.1, -0.18, -0.02),
    preference: of(0.24, 0.1, 0.37),
    pAccuracy: 0.01,
    pPreference: 0.001,
    label: 'paradox',
    role: 'primary',
    margin: 0.1,
    ...own,
  }) as Result

const demo = { alpha: 0.05, synthetic: true, simulated: true, review: 'judged' } as const
const clinic = { alpha: 0.05, synthetic: false, simulated: false, review: 'judged' } as const

test('resultSentence(a paradox of a demo) says who, by how much, SYNTHETIC and SIMULATED', () => {
  expect(resultSentence(result({}), demo)).toBe(
    'On SYNTHETIC couples grpo agreed more often with the record than sft (10.0 percentage points, 95 % interval 2.0 to 18.0, ' +
      '60 cases), and the SIMULATED reviewers (programs) preferred sft to grpo (net benefit 0.24, 95 % interval 0.10 to 0.37); ' +
      'this is the paradox: more agreement, and less preferred.',
  )
})

test('resultSentence(a study of a clinic) says neither, and names a role that is not primary', () => {
  const sentence = resultSentence(result({ role: 'exploratory' }), clinic)
  expect(sentence).not.toMatch(/SYNTHETIC|SIMULATED/)
  expect(sentence).toMatch(/^On the cases of the review grpo agreed .* the reviewers preferred sft .* \(exploratory: /)
})

test('resultSentence(nothing shown) says undetermined three times', () => {
  const open = result({
    accuracy: of(0.01, -0.05, 0.07),
    preference: of(-0.0001, -0.2, 0.2),
    pAccuracy: 0.6,
    pPreference: 0.5,
    label: 'undetermined',
  })
  const sentence = resultSentence(open, demo)
  expect(sentence.match(/undetermined/g)).toHaveLength(3)
  expect(sentence).toContain('net benefit 0.00, 95 % interval -0.20 to 0.20')
})

test('resultSentence(no votes) says what could not be estimated, and why', () => {
  const none = notEstimable('no case was compared', 0)
  const empty = result({ accuracy: none, preference: none, pAccuracy: null, pPreference: null, label: 'undetermined' })
  const sentence = resultSentence(empty, demo)
  expect(sentence.match(/could not be estimated \(no case was compared\)/g)).toHaveLength(2)
})

test('resultSentence(nobody has judged) says so and how to go on, instead of what could not be estimated', () => {
  const none = notEstimable('nobody has compared plans yet', 0)
  const empty = result({ accuracy: none, preference: none, pAccuracy: null, pPreference: null, label: 'undetermined' })
  const of = (review: 'awaited' | 'none') => resultSentence(empty, { ...clinic, simulated: false, review })
  expect(of('awaited')).toMatch(/^not yet, for nobody has judged the plans: .* open until .*; bedside status/)
  expect(of('none')).toMatch(/^none, for the study asks nobody/)
  for (const sentence of [of('awaited'), of('none')]) expect(sentence).not.toMatch(/estimated|undetermined/)
})

const half = fc
  .tuple(fc.double({ min: -0.9, max: 0.9, noNaN: true }), fc.double({ min: 0.001, max: 0.1, noNaN: true }))
  .map(([value, error]) => ({ value, error }))

test('resultSentence never contradicts the label that the two halves have', () => {
  fc.assert(
    fc.property(half, half, (agrees, prefers) => {
      // Both halves normal, one-sided limits at 1.645 and two-sided ones at 1.96; `agrees` is the accurate arm less the preferred one.
      const pOf = ({ value, error }: typeof agrees) => (value / error >= 1.645 ? 0.04 : 0.06)
      const bounds = ({ value, error }: typeof agrees, sign: 1 | -1) =>
        [sign * value - 1.645 * error, sign * value + 1.645 * error] as const
      const wide = ({ value, error }: typeof agrees, sign: 1 | -1) =>
        of(sign * value, sign * value - 1.96 * error, sign * value + 1.96 * error)
      const tested = { pAccuracy: pOf(agrees), pPreference: pOf(prefers) }
      const limits = { accuracyBounds: bounds(agrees, -1), preferenceBounds: bounds(prefers, 1) }
      const label = labelOf({ ...tested, ...limits }, 0.1, 0.05)
      const own = result({ ...tested, label, accuracy: wide(agrees, -1), preference: wide(prefers, 1) })
      const sentence = resultSentence(own, clinic)
      const accurate = /(sft|grpo) agreed more often with the record than/.exec(sentence)?.[1] ?? null
      const liked = /preferred (sft|grpo) to/.exec(sentence)?.[1] ?? null
      if (label === 'paradox') expect([accurate, liked]).toEqual(['grpo', 'sft'])
      if (label === 'concordant') expect(accurate).toBe(liked)
      if (label === 'concordant') expect(accurate).not.toBeNull()
      if (label === 'non-translation') expect(accurate).toBe('grpo')
      // Only where both gains are shown of one arm is there none.
      expect(sentence.includes('no paradox')).toBe(label === 'concordant')
      expect(sentence.includes('a net benefit of 0.1 or more is excluded')).toBe(label === 'non-translation')
      if (accurate === 'grpo' && liked === 'sft') expect(label).toBe('paradox')
      if (accurate !== null && accurate === liked) expect(label).not.toBe('paradox')
    }),
  )
})
