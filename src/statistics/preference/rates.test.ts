/** @file Net benefit, win rates, first choices and circular triads against SciPy, statsmodels and enumeration. */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Estimate } from '../estimate.ts'
import { circularTriadDistribution, circularTriads, circularTriadsByRater } from './circular-triads.ts'
import { firstChoiceCounts } from './first-choice-counts.ts'
import { netBenefit } from './net-benefit.ts'
import type { PairwiseVote } from './vote.ts'
import { type Rate, winRates } from './win-rates.ts'

type Row = [string, string, string, string, PairwiseVote['vote']]
interface ExpectedRate {
  credit: number
  of: number
  value: number
  interval: [number, number]
}
const rateNames = ['ownComparisonsTiesHalf', 'ownComparisonsWithoutTies', 'shareOfAllWins', 'ties'] as const
type ExpectedRates = { arm: string } & Record<(typeof rateNames)[number], ExpectedRate>
interface Fixture {
  tables: {
    votes: Row[]
    benefits: {
      first: string
      second: string
      value: number
      variance: number
      interval: [number, number]
      cases: number
    }[]
    rates: ExpectedRates[]
    ties: ExpectedRate
    triads: Record<string, [number, number]>
  }[]
  firstChoices: {
    counts: number[]
    statistic: number
    p: number
    intervals: [number, number][]
    pairs: number[]
    designEffectLimit: number | null
  }[]
  distributions: Record<string, number[]>
  tournaments: { beats: boolean[][]; circular: number; most: number | null }[]
}
const fixture = JSON.parse(readFileSync(new URL('./fixtures/rates.json', import.meta.url), 'utf8')) as Fixture
const votesOf = (rows: Row[]): PairwiseVote[] =>
  rows.map(([own, rater, left, right, vote]) => ({ case: own, rater, left, right, vote }))

function expectNear(got: number | null | undefined, expected: number, what: string): void {
  expect(typeof got, what).toBe('number')
  expect(Math.abs(got! - expected) / Math.max(1, Math.abs(expected)), what).toBeLessThan(1e-8)
}
function expectEstimate(got: Estimate, value: number, interval: readonly number[], what: string): void {
  if ('notEstimable' in got) throw new Error(`${what}: ${got.notEstimable}`)
  expectNear(got.value, value, what)
  expectNear(got.interval[0], interval[0], `${what}, lower`)
  expectNear(got.interval[1], interval[1], `${what}, upper`)
}

test('netBenefit equals scipy.stats.ttest_1samp on the case means', () => {
  for (const { votes, benefits } of fixture.tables) {
    for (const { first, second, value, variance, interval, cases } of benefits) {
      const got = netBenefit(votesOf(votes), first, second)
      expectEstimate(got.estimate, value, interval, `${first} against ${second}`)
      expectNear(got.variance, variance, 'variance')
      expect(got.cases).toHaveLength(cases)
      const turned = netBenefit(votesOf(votes).toReversed(), second, first)
      expect(turned.cases.map(own => own.mean + 0)).toEqual(got.cases.map(own => -own.mean + 0))
    }
  }
})

const vote = (own: string, left: string, right: string, result: PairwiseVote['vote']): PairwiseVote => ({
  case: own,
  rater: 'r',
  left,
  right,
  vote: result,
})

test('netBenefit weights cases, not votes, and claims no error without variation', () => {
  // Case 1 has three votes for a, case 2 one for b: (1 - 1) / 2 = 0.
  const votes = ['left', 'left', 'left'].map(() => vote('1', 'a', 'b', 'left')).concat(vote('2', 'b', 'a', 'left'))
  const got = netBenefit(votes, 'a', 'b')
  expect(got).toMatchObject({ variance: 1, estimate: { value: 0, interval: [-1, 1], n: 2 } })
  expect(netBenefit(votes.slice(0, 3), 'a', 'b').estimate).toEqual({ notEstimable: 'fewer than two cases', n: 1 })
  expect(netBenefit(votes, 'a', 'z').estimate).toEqual({ notEstimable: 'no votes on this pair', n: 0 })
  const same = netBenefit([vote('1', 'a', 'b', 'left'), vote('2', 'a', 'b', 'left')], 'a', 'b')
  expect(same.variance).toBe(0)
  expect(same.estimate).toHaveProperty('notEstimable')
})

