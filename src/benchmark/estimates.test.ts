/** @file Figures of a layer, checked by hand. */
import { expect, test } from 'vitest'
import { isEstimated } from '../statistics/index.ts'
import { estimateLayer, pairsOf } from './estimates.ts'
import { type Score, type ScoredLayer, wholePlan } from './score.ts'

const nominal: ScoredLayer = {
  name: 'fertilisation',
  label: 'Fertilisation',
  type: 'nominal',
  options: ['IVF', 'ICSI'],
}
const ordinal: ScoredLayer = { name: 'embryos', label: 'Embryos', type: 'ordinal', options: ['1', '2', '3'] }
const numeric: ScoredLayer = {
  name: 'dose',
  label: 'Dose',
  type: 'numeric',
  options: [],
  range: [100, 300],
  unit: 'IU',
}
const predictors = [
  { name: 'sft', kind: 'arm', description: '' },
  { name: 'majority', kind: 'baseline', description: '' },
] as const

type Value = string | number
/** Scores of one predictor from (truth, prediction) pairs; `couples` says who shares a couple. */
function scoresFor(
  arm: string,
  layer: string,
  pairs: readonly (readonly [Value, Value | null])[],
  couples = pairs.length,
) {
  return pairs.map(([truth, predicted], i): Score => {
    const parsed = predicted !== null
    const ids = { recordId: `r${i}`, coupleId: `c${i % couples}`, stratum: 'head' as const, seenInTraining: false }
    const common = { weight: 1, rareSituations: [], withinRules: null }
    return { ...ids, ...common, arm, layer, truth, predicted, correct: truth === predicted, parsed }
  })
}
const repeat = <T>(times: number, item: T): T[] => Array.from({ length: times }, () => item)
const settings = { stratum: 'all' as const, predictors, level: 0.95, resamples: 300, seed: 1 }

const agreeing = [...repeat(12, ['IVF', 'IVF'] as const), ...repeat(6, ['ICSI', 'ICSI'] as const)]
const sft = scoresFor('sft', 'fertilisation', [...agreeing, ['ICSI', null], ['IVF', 'ICSI']])
const majority = scoresFor('majority', 'fertilisation', [
  ...repeat(12, ['IVF', 'IVF'] as const),
  ...repeat(7, ['ICSI', 'IVF'] as const),
  ['IVF', 'IVF'],
])

test('estimateLayer(one row a couple) counts a missing prediction as wrong and uses Wilson', () => {
  const { estimates } = estimateLayer({
    ...settings,
    layer: nominal,
    scores: new Map([
      ['sft', sft],
      ['majority', majority],
    ]),
  })
  const found = estimates.find(({ predictor, metric }) => predictor === 'sft' && metric === 'accuracy')
  // 18 of 20 agree; one is missing, one is wrong.
  expect(found).toMatchObject({ successes: 18, role: 'primary', estimate: { value: 0.9, n: 20, method: 'Wilson' } })
})

test('estimateLayer gives the paired difference with McNemar over the discordant cases', () => {
  const { differences } = estimateLayer({
    ...settings,
    layer: nominal,
    scores: new Map([
      ['sft', sft],
      ['majority', majority],
    ]),
  })
  const found = differences.find(({ metric }) => metric === 'accuracy')
  // 18 - 13 of 20; sft alone agrees on 6 ICSI cases, majority alone on the last case: p = 2 (1 + 7) / 2^7.
  expect(found).toMatchObject({ first: 'sft', second: 'majority', mcnemar: { firstOnly: 6, secondOnly: 1 } })
  expect(found?.mcnemar?.p).toBeCloseTo(16 / 128, 12)
  expect(found?.estimate).toMatchObject({ value: 0.25, n: 20 })
})

