/** @file What the computation in R found wrong, so that it stays right: last bits, repeats, and counts that are none. */
import { expect, test } from 'vitest'
import type { Preference } from '../review/index.ts'
import { bcaInterval, isEstimated } from '../statistics/index.ts'
import { analyse } from './analyse.ts'
import { analyseCentres } from './centres.ts'
import { fullStudy } from './fixtures/full-study.ts'
import { orderingsOf } from './orderings.ts'
import type { Outcomes } from './outcomes.ts'
import { comparePairs } from './paired-comparison.ts'
import { clusterDifferences } from './questions.ts'
import { ruleAdherence } from './rule-adherence.ts'

const settings = { alpha: 0.05, level: 0.95, resamples: 1000, seed: 1 }

/** `within` of `cases` plans are within the rules, `perCouple` cases a couple. */
const outcomesWith = (cases: number, within: number, perCouple: number): Outcomes => ({
  cases: Array.from({ length: cases }, (_, i) => ({
    ...{ caseId: `r${i}`, cluster: `c${Math.floor(i / perCouple)}`, stratum: 'head' },
  })),
  arms: ['a'],
  of: (_, __, caseId) => ({ agrees: true, withinRules: Number(caseId.slice(1)) < within, predicted: 'x' }),
})

test('ruleAdherence of every count of cases has an interval: 15 / 22 * 22 is not 15 in floating point', () => {
  for (let cases = 10; cases <= 60; cases++) {
    for (let within = 0; within <= cases; within++) {
      const [{ estimate }] = ruleAdherence(outcomesWith(cases, within, 1), ['a'], ['l'], settings)
      expect(estimate).toMatchObject({ value: within / cases, n: cases, method: 'Wilson' })
    }
  }
})

test('ruleAdherence of few couples with several cases says that there are too few, and keeps the count', () => {
  const [found] = ruleAdherence(outcomesWith(12, 5, 2), ['a'], ['l'], settings)
  expect(found).toMatchObject({ within: 5, estimate: { notEstimable: expect.stringContaining('fewer than 10') } })
})

test('comparePairs of votes has the same interval from either side, also where one arm never loses', () => {
  const votes = Array.from({ length: 20 }, (_, i) => ({
    ...{ caseId: `r${i}`, cluster: `r${i}`, first: i < 12 ? 1 : 0, second: 0 },
  }))
  const turned = votes.map(one => ({ ...one, first: -one.first || 0 }))
  const [one, other] = [votes, turned].map(pairs => comparePairs(pairs, { settings, stream: ['x'] }).estimate)
  if (!isEstimated(one) || !isEstimated(other)) throw new Error('expected estimates')
  expect(one.method).toBe(other.method)
  expect(one.interval[0]).toBeCloseTo(-other.interval[1], 2)
})

test('clusterDifferences of a couple whose cases cancel are 0, and no win for either arm', () => {
  const pairs = [4.2 - 3.9, 3.1 - 3.4].map((first, i) => ({ caseId: `r${i}`, cluster: 'c', first, second: 0 }))
  expect(pairs[0].first + pairs[1].first).not.toBe(0)
  expect(clusterDifferences(pairs)).toEqual([0])
})

test('bcaInterval counts replicates that equal the estimate but for rounding as ties', () => {
  const estimate = 0.1 + 0.2
  const around = Array.from({ length: 400 }, (_, i) => 0.2 + i / 2000)
  const withTies = (tie: number) => bcaInterval(estimate, [...around, ...Array(100).fill(tie)], [0.1, 0.2, 0.4], 0.95)
  expect(withTies(0.3).interval).toEqual(withTies(estimate).interval)
})

test('orderingsOf gives equal means one shared place, whatever their last bits', () => {
  const cases = [0.1, 0.2, 0.6, 0.3, 0.3, 0.3].map((one, i) => ({
    ...{ cluster: `c${i}`, agreement: [1, 0] },
    preference: i < 3 ? [one, null] : [null, one],
  }))
  const found = orderingsOf(cases, ['a', 'b'], { seed: 1, resamples: 10 }, ['x'])
  if (!('arms' in found)) throw new Error('expected places')
  expect(found.arms.map(({ preferencePlace }) => preferencePlace)).toEqual([1.5, 1.5])
})

test('a centre whose couples agree but for rounding is left out, and takes no weight', () => {
  const choices = ['left', 'left', 'tie'] as const
  const votes = ['n', 's'].flatMap(centre =>
    Array.from({ length: 22 }, (_, i) => i).flatMap(i =>
      choices.map((choice, k): Preference => {
        const varied = centre === 's' && i % 4 === 0 ? 'right' : choice
        return {
          ...{
            caseId: `r${i}`,
            raterId: `${centre}${k}`,
            raterKind: 'clinician',
            centre,
            ratedAt: null,
            repeat: false,
          },
          ...{ left: 'a', right: 'b', criterion: 'overall', choice: varied },
        }
      }),
    ),
  )
  const clusterOf = (caseId: string) => `c${Number(caseId.slice(1)) % 2}`
  const [found] = analyseCentres(votes, { arms: ['a', 'b'], clusterOf, settings })
  expect(found.leftOut.map(({ centre }) => centre)).toContain('n')
  expect(found.pooled).toMatchObject({ n: 1 })
})

test('hidden repeats of clinicians do not count in the net benefit that a judge is compared with', () => {
  const study = fullStudy({
    ...{ agreement: { sft: 0.5, grpo: 0.5, icl: 0.5 }, quality: { sft: 1, grpo: 0, icl: 0, physician: 0 } },
    ...{ cases: 24, raters: 3, seed: 9 },
  })
  const review = study.review as NonNullable<typeof study.review>
  const once = review.preferences.filter(({ repeat, raterKind }) => raterKind === 'judge' || !repeat)
  const without = { ...study, review: { ...review, preferences: once } }
  expect(analyse(without).judges.preferences).toEqual(analyse(study).judges.preferences)
})
