/** @file Two arms on the same cases: votes are no shares, margins of shares, and couples that are all alike. */
import { expect, test } from 'vitest'
import { isEstimated } from '../statistics/index.ts'
import { type CasePair, comparePairs } from './paired-comparison.ts'

const settings = { alpha: 0.05, level: 0.95, resamples: 999, seed: 2 }
const request = { settings, stream: ['test'] }
const pairsOf = (values: readonly (readonly [number, number])[]): readonly CasePair[] =>
  values.map(([first, second], i) => {
    const caseId = `case-${String(i).padStart(3, '0')}`
    return { caseId, cluster: caseId, first, second }
  })
const times = (count: number, first: number, second: number) =>
  Array.from({ length: count }, () => [first, second] as const)

test('votes are compared by the same methods whichever arm is named first, also when the other never wins', () => {
  const votes = [...times(25, 1, 0), ...times(5, 0, 0)]
  const one = comparePairs(pairsOf(votes), request)
  const other = comparePairs(pairsOf(votes.map(([vote]) => [-vote || 0, 0])), request)
  if (!isEstimated(one.estimate) || !isEstimated(other.estimate)) throw new Error('expected estimates')
  expect(one.estimate.method).toBe(other.estimate.method)
  expect('p' in one.test && one.test.method).toBe('p' in other.test && other.test.method)
  expect(one.estimate.value).toBeCloseTo(-other.estimate.value, 12)
})

test('couples that are all alike do not make a result certain', () => {
  // Exact limit of 0 of 30 at 95 %: 1 - 0.025^(1/30) = 0.11570; at worst each of those couples votes -1: 1 - 2 x 0.11570.
  const { estimate } = comparePairs(pairsOf(times(30, 1, 0)), request)
  expect(estimate).toMatchObject({ value: 1, interval: [expect.closeTo(0.7686, 4), 1] })
  // Scores from 1 to 5 may differ by 4 on either side.
  const scores = comparePairs(pairsOf(times(30, 3, 3)), { ...request, range: 4 }).estimate
  expect(scores).toMatchObject({ value: 0, interval: [expect.closeTo(-0.4628, 4), expect.closeTo(0.4628, 4)] })
})

test('not worse by a margin, of shares: small where the square-and-add limit lies above the margin, and only there', () => {
  for (const [both, secondOnly] of [
    [60, 0],
    [58, 2],
    [55, 5],
    [50, 10],
  ]) {
    const pairs = pairsOf([...times(both, 1, 1), ...times(secondOnly, 0, 1)])
    const found = comparePairs(pairs, {
      ...request,
      settings: { ...settings, level: 0.9 },
      shares: true,
      margin: 0.1,
    })
    if (!isEstimated(found.estimate) || found.notWorse === null) throw new Error('expected a result')
    expect(found.notWorse.p < 0.05, `${secondOnly} lost`).toBe(found.estimate.interval[0] > -0.1)
  }
})

test('shifted sign flips of shares would be too bold: one loss of 40 does not show a margin of 0.1', () => {
  // Were the true loss 0.1, at most 1 of 40 would be lost with probability 0.9^40 + 40 x 0.1 x 0.9^39 = 0.080.
  const pairs = pairsOf([...times(39, 1, 1), ...times(1, 0, 1)])
  expect(comparePairs(pairs, { ...request, shares: true, margin: 0.1 }).notWorse?.p).toBeGreaterThan(0.05)
})

test('shares that differ on no case have the exact limit of cases that do, where square-and-add limits have no width', () => {
  // Exact limit of 0 of 40 at 95 %: 1 - 0.025^(1/40) = 0.08810. Not worse by 0.1: 0.9^40 = 0.01478 and 0.9^20 = 0.12158.
  const halves = (count: number) => pairsOf([...times(count, 1, 1), ...times(count, 0, 0)])
  const found = comparePairs(halves(20), { ...request, shares: true, margin: 0.1 })
  expect(found.estimate).toMatchObject({ value: 0, interval: [expect.closeTo(-0.0881, 4), expect.closeTo(0.0881, 4)] })
  expect(found.notWorse?.p).toBeCloseTo(0.9 ** 40, 10)
  expect(comparePairs(halves(10), { ...request, shares: true, margin: 0.1 }).notWorse?.p).toBeCloseTo(0.9 ** 20, 10)
})

test('not worse by a margin, of shares: 0.5 where the estimate is no higher than the margin, and never below 1e-8', () => {
  const shares = { ...request, shares: true, margin: 0.1 } as const
  const lost = pairsOf([...times(30, 1, 1), ...times(6, 0, 1), ...times(4, 0, 0)])
  expect(comparePairs(lost, shares).notWorse?.p).toBe(0.5)
  expect(comparePairs(pairsOf(times(60, 1, 0)), shares).notWorse?.p).toBe(1e-8)
})

test('the statistic of sign flips is the mean over cases that is estimated, also where couples have several', () => {
  // Differences 1, 1, 1 of one couple and 0 or -1 of ten others, one case each.
  const own = pairsOf([...times(3, 1, 0), ...times(8, 0, 0), ...times(2, 0, 1)])
  const pairs = own.map((pair, i) => (i < 3 ? { ...pair, cluster: 'several' } : pair))
  const { estimate, test: flips } = comparePairs(pairs, request)
  expect(isEstimated(estimate) && estimate.value).toBeCloseTo(1 / 13, 12)
  expect('p' in flips && flips.statistic).toBeCloseTo(1 / 13, 12)
  // Flips of 3, -1 and -1 have sums of size 1, 3 or 5: all are as far as the observed 1.
  expect('p' in flips && flips.p).toBe(1)
})