test('estimateLayer(several rows a couple) bootstraps couples and gives no McNemar p', () => {
  const pairs = Array.from({ length: 40 }, (_, i) => ['IVF', i % 3 === 0 ? 'ICSI' : 'IVF'] as const)
  const scores = new Map([
    ['sft', scoresFor('sft', 'fertilisation', pairs, 20)],
    ['majority', scoresFor('majority', 'fertilisation', repeat(40, ['IVF', 'IVF'] as const), 20)],
  ])
  const { estimates, differences } = estimateLayer({ ...settings, layer: nominal, scores })
  const accuracy = estimates.find(({ predictor, metric }) => predictor === 'sft' && metric === 'accuracy')
  expect(accuracy?.estimate).toMatchObject({ method: 'BCa cluster bootstrap (B = 300)', n: 40 })
  expect(differences.every(({ mcnemar }) => mcnemar === null)).toBe(true)
})

test('estimateLayer(fewer than 10 cases) gives counts only', () => {
  const scores = new Map([
    ['sft', sft.slice(0, 9)],
    ['majority', majority.slice(0, 9)],
  ])
  const { estimates } = estimateLayer({ ...settings, layer: nominal, scores })
  expect(estimates.every(({ estimate }) => !isEstimated(estimate))).toBe(true)
  expect(estimates.find(({ metric }) => metric === 'accuracy')).toMatchObject({ successes: 9, estimate: { n: 9 } })
})

test('estimateLayer(ordinal) takes a missing prediction as the farthest option in kappa and as not within one step', () => {
  const pairs = [...repeat(10, ['1', '1'] as const), ...repeat(10, ['3', '3'] as const), ['1', null] as const]
  const scores = new Map([['sft', scoresFor('sft', 'embryos', pairs)]])
  const { estimates } = estimateLayer({ ...settings, predictors: [predictors[0]], layer: ordinal, scores })
  const value = (name: string) => {
    const estimate = estimates.find(({ metric }) => metric === name)?.estimate
    return estimate && isEstimated(estimate) ? estimate.value : null
  }
  // Table: 10 at (1,1), 1 at (1,3), 10 at (3,3). observed = 4 / 21; expected = 4 (11 x 11 + 10 x 10) / 21^2.
  expect(value('quadratic-kappa')).toBeCloseTo(1 - 4 / 21 / ((4 * (11 * 11 + 10 * 10)) / 441), 12)
  expect(value('within-one-step')).toBeCloseTo(20 / 21, 12)
})

test('estimateLayer(numeric) takes 10 % inclusive over all cases and the absolute error over readable numbers', () => {
  const pairs = [
    ...repeat(9, [200, 220] as const),
    ...repeat(6, [200, 225] as const),
    ...repeat(3, [200, null] as const),
  ]
  const scores = new Map([['sft', scoresFor('sft', 'dose', pairs)]])
  const { estimates } = estimateLayer({ ...settings, predictors: [predictors[0]], layer: numeric, scores })
  const found = (name: string) => estimates.find(({ metric }) => metric === name)
  expect(found('within-10-percent')).toMatchObject({ successes: 9, estimate: { value: 0.5, n: 18 } })
  // (9 x 20 + 6 x 25) / 15 = 22.
  expect(found('mean-absolute-error')?.estimate).toMatchObject({ value: 22, n: 15 })
})

test('estimateLayer(numeric, 9 readable couples) has no interval for the absolute error', () => {
  const pairs = [...repeat(9, [200, 220] as const), ...repeat(3, [200, null] as const)]
  const scores = new Map([['sft', scoresFor('sft', 'dose', pairs)]])
  const { estimates } = estimateLayer({ ...settings, predictors: [predictors[0]], layer: numeric, scores })
  expect(estimates.find(({ metric }) => metric === 'mean-absolute-error')?.estimate).toEqual({
    notEstimable: 'fewer than 10 couples (9)',
    n: 9,
  })
})

test('estimateLayer(mean absolute error) compares two arms on the cases that both have', () => {
  const truth = Array.from({ length: 20 }, (_, i) => 100 + 10 * i)
  const first = scoresFor(
    'sft',
    'dose',
    truth.map((value, i) => [value, i < 5 ? null : value + 10] as const),
  )
  const second = scoresFor(
    'majority',
    'dose',
    truth.map((value, i) => [value, i < 5 ? value + 100 : value + 30] as const),
  )
  const { differences } = estimateLayer({
    ...settings,
    layer: numeric,
    scores: new Map([
      ['sft', first],
      ['majority', second],
    ]),
  })
  // On the 15 common cases the errors are 10 and 30; the 5 others, where only the second has a number, do not enter.
  expect(differences.find(({ metric }) => metric === 'mean-absolute-error')?.estimate).toMatchObject({
    value: -20,
    n: 15,
  })
})

