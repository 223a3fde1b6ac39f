/** @file The whole analysis of an invented study whose truth is known, and of studies that lack something. */
import { beforeAll, expect, test } from 'vitest'
import { isEstimated } from '../statistics/index.ts'
import { type AnalysisInput, analyse } from './analyse.ts'
import { deviationsOf } from './deviations.ts'
import { simulatedStudy } from './fixtures/simulated-study.ts'
import { analysisPlanConfig } from './plan/analysis-plan.ts'
import { planHash } from './plan/registration.ts'
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

test('ids of findings are unique: a plan asks each comparison once, and what it asks is not asked a second time', () => {
  // Grpo less sft, one-sided, where the rest of the analysis would have sft less grpo.
  const claim = { ...rating('clarity', 'reasoningClarity'), first: 'grpo', second: 'sft', direction: 'first-higher' }
  const plan = planned([claim, rating('feasibility', 'feasibility')])
  for (const { findings } of [results, analyse({ ...study, plan })]) {
    const ids = findings.map(({ id }) => id)
    expect(ids.length).toBe(results.findings.length)
    expect(new Set(ids).size).toBe(ids.length)
  }
})

test('results hold no id of a couple or of a record', () => {
  // Records are r0000 to r0079, couples c0 to c79.
  expect(JSON.stringify(results)).not.toMatch(/"[rc]\d+"/)
  const { ranks } = results.preferences[0]
  expect('arms' in ranks && ranks.removal?.removed).toBeGreaterThan(0)
})

test('the interaction of strata has the difference of the two differences as its statistic', () => {
  const { strata } = analyse(simulatedStudy({ ...truth, casesOfCouple: 3 }))
  for (const { strata: own, interaction } of strata) {
    const [head, , tail] = own.map(({ difference }) => difference)
    if (!isEstimated(head) || !isEstimated(tail) || !('p' in interaction)) throw new Error('expected numbers')
    expect(interaction.statistic).toBeCloseTo(head.value - tail.value, 10)
  }
})

