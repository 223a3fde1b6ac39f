import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Draft, draftFrom, draftOf, EMPTY, judgementOf, planName, type ShownCase, scoreName } from './draft.ts'
import { askedCriteria, type Instrument, openQuestions, openSources, scoreNames, sourcePlans } from './questions.ts'

const words = (text: string) => ({ en: text, zh: text })
const instrument: Instrument = {
  criteria: [
    { id: 'clarity', label: words('c'), question: words('?'), anchors: [words('1'), words('2')], layers: [] },
    {
      id: 'feasibility',
      label: words('f'),
      question: words('?'),
      anchors: [words('1'), words('2')],
      layers: ['protocol', 'trigger', 'oral'],
    },
  ],
  comparisons: [{ id: 'overall', label: words('o'), question: words('?') }],
  layers: ['protocol', 'trigger', 'oral'].map(id => ({ id, label: words(id) })),
  tags: [],
  consent: words('yes'),
  title: '',
  contact: '',
  caseLanguage: 'en',
}
const row = (layer: string, applies?: boolean) => ({
  layer,
  group: layer,
  label: layer,
  value: 'x',
  ...(applies === undefined ? {} : { applies }),
})
const plan = (reasoning: string, ...rows: ReturnType<typeof row>[]) => ({ reasoning, decisions: rows })
const only = (slotId: string, sheet: ReturnType<typeof plan>): Pick<ShownCase, 'slotId' | 'task' | 'plans'> => ({
  slotId,
  task: 'rating',
  plans: [{ side: 'only', plan: sheet }],
})

test('a criterion by layers asks about those that the plan decides, and not about those that do not apply', () => {
  const asked = askedCriteria(instrument, only('s', plan('', row('protocol'), row('oral', false))))
  expect(scoreNames(asked)).toEqual(['clarity', scoreName('feasibility', 'protocol')])
  // Of a plan without any of them it asks about the whole.
  expect(scoreNames(askedCriteria(instrument, only('s', plan(''))))).toEqual(['clarity', 'feasibility'])
})

test('openQuestions names what has no answer; a score of 0 is an answer', () => {
  const asked = { scoreNames: ['a', 'b'], comparisons: ['overall'] }
  expect(openQuestions({ ...EMPTY, scores: { a: 0 } }, asked)).toEqual(['b', 'overall'])
})

test('sourcePlans asks about the same text once, by the slot that showed it first', () => {
  const [first, second] = [plan('one', row('protocol')), plan('two', row('protocol'))]
  const pair = {
    slotId: 'c',
    plans: [
      { side: 'left' as const, plan: second },
      { side: 'right' as const, plan: structuredClone(first) },
    ],
  }
  expect(sourcePlans([only('a', first), only('b', second), pair]).map(({ name }) => name)).toEqual([
    planName('a', 'only'),
    planName('b', 'only'),
  ])
})

test('openSources wants how sure she is, but not of "do not know"', () => {
  const plans = sourcePlans([only('a', plan('one')), only('b', plan('two')), only('c', plan('three'))])
  const sources: Draft['sources'] = {
    [planName('a', 'only')]: { guess: 'unknown', sureness: null },
    [planName('b', 'only')]: { guess: 'model', sureness: null },
  }
  expect(openSources({ ...EMPTY, sources }, plans)).toEqual([planName('b', 'only'), planName('c', 'only')])
})

test('judgementOf: guesses name other slots of the visit, and the own one by null; what is not asked stays behind', () => {
  const draft: Draft = {
    scores: { clarity: 2, gone: 1, [scoreName('feasibility', 'protocol')]: 1 },
    choices: { overall: 'left' },
    harms: { only: 'mild', left: 'severe' },
    tags: ['dose'],
    comment: '  a comment ',
    sources: {
      [planName('a', 'only')]: { guess: 'physician', sureness: 4 },
      [planName('s', 'only')]: { guess: 'unknown', sureness: 3 },
    },
  }
  const asked = {
    scoreNames: ['clarity', scoreName('feasibility', 'protocol')],
    comparisons: [],
    planNames: [planName('a', 'only'), planName('s', 'only')],
  }
  expect(judgementOf(draft, only('s', plan('')), asked)).toEqual({
    task: 'rating',
    scores: [
      { criterion: 'clarity', layer: null, score: 2 },
      { criterion: 'feasibility', layer: 'protocol', score: 1 },
    ],
    harms: [{ side: 'only', severity: 'mild' }],
    tags: ['dose'],
    comment: 'a comment',
    guesses: [
      { slotId: 'a', side: 'only', guess: 'physician', sureness: 4 },
      { slotId: null, side: 'only', guess: 'unknown', sureness: null },
    ],
  })
})

const name = fc.string({ minLength: 1, maxLength: 12 }).filter(text => !text.startsWith('["'))

test('draftOf(judgementOf(draft)) makes the same judgement again, for any ids', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.tuple(name, fc.option(name), fc.integer({ min: 0, max: 10 })), {
        selector: ([criterion, layer]) => scoreName(criterion, layer),
      }),
      fc.uniqueArray(fc.tuple(name, fc.constantFrom('physician', 'model', 'unknown'), fc.integer({ min: 1, max: 5 })), {
        selector: ([slotId]) => slotId,
      }),
      fc.string(),
      (scores, guesses, comment) => {
        const slot = only('own', plan(''))
        const draft: Draft = {
          ...EMPTY,
          scores: Object.fromEntries(scores.map(([criterion, layer, score]) => [scoreName(criterion, layer), score])),
          comment,
          sources: Object.fromEntries(
            guesses.map(([slotId, guess, sureness]) => [planName(slotId, 'only'), { guess, sureness }]),
          ),
        }
        const asked = (of: Draft) => ({
          scoreNames: Object.keys(of.scores),
          comparisons: [],
          planNames: Object.keys(of.sources),
        })
        const judgement = judgementOf(draft, slot, asked(draft))
        const again = draftOf('own', judgement)
        expect(judgementOf(again, slot, asked(again))).toEqual(judgement)
      },
    ),
  )
})

test('draftFrom takes anything that a browser kept', () => {
  fc.assert(
    fc.property(fc.option(fc.dictionary(fc.constantFrom(...Object.keys(EMPTY)), fc.anything())), kept => {
      const draft = draftFrom(kept)
      expect(Object.keys(draft)).toEqual(Object.keys(EMPTY))
      expect(draft.tags.every(tag => typeof tag === 'string')).toBe(true)
      expect(typeof draft.comment).toBe('string')
    }),
  )
})
