import { expect, test } from 'vitest'
import { isEstimated } from '../statistics/index.ts'
import { effectiveCouples, estimateLayer } from './estimates.ts'
import { estimateGaps } from './gaps.ts'
import type { Score, ScoredLayer } from './score.ts'

const layer: ScoredLayer = { name: 'method', label: 'Method', type: 'nominal', options: ['IVF', 'ICSI'] }
const predictors = [{ name: 'sft', kind: 'arm', description: '' }] as const
const settings = { level: 0.95, resamples: 300, seed: 1 }

/** Right and wrong cases per stratum; `rows` of them share a couple. */
function scoresOf(counts: Record<'head' | 'tail', readonly [right: number, wrong: number]>, rows = 1): Score[] {
  return (['head', 'tail'] as const).flatMap(stratum =>
    Array.from({ length: counts[stratum][0] + counts[stratum][1] }, (_, i): Score => {
      const correct = i < counts[stratum][0]
      const truth = i % 2 === 0 ? 'IVF' : 'ICSI'
      const predicted = correct ? truth : truth === 'IVF' ? 'ICSI' : 'IVF'
      const ids = { recordId: `${stratum}${i}`, coupleId: `${stratum}${Math.floor(i / rows)}`, stratum, arm: 'sft' }
      const rest = { parsed: true, seenInTraining: false, weight: 1, rareSituations: [], withinRules: null }
      return { ...ids, layer: 'method', truth, predicted, correct, ...rest }
    }),
  )
}

function accuracyGap(scores: readonly Score[]) {
  const byName = (list: readonly Score[]) => new Map([['sft', list]])
  const estimates = (['head', 'tail'] as const).flatMap(stratum => {
    const own = byName(scores.filter(score => score.stratum === stratum))
    return estimateLayer({ layer, stratum, predictors, scores: own, ...settings }).estimates
  })
  const gaps = estimateGaps({ layer, scores: byName(scores), estimates, ...settings })
  return gaps.find(({ metric }) => metric === 'accuracy')?.estimate
}

test('estimateGaps(one row a couple) is square-and-add on the Wilson limits of head and tail', () => {
  const gap = accuracyGap(scoresOf({ head: [56, 14], tail: [48, 32] }))
  // Newcombe 1998, table II (a), method 10: 56/70 - 48/80 is 0.2, 0.0524 to 0.3339.
  expect(gap).toMatchObject({ n: 150, method: 'square-and-add on Wilson' })
  if (!gap || !isEstimated(gap)) throw new Error('no gap')
  expect(gap.value).toBeCloseTo(0.2, 12)
  expect(gap.interval[0]).toBeCloseTo(0.0524, 4)
  expect(gap.interval[1]).toBeCloseTo(0.3339, 4)
})

test('estimateGaps(several rows a couple) bootstraps couples within the strata', () => {
  const gap = accuracyGap(scoresOf({ head: [56, 14], tail: [48, 32] }, 2))
  expect(gap).toMatchObject({ n: 150, method: 'BCa stratified cluster bootstrap (B = 300)' })
})

test('estimateGaps(a tail without any right answer, several rows a couple) has a width from the tail', () => {
  const gap = accuracyGap(scoresOf({ head: [60, 0], tail: [0, 20] }, 2))
  expect(gap).toMatchObject({ value: 1, method: expect.stringContaining('square-and-add on Wilson on') })
  // Wilson at 0 of 10 couples: the upper limit is 1.96^2 / (10 + 1.96^2) = 0.28.
  expect(gap && isEstimated(gap) ? gap.interval[0] : 1).toBeLessThan(0.75)
})

test('estimateGaps(9 tail cases) is not estimable and says so', () => {
  expect(accuracyGap(scoresOf({ head: [20, 0], tail: [5, 4] }))).toEqual({
    notEstimable: 'tail: fewer than 10 cases: counts only',
    n: 29,
  })
})

test('estimateLayer(weights) is the weighted share, and all weights 1 give the share itself', () => {
  const scores = new Map([['sft', scoresOf({ head: [40, 0], tail: [0, 40] })]])
  const share = (weight: (couple: string) => number) => {
    const weights = new Map([...(scores.get('sft') ?? [])].map(({ coupleId }) => [coupleId, weight(coupleId)]))
    const { estimates } = estimateLayer({ layer, stratum: 'all', predictors, scores, ...settings, weights })
    return estimates.find(({ metric }) => metric === 'accuracy')?.estimate
  }
  // (40 x 1.8) / (40 x 1.8 + 40 x 0.2) = 0.9.
  expect(share(couple => (couple.startsWith('head') ? 1.8 : 0.2))).toMatchObject({
    value: expect.closeTo(0.9, 12),
    n: 80,
  })
  expect(share(() => 1)).toMatchObject({ value: 0.5, n: 80 })
})

test('effectiveCouples of equal weights is their number, and of unequal ones fewer', () => {
  const scores = scoresOf({ head: [1, 0], tail: [1, 0] })
  expect(effectiveCouples(scores, new Map())).toBe(2)
  // (1.5 + 0.5)^2 / (2.25 + 0.25) = 1.6.
  const weights = new Map([
    ['head0', 1.5],
    ['tail0', 0.5],
  ])
  expect(effectiveCouples(scores, weights)).toBeCloseTo(1.6, 12)
  expect(effectiveCouples([], weights)).toBe(0)
})