test('winRates equal the pooled shares, with the intervals of statsmodels OLS clustered by case', () => {
  for (const { votes, rates, ties } of fixture.tables) {
    const got = winRates(votesOf(votes))
    expect(got.arms.map(own => own.arm)).toEqual(rates.map(own => own.arm))
    const check = (rate: Rate, expected: ExpectedRate, what: string) => {
      expect([rate.credit, rate.of], what).toEqual([expected.credit, expected.of])
      expectEstimate(rate.estimate, expected.value, expected.interval, what)
    }
    for (const [i, own] of rates.entries()) {
      for (const name of rateNames) check(got.arms[i][name], own[name], `${own.arm}, ${name}`)
    }
    check(got.ties, ties, 'ties')
    expect(winRates(votesOf(votes).toReversed())).toEqual(got)
  }
})

test('winRates: shares of all wins are not estimable where an arm was compared with more arms than others', () => {
  const star = ['1', '2'].flatMap(own => [vote(own, 'a', 'b', 'left'), vote(own, 'c', 'a', 'right')])
  const shareOf = (votes: readonly PairwiseVote[]) => winRates(votes).arms[0].shareOfAllWins
  expect(shareOf(star)).toEqual({
    credit: 4,
    of: 4,
    estimate: { notEstimable: expect.stringContaining('(a with 2, b with 1, c with 1)'), n: 4 },
  })
  const robin = [...star, vote('1', 'b', 'c', 'left'), vote('2', 'b', 'c', 'left'), vote('2', 'b', 'a', 'left')]
  expect(shareOf(robin).estimate).toHaveProperty('value', 4 / 7)
})

test('winRates: shares of all wins add up to 1, the win rate of two arms is (1 + net benefit) / 2 at one vote a case', () => {
  const result = fc.constantFrom('left', 'right', 'tie')
  fc.assert(
    fc.property(fc.array(result, { minLength: 3, maxLength: 20 }), results => {
      const votes = results.map((own, i) => vote(`c${i}`, 'a', 'b', own as PairwiseVote['vote']))
      const { arms } = winRates(votes)
      expect(arms[0].shareOfAllWins.credit + arms[1].shareOfAllWins.credit).toBe(arms[0].shareOfAllWins.of)
      const { cases } = netBenefit(votes, 'a', 'b')
      const benefit = cases.reduce((sum, own) => sum + own.mean, 0) / cases.length
      expect(arms[0].ownComparisonsTiesHalf.credit / votes.length).toBeCloseTo((1 + benefit) / 2, 12)
    }),
  )
  const { arms } = winRates([vote('1', 'a', 'b', 'left'), vote('2', 'a', 'b', 'left')], ['a', 'b', 'c'])
  expect(arms[0].ownComparisonsTiesHalf).toEqual({
    credit: 2,
    of: 2,
    estimate: { notEstimable: 'no variation between cases', n: 2 },
  })
  expect(arms[2].ownComparisonsTiesHalf.estimate).toEqual({ notEstimable: 'no votes', n: 0 })
})

test('firstChoiceCounts equals scipy.stats.chisquare, Wilson at alpha / k and binomtest', () => {
  for (const { counts, statistic, p, intervals, pairs, designEffectLimit } of fixture.firstChoices) {
    const got = firstChoiceCounts(counts)
    if ('notEstimable' in got.equalShares) throw new Error(got.equalShares.notEstimable)
    expectNear(got.equalShares.statistic, statistic, counts.join())
    expectNear(got.equalShares.p, p, counts.join())
    const n = counts.reduce((sum, count) => sum + count)
    for (const [i, interval] of intervals.entries())
      expectEstimate(got.shares[i], counts[i] / n, interval, counts.join())
    for (const [i, own] of pairs.entries()) expectNear(got.pairs[i].test.p, own, counts.join())
    if (designEffectLimit === null) expect(got.designEffectLimit).toBeNull()
    else expectNear(got.designEffectLimit, designEffectLimit, counts.join())
  }
  expect(firstChoiceCounts([0, 0]).equalShares).toEqual({ notEstimable: 'no cases', n: 0 })
  expect(() => firstChoiceCounts([1.5, 2])).toThrow(RangeError)
})

