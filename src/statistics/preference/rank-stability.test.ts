/** @file Rank stability against the enumeration of all resamples, and the greedy removal against all subsets. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { firstPlaceRemoval } from './first-place-removal.ts'
import { rankStability } from './rank-stability.ts'
import type { PairwiseVote } from './vote.ts'
import { winMatrix } from './win-matrix.ts'

interface Case {
  name: string
  arms: string[]
  votes: [string, string, string, string, PairwiseVote['vote']][]
  first: number[]
  above: number[][]
  smoothed: number
  ranks: [number, number][][]
  now: number[]
  smallest: number | null
}
const cases = JSON.parse(readFileSync(new URL('./fixtures/rates.json', import.meta.url), 'utf8')).stability as Case[]
const votesOf = (one: Case): PairwiseVote[] =>
  one.votes.map(([own, rater, left, right, vote]) => ({ case: own, rater, left, right, vote }))
const options = { seed: 11, stream: ['test'], resamples: 4000 }

/** Ranks at which the exact cumulative share first passes a bound; null when the bound is too near a step to tell. */
function exactQuantile(ranks: readonly [number, number][], bound: number): number | null {
  let below = 0
  for (const [rank, share] of ranks) {
    below += share
    if (Math.abs(below - bound) < 0.012) return null
    if (below > bound) return rank
  }
  return ranks.at(-1)![0]
}

test('rankStability lies within Monte Carlo error of the exact bootstrap', () => {
  expect(cases.length).toBeGreaterThan(3)
  let intervals = 0
  for (const one of cases) {
    const got = rankStability(votesOf(one), options)
    if ('notEstimable' in got) throw new Error(got.notEstimable)
    // Four standard errors of a share of 4000, and at least one resample.
    const near = (share: number, exact: number, what: string) =>
      expect(Math.abs(share - exact), `${one.name}, ${what}`).toBeLessThan(
        4 * Math.sqrt((exact * (1 - exact)) / 4000) + 1 / 4000,
      )
    for (const [i, arm] of got.arms.entries()) {
      near(arm.first, one.first[i], `first of ${arm.arm}`)
      const exact = [0.025, 0.975].map(bound => exactQuantile(one.ranks[i], bound))
      for (const [end, rank] of exact.entries()) {
        if (rank === null) continue
        expect(arm.rankInterval[end], `${one.name}, ${arm.arm}`).toBe(rank)
        intervals++
      }
      expect(arm.rank).toBe(1 + one.now.filter(other => other > one.now[i]).length)
    }
    for (const { first, second, above } of got.pairs) {
      near(above, one.above[one.arms.indexOf(first)][one.arms.indexOf(second)], `${first} above ${second}`)
    }
    near(got.smoothed / 4000, one.smoothed, 'smoothed')
    expect(got.arms.reduce((sum, arm) => sum + arm.first, 0)).toBeCloseTo(1, 10)
  }
  expect(intervals).toBeGreaterThan(10)
})

test('firstPlaceRemoval equals the smallest of all subsets on these data, and what it removes does flip the first place', () => {
  for (const one of cases) {
    const votes = votesOf(one)
    const got = rankStability(votes, { ...options, resamples: 1 })
    if ('notEstimable' in got) throw new Error(got.notEstimable)
    if (one.smallest === null) {
      expect(got.removal, one.name).toBeNull()
      continue
    }
    expect(got.removal?.removed, one.name).toHaveLength(one.smallest)
    const rest = votes.filter(vote => !got.removal?.removed.includes(vote.case))
    const names = [...new Set(rest.map(vote => vote.case))]
    const again = firstPlaceRemoval(
      names.map(name => ({
        case: name,
        wins: winMatrix(
          rest.filter(vote => vote.case === name),
          one.arms,
        ),
      })),
      one.arms,
    )
    expect(again?.newFirst).not.toBe(got.removal?.newFirst)
  }
})

test('firstPlaceRemoval of a shared first place removes nothing', () => {
  const wins = [
    [0, 1],
    [1, 0],
  ]
  expect(firstPlaceRemoval([{ case: '1', wins }], ['a', 'b'])).toMatchObject({ removed: [], newFirst: 'b' })
})

test('rankStability: same seed same result whatever the order of rows; another stream differs', () => {
  const votes = votesOf(cases[0])
  const got = rankStability(votes, options)
  expect(rankStability(votes.toReversed(), options)).toEqual(got)
  expect(rankStability(votes, { ...options, stream: ['other'] })).not.toEqual(got)
})

test('rankStability needs 10 cases, two arms and a resample', () => {
  const votes = votesOf(cases[0])
  const few = votes.filter(vote => vote.case < 'c09')
  expect(rankStability(few, options)).toEqual({ notEstimable: 'fewer than 10 cases (9)', n: few.length })
  expect(rankStability([], options)).toEqual({ notEstimable: 'fewer than two arms', n: 0 })
  expect(() => rankStability(votes, { ...options, resamples: 0 })).toThrow(RangeError)
})
