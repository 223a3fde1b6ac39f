/** @file The whole analysis of an invented study whose truth is known, and of studies that lack something. */
import { beforeAll, expect, test } from 'vitest'
import { isEstimated } from '../statistics/index.ts'
import { type AnalysisInput, analyse } from './analyse.ts'
import { simulatedStudy } from './fixtures/simulated-study.ts'
import type { AnalysisResults } from './results.ts'

/** GRPO agrees more with the record, SFT is liked more: the paradox is true. */
const truth = {
  agreement: { sft: 0.45, grpo: 0.65, icl: 0.3 },
  quality: { sft: 1, grpo: 0, icl: -0.5, physician: 0.2 },
  cases: 80,
  raters: 4,
  seed: 11,
  centres: ['north', 'south'],
}
let study: AnalysisInput
let results: AnalysisResults
beforeAll(() => {
  study = simulatedStudy(truth)
  results = analyse(study)
})

/** Every number of a result, with the way to it. */
function numbersOf(value: unknown, path: string): readonly (readonly [string, number])[] {
  if (typeof value === 'number') return [[path, value]]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, own]) => numbersOf(own, `${path}.${key}`))
}

test('the truth is found: the paradox of SFT over GRPO, and of no other pair with GRPO as the preferred one', () => {
  const found = results.paradoxes.find(({ preferred, accurate }) => preferred === 'sft' && accurate === 'grpo')
  expect(found?.label).toBe('paradox')
  expect(found?.adjustedP).toBeLessThan(0.05)
  expect(results.paradoxes.filter(({ preferred, label }) => preferred === 'grpo' && label === 'paradox')).toEqual([])
  expect(results.orderings[0].orderings).toMatchObject({ reversal: { share: expect.closeTo(1, 1) } })
})

test('no number is NaN or infinite, and nothing is lost in JSON', () => {
  const wrong = numbersOf(results, 'results').filter(([, value]) => !Number.isFinite(value))
  expect(wrong).toEqual([])
  expect(JSON.parse(JSON.stringify(results))).toEqual(results)
})

test('without a plan everything is exploratory and adjusted by Benjamini and Hochberg', () => {
  expect(results.plan).toBeNull()
  expect(new Set(results.findings.map(({ role }) => role))).toEqual(new Set(['exploratory']))
  const methods = results.findings.flatMap(({ adjusted }) => adjusted?.method ?? [])
  expect(new Set(methods)).toEqual(new Set(['Benjamini-Hochberg']))
})

test('the recorded decision is never compared by agreement with itself, but by rules and by the review', () => {
  const own = results.findings.filter(({ first, second }) => [first, second].includes('physician'))
  expect(new Set(own.map(({ measure }) => measure))).toEqual(new Set(['within-rules', 'score', 'net-benefit']))
  expect(results.paradoxes.filter(({ preferred, accurate }) => [preferred, accurate].includes('physician'))).toEqual([])
})

test('ids of findings are unique', () => {
  const ids = results.findings.map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
})

test('the same input gives the same bytes, in whatever order the lines come', () => {
  const { review, scores } = study
  if (!review) throw new Error('expected a review')
  const turned = {
    ...review,
    ratings: [...review.ratings].reverse(),
    preferences: [...review.preferences].reverse(),
    guesses: [...review.guesses].reverse(),
  }
  expect(analyse({ ...study, scores: [...scores].reverse(), review: turned })).toEqual(results)
})

/** A study that lacks something still ends, with a reason where there is no number. */
const lacking: Record<string, () => AnalysisInput> = {
  'no review': () => ({ ...study, review: null }),
  'one arm': () => simulatedStudy({ ...truth, agreement: { sft: 0.5 }, quality: { sft: 1 } }),
  'one case': () => simulatedStudy({ ...truth, cases: 1 }),
  'one rater': () => simulatedStudy({ ...truth, raters: 1 }),
  'nothing but ties': () => simulatedStudy({ ...truth, ties: 1 }),
  'no preferences': () => ({ ...study, review: study.review && { ...study.review, preferences: [] } }),
  'no ratings': () => ({ ...study, review: study.review && { ...study.review, ratings: [] } }),
  'raters who always answer the same': () => ({
    ...study,
    review: study.review && {
      ...study.review,
      ratings: study.review.ratings.map(rating => ({ ...rating, score: 3 })),
      preferences: study.review.preferences.map(preference => ({ ...preference, choice: 'left' as const })),
      guesses: study.review.guesses.map(guess => ({ ...guess, guess: 'unknown' as const })),
    },
  }),
  'an empty stratum': () => ({ ...study, scores: study.scores.filter(({ stratum }) => stratum !== 'tail') }),
  'arms that were never compared with each other': () => ({
    ...study,
    review: study.review && {
      ...study.review,
      preferences: study.review.preferences.filter(
        ({ left, right }) =>
          [left, right].sort().join() === 'grpo,sft' || [left, right].sort().join() === 'icl,physician',
      ),
    },
  }),
  'an arm that always wins': () => ({
    ...study,
    review: study.review && {
      ...study.review,
      preferences: study.review.preferences.map(preference => ({
        ...preference,
        choice:
          preference.left === 'sft'
            ? ('left' as const)
            : preference.right === 'sft'
              ? ('right' as const)
              : preference.choice,
      })),
    },
  }),
}

test.each(Object.keys(lacking))('%s: no crash, no number that is none, and a reason', name => {
  const found = analyse(lacking[name]())
  expect(numbersOf(found, 'results').filter(([, value]) => !Number.isFinite(value))).toEqual([])
  const reasons = JSON.stringify(found).match(/"notEstimable":"[^"]+"/g) ?? []
  if (!['no review', 'no preferences', 'no ratings'].includes(name)) expect(reasons.length).toBeGreaterThan(0)
  for (const { estimate, test } of found.findings) {
    expect(isEstimated(estimate) || estimate.notEstimable.length > 3).toBe(true)
    expect('p' in test || test.notEstimable.length > 3).toBe(true)
  }
})