test('the figures of 88, 45 and 39 first choices: chi-squared 24.9, p 4e-6, design effect 4.1, pairs 0.0002, 2e-5, 0.59', () => {
  const { equalShares, pairs, designEffectLimit } = firstChoiceCounts([88, 45, 39])
  if ('notEstimable' in equalShares) throw new Error(equalShares.notEstimable)
  expect(equalShares.statistic).toBeCloseTo(24.9, 1)
  expect(equalShares.p.toExponential(0)).toBe('4e-6')
  expect(designEffectLimit).toBeCloseTo(4.15, 1)
  expect(pairs.map(({ test: { p } }) => Number(p.toPrecision(1)))).toEqual([0.0002, 0.00002, 0.6])
})

test('circularTriadDistribution equals the enumeration of all tournaments', () => {
  for (const [arms, counts] of Object.entries(fixture.distributions)) {
    expect(circularTriadDistribution(Number(arms))).toEqual(counts)
  }
  // All 2^28 tournaments of 8 arms, of which the mean is C(8, 3) / 4 = 14.
  const eight = circularTriadDistribution(8)
  expect(eight.reduce((sum, count) => sum + count)).toBe(2 ** 28)
  expect(eight.reduce((sum, count, circular) => sum + count * circular, 0) / 2 ** 28).toBeCloseTo(14, 10)
  expect(() => circularTriadDistribution(9)).toThrow(RangeError)
})

test('circularTriads counts what looking at every triad counts; without any, zeta is 1', () => {
  for (const { beats, circular, most } of fixture.tournaments) {
    const got = circularTriads(beats)
    if ('notEstimable' in got) throw new Error(got.notEstimable)
    expect(got.statistic).toBe(circular)
    if (most !== null) expect(got.most).toBe(most)
    const counts = fixture.distributions[beats.length]
    const all = counts?.reduce((sum, count) => sum + count)
    if (counts) expectNear(got.p, counts.slice(0, circular + 1).reduce((sum, own) => sum + own) / all, 'p')
  }
  const order = [0, 1, 2, 3].map(i => [0, 1, 2, 3].map(j => i < j))
  expect(circularTriads(order)).toMatchObject({ statistic: 0, most: 2, zeta: 1, p: 24 / 64 })
  expect(
    circularTriads([
      [false, true],
      [false, false],
    ]),
  ).toEqual({ notEstimable: 'fewer than three arms', n: 2 })
  expect(() =>
    circularTriads([
      [false, true, true],
      [true, false, true],
      [false, false, false],
    ]),
  ).toThrow(RangeError)
})

test('circularTriads(9 arms in order) takes the chi-squared of Kendall and Babington Smith', () => {
  // df = 9 * 8 * 7 / 25 = 20.16; statistic 8 / 5 * (84 / 4 - 0 + 1 / 2) + 20.16 = 54.56.
  const order = Array.from({ length: 9 }, (_, i) => Array.from({ length: 9 }, (_, j) => i < j))
  const got = circularTriads(order)
  expect(got).toMatchObject({ statistic: 0, df: expect.closeTo(20.16, 10), zeta: 1 })
  expect('p' in got && got.p).toBeLessThan(1e-4)
})

test('circularTriadsByRater equals the count in Python by rater, and its exact p for three arms', () => {
  for (const { votes, triads } of fixture.tables) {
    const { raters, overall } = circularTriadsByRater(votesOf(votes))
    for (const own of raters) expect([own.triads, own.circular], own.rater).toEqual(triads[own.rater] ?? [0, 0])
    expect(overall.triads).toBe(Object.values(triads).reduce((sum, [all]) => sum + all, 0))
  }
  const cycle = [vote('1', 'a', 'b', 'left'), vote('1', 'b', 'c', 'left'), vote('1', 'a', 'c', 'right')]
  const order = cycle.map(own => ({ ...own, case: '2', vote: own.left === 'a' ? ('left' as const) : own.vote }))
  // One of two: P(X <= 1) = 1 - 1/16.
  expect(circularTriadsByRater([...cycle, ...order]).overall).toMatchObject({
    triads: 2,
    circular: 1,
    test: { p: 15 / 16 },
  })
  expect(circularTriadsByRater([{ ...cycle[0], vote: 'tie' }, ...cycle.slice(1)]).overall).toEqual({
    triads: 0,
    circular: 0,
    test: null,
  })
})