test('an arm that always got one score has no interval without width', () => {
  const { review } = study
  if (!review) throw new Error('expected a review')
  const ratings = review.ratings.map(one => (one.arm === 'sft' ? { ...one, score: 5 } : one))
  const [{ arms }] = analyse({ ...study, review: { ...review, ratings } }).ratings
  // At worst 1 - 0.025^(1/80) = 0.04507 of 80 couples give 1 in place of 5.
  expect(arms.find(({ arm }) => arm === 'sft')?.mean).toMatchObject({
    value: 5,
    interval: [expect.closeTo(4.8197, 4), 5],
  })
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

const planned = (hypotheses: readonly object[], changes: object = {}) => {
  const plan = analysisPlanConfig.parse({ plan: 'p', title: 'A plan', seed: 1, hypotheses, ...changes })
  return { file: 'plan.yaml', plan, hash: planHash(plan), versions: [] }
}
const rating = (id: string, criterion: string) => ({ id, question: 'rating', first: 'sft', second: 'grpo', criterion })

test('a planned claim without data counts in its family: it makes no other one easier to show', () => {
  const plan = planned([rating('clarity', 'reasoningClarity'), rating('lost', 'notAsked')])
  const [clarity, lost] = analyse({ ...study, plan }).findings
  expect(lost.adjusted).toBeNull()
  expect(clarity.adjusted?.p).toBeCloseTo(2 * ('p' in clarity.test ? clarity.test.p : Number.NaN), 12)
})

test('without any difference a one-sided claim of ratings has p 1', () => {
  const plan = planned([{ ...rating('clarity', 'reasoningClarity'), direction: 'first-higher' }])
  const review = study.review && { ...study.review, ratings: study.review.ratings.map(one => ({ ...one, score: 3 })) }
  expect(analyse({ ...study, plan, review }).findings[0].test).toMatchObject({ p: 1 })
})

test('several planned paradoxes of one family are adjusted by Holm, and their labels follow', () => {
  const paradox = (preferred: string, accurate: string) => ({
    id: `${preferred}-${accurate}`,
    question: 'paradox',
    preferred,
    accurate,
  })
  const one = analyse({ ...study, plan: planned([paradox('sft', 'grpo')]) }).paradoxes[0]
  expect(one).toMatchObject({ adjustedP: null, label: 'paradox' })
  const two = planned([paradox('sft', 'grpo'), paradox('grpo', 'sft')])
  const settings = { ...study.settings, alpha: 1.5 * (one.p ?? 0) }
  const [first, second] = analyse({ ...study, plan: two, settings }).paradoxes
  expect(first).toMatchObject({ p: one.p, adjustedP: 2 * (one.p ?? 0), label: 'undetermined' })
  expect(second.adjustedP).not.toBeNull()
})

test('the row of cases and raters as samples has the label that its own p gives', () => {
  const few = simulatedStudy({
    ...truth,
    agreement: { sft: 0.3, grpo: 0.8 },
    quality: { sft: 1, grpo: 0 },
    raters: 8,
    raterArm: 2,
    cases: 60,
    seed: 4,
  })
  const plan = planned([{ id: 'it', question: 'paradox', preferred: 'sft', accurate: 'grpo' }], { resamples: 1000 })
  const rows = analyse({ ...few, plan }).paradoxes[0].sensitivity
  const twoWay = rows.find(({ choice }) => choice === 'cases and raters as samples')
  expect(rows[0].paradox.label).toBe('paradox')
  expect(twoWay?.paradox.p).toBeGreaterThan(0.05)
  expect(twoWay?.paradox.label).not.toBe('paradox')
})

test('a strict rater who never rates an arm does not make the arms differ', () => {
  const { review } = simulatedStudy({ ...truth, quality: { sft: 0, grpo: 0, icl: 0 } })
  if (!review) throw new Error('expected a review')
  const ratings = review.ratings.flatMap(one =>
    one.raterId !== 'rater-1' ? [one] : one.arm === 'sft' ? [] : [{ ...one, score: 1 }],
  )
  const [{ omnibus, arms }] = analyse({ ...study, review: { ...review, ratings } }).ratings
  expect(omnibus.cases).toBe(80)
  expect(
    isEstimated(arms[0].mean) && isEstimated(arms[1].mean) && arms[0].mean.value - arms[1].mean.value,
  ).toBeGreaterThan(0.3)
  expect('p' in omnibus.permutation && omnibus.permutation.p).toBeGreaterThan(0.05)
})

test('hidden repeats of clinicians take no part where a judge is compared with them', () => {
  const { review } = study
  if (!review) throw new Error('expected a review')
  const judge = review.preferences
    .filter(({ raterId }) => raterId === 'rater-1')
    .map(one => ({ ...one, raterId: 'judge-1', raterKind: 'judge' as const }))
  const repeats = review.preferences.map(one => ({ ...one, repeat: true, choice: 'tie' as const }))
  const found = (preferences: typeof review.preferences) =>
    analyse({ ...study, review: { ...review, preferences } }).judges
  expect(found([...review.preferences, ...judge, ...repeats])).toEqual(found([...review.preferences, ...judge]))
})

test('a rater who was not asked what a plan was taken for is not counted among those who did not know', () => {
  const { review } = study
  if (!review) throw new Error('expected a review')
  const guesses = review.guesses.filter(({ raterId }) => raterId !== 'rater-2')
  const withoutRater = { ...review, preferences: review.preferences.filter(({ raterId }) => raterId !== 'rater-2') }
  const netBenefitOf = (given: typeof review) => {
    const { blinding } = analyse({ ...study, review: { ...given, guesses } })
    return 'notEstimable' in blinding ? [] : blinding.netBenefit
  }
  expect(netBenefitOf(review)).toEqual(netBenefitOf(withoutRater))
})

test('overlap and preference are compared with one value a couple, whatever the order of the arms', () => {
  const { textOverlap } = results
  expect(textOverlap.map(({ withPreference }) => withPreference.n)).toEqual([80, 80, 80])
  const turned = analyse({ ...study, arms: [...study.arms].reverse() }).textOverlap
  for (const { arm, withPreference } of textOverlap) {
    expect(turned.find(other => other.arm === arm)?.withPreference).toEqual(withPreference)
  }
})

test('without an overall criterion the overlap is set beside the first by name, whatever the order of the lines', () => {
  const { review } = study
  if (!review) throw new Error('expected a review')
  const named = (criterion: string) => review.preferences.map(one => ({ ...one, criterion }))
  const lines = [...named('trust').map(one => ({ ...one, choice: 'tie' as const })), ...named('safety')]
  const found = (preferences: typeof review.preferences) =>
    analyse({ ...study, review: { ...review, preferences } }).textOverlap
  expect(found(lines)).toEqual(found([...lines].reverse()))
  expect(found(lines)).toEqual(results.textOverlap)
})

test('the interval of a small centre is by t and stays within -1 to 1', () => {
  const small = simulatedStudy({ ...truth, cases: 3, raters: 2 })
  const estimates = analyse(small).centres.flatMap(({ centres }) => centres.map(({ netBenefit }) => netBenefit))
  expect(estimates.some(isEstimated)).toBe(true)
  for (const { interval, method } of estimates.filter(isEstimated)) {
    expect(method).toMatch(/, t$/)
    expect(Math.max(...interval.map(Math.abs))).toBeLessThanOrEqual(1)
  }
})

test('a claim that was registered and is gone is a deviation', () => {
  const { plan } = planned([rating('clarity', 'reasoningClarity'), rating('gone', 'feasibility')])
  const seen = { benchmark: false, review: false }
  const version = { version: 1, registeredAt: '2026-01-01T00:00:00Z', signer: 'A', reason: null, seen, power: [], plan }
  const signed = { ...version, planHash: planHash(plan), previous: null, hash: planHash(plan) }
  const now = { ...planned([rating('clarity', 'reasoningClarity')]), versions: [signed] }
  expect(analyse({ ...study, plan: now }).deviations).toContain('gone: registered, and dropped by an amendment')
})

test('a criterion that nobody was asked, and an exclusion of nobody, are deviations', () => {
  const exclusions = [
    { what: 'rater', id: 'rater-1', reason: 'late' },
    { what: 'rater', id: 'rater-l', reason: 'a slip of the pen' },
  ]
  const plan = planned([rating('clarity', 'notAsked')], { exclusions })
  expect(analyse({ ...study, plan }).deviations).toEqual([
    'clarity: exploratory, the plan is not registered',
    'clarity: the study has no "notAsked"',
    'nothing is left out as rater "rater-l": the review has none',
  ])
})

/** 80 cases by 4 raters were judged; what of it is taken away. */
const sized = (sampleSize: object, lose: (line: { caseId: string; raterId: string }) => boolean, exclusions = []) => {
  const { review } = study
  if (!review) throw new Error('expected a review')
  const without = <Line extends { caseId: string; raterId: string }>(lines: readonly Line[]) =>
    lines.filter(line => !lose(line))
  // The guesses stay: whoever only guessed has not judged.
  const judged = { ...review, ratings: without(review.ratings), preferences: without(review.preferences) }
  const plan = planned([rating('clarity', 'reasoningClarity')], { sampleSize, exclusions })
  return deviationsOf(plan, [], { ...study, review: judged })
}

test('a review smaller than planned is a deviation, with both numbers, by who judged and not by who took part', () => {
  expect(sized({ cases: 80, raters: 4 }, () => false)).toEqual([])
  expect(sized({ cases: 81, raters: 5 }, () => false)).toEqual([
    '80 cases were reviewed, 81 were planned',
    '4 raters took part, 5 were planned',
  ])
  expect(sized({ cases: 80, raters: 4 }, ({ raterId }) => raterId === 'rater-1')).toEqual([
    '3 raters took part, 4 were planned',
  ])
  // Of the first ten cases one rater judged nothing, of the first one only one did.
  const few = ({ caseId, raterId }: { caseId: string; raterId: string }) =>
    caseId < 'r0010' && (raterId === 'rater-1' || (caseId === 'r0000' && raterId !== 'rater-2'))
  expect(sized({ cases: 80, raters: 4 }, few)).toEqual([
    '10 of 80 cases were judged by fewer raters than the 4 that were planned for each (fewest: 1)',
  ])
})

test('a claim whose arms were judged together in fewer cases, or by fewer clinicians, than the review has is a deviation of its own', () => {
  const { review } = study
  if (!review) throw new Error('expected a review')
  const hypotheses = [
    rating('clarity', 'reasoningClarity'),
    { id: 'better', question: 'preference', first: 'sft', second: 'grpo' },
  ]
  const plan = planned(hypotheses, { sampleSize: { cases: 80, raters: 4 } })
  const deviations = (ratings: typeof review.ratings, preferences: typeof review.preferences) =>
    deviationsOf(plan, [], { ...study, review: { ...review, ratings, preferences } })
  const { ratings, preferences } = review
  expect(deviations(ratings, preferences)).toEqual([])
  // Votes of other arms and ratings of one arm alone keep the cases reviewed, and answer nothing.
  const isOfBoth = ({ left, right }: (typeof preferences)[number]) => [left, right].sort().join() === 'grpo,sft'
  const votes = preferences.filter(line => !isOfBoth(line) || (line.caseId < 'r0012' && line.raterId === 'rater-1'))
  const scores = ratings.filter(
    ({ caseId, arm, raterId }) => arm !== 'grpo' || caseId > 'r0004' || raterId === 'rater-2',
  )
  expect(deviations(scores, votes)).toEqual([
    'clarity: 5 of 80 cases were judged by fewer raters than the 4 that were planned for each (fewest: 1)',
    'better: 12 cases have a judgement of both its arms, 80 were planned',
  ])
})

test('before anybody has judged the planned size is a deviation, and one that an amendment made smaller stays told', () => {
  const { plan } = planned([rating('clarity', 'reasoningClarity')], { sampleSize: { cases: 60, raters: 3 } })
  const seen = { benchmark: false, review: false }
  const version = { version: 1, registeredAt: '2026-01-01T00:00:00Z', signer: 'A', reason: null, seen, power: [], plan }
  const signed = { ...version, planHash: planHash(plan), previous: null, hash: planHash(plan) }
  const smaller = planned([rating('clarity', 'reasoningClarity')], { sampleSize: { cases: 20, raters: 2 } })
  const claim = { id: 'it', question: 'paradox', preferred: 'sft', accurate: 'grpo' }
  const { findings, paradoxes } = analyse({ ...study, review: null, plan: planned([rating('a', 'clarity'), claim]) })
  expect(findings[0].estimate).toMatchObject({ notEstimable: 'nobody has rated plans yet' })
  expect(paradoxes[0].preference).toMatchObject({ notEstimable: 'nobody has compared plans yet' })
  expect(deviationsOf({ ...smaller, versions: [signed] }, [], { ...study, review: null })).toEqual([
    'the size was registered as 60 cases by 3 raters and amended to 20 by 2',
    '0 cases were reviewed, 20 were planned',
    '0 raters took part, 2 were planned',
  ])
})

/** A study that lacks something still ends, with a reason where there is no number. */
const lacking: Record<string, () => AnalysisInput> = {
  'no review': () => ({ ...study, review: null }),
  'one arm': () => simulatedStudy({ ...truth, agreement: { sft: 0.5 }, quality: { sft: 1 } }),
  'one case': () => simulatedStudy({ ...truth, cases: 1 }),
  'two cases': () => simulatedStudy({ ...truth, cases: 2, raters: 3 }),
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