test('pairsOf(two arms, two baselines) has no pair of baselines and arms first', () => {
  const four = [
    { name: 'majority', kind: 'baseline', description: '' },
    { name: 'icl', kind: 'arm', description: '' },
    { name: 'sft', kind: 'arm', description: '' },
    { name: 'table', kind: 'baseline', description: '' },
  ] as const
  expect(pairsOf(four).map(pair => pair.join('-'))).toEqual([
    'icl-sft',
    'icl-majority',
    'icl-table',
    'sft-majority',
    'sft-table',
  ])
})

test('estimateLayer(whole plan) has exact match as its primary metric', () => {
  const scores = new Map([['sft', scoresFor('sft', wholePlan, repeat(10, ['{}', '{}'] as const))]])
  const layer: ScoredLayer = { name: wholePlan, label: 'Whole plan', type: wholePlan, options: [] }
  const { estimates } = estimateLayer({ ...settings, predictors: [predictors[0]], layer, scores })
  expect(estimates.map(({ metric, role }) => [metric, role])).toEqual([
    ['exact-match', 'primary'],
    ['parse-rate', 'secondary'],
  ])
})

test('estimateLayer(several rows a couple, all right) takes Wilson on couples for the share', () => {
  const scores = new Map([['sft', scoresFor('sft', 'fertilisation', repeat(40, ['IVF', 'IVF'] as const), 20)]])
  const { estimates } = estimateLayer({ ...settings, predictors: [predictors[0]], layer: nominal, scores })
  const found = estimates.find(({ metric }) => metric === 'accuracy')?.estimate
  expect(found).toMatchObject({ value: 1, n: 40, method: 'Wilson on 20 couples (bootstrap constant)' })
  // Wilson at 20 of 20: the lower limit is 20 / (20 + 1.96^2).
  expect(found && isEstimated(found) ? found.interval[0] : 0).toBeCloseTo(20 / (20 + 1.959964 ** 2), 5)
  expect(found && isEstimated(found) ? found.interval[1] : 0).toBe(1)
})

test('estimateLayer(an option in two couples of 40) has no balanced accuracy: many resamples lack the option', () => {
  const pairs = [...repeat(38, ['IVF', 'IVF'] as const), ...repeat(2, ['ICSI', 'IVF'] as const)]
  const scores = new Map([['sft', scoresFor('sft', 'fertilisation', pairs)]])
  const { estimates } = estimateLayer({ ...settings, predictors: [predictors[0]], layer: nominal, scores })
  for (const name of ['balanced-accuracy', 'macro-f1']) {
    // (38 / 40)^40 = 0.13 of the resamples lack the option.
    const found = estimates.find(({ metric }) => metric === name)?.estimate
    expect(found).toHaveProperty('notEstimable', expect.stringMatching(/^not defined on \d+ of 300 resamples$/))
  }
})

test('estimateLayer(a stratum without one of the options) has no macro-F1', () => {
  const scores = new Map([['sft', scoresFor('sft', 'fertilisation', repeat(20, ['IVF', 'IVF'] as const))]])
  const request = { ...settings, predictors: [predictors[0]], layer: nominal, scores, stratum: 'tail' as const }
  const { estimates } = estimateLayer(request)
  expect(estimates.find(({ metric }) => metric === 'macro-f1')?.estimate).toEqual({
    notEstimable: 'option "ICSI" is not among the recorded decisions here',
    n: 20,
  })
})

test('estimateLayer(numeric) has the share within 10 % as primary, where silence counts as a miss', () => {
  const scores = new Map([['sft', scoresFor('sft', 'dose', repeat(20, [200, null] as const))]])
  const { estimates } = estimateLayer({ ...settings, predictors: [predictors[0]], layer: numeric, scores })
  expect(estimates.find(({ role }) => role === 'primary')).toMatchObject({ metric: 'within-10-percent', successes: 0 })
})
