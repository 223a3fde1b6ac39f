/** @file The paradox: its label, its two halves, and what makes it undetermined. */
import { expect, test } from 'vitest'
import { isEstimated } from '../statistics/index.ts'
import type { Vote } from './case-votes.ts'
import type { CasePair } from './paired-comparison.ts'
import { labelOf, paradoxOf } from './paradox.ts'

const settings = { alpha: 0.05, level: 0.95, resamples: 2000, seed: 3 }
const clusterOf = (caseId: string) => caseId
const name = (i: number) => `case-${String(i).padStart(3, '0')}`

/** `cases` cases: in a share the accurate arm alone agrees, in another the preferred arm alone; votes by a pattern. */
function paradoxWhere(cases: number, accurateOnly: number, preferredOnly: number, votesFor: number, raters = 1) {
  const accuracyPairs = Array.from({ length: cases }, (_, i): CasePair => {
    const first = i < preferredOnly ? 1 : 0
    const second = i >= preferredOnly && i < preferredOnly + accurateOnly ? 1 : 0
    return { caseId: name(i), cluster: name(i), first, second }
  })
  const votes = Array.from({ length: cases * raters }, (_, i): Vote => {
    const caseId = name(i % cases)
    // Votes are spread over the cases, so that they are not tied to agreement.
    const value = (i * 7) % cases < votesFor ? 1 : -1
    return { caseId, raterId: `r${Math.floor(i / cases)}`, centre: null, value, firstOnLeft: i % 2 === 0 }
  })
  return paradoxOf({
    preferred: 'sft',
    accurate: 'grpo',
    accuracyPairs,
    votes,
    margin: 0.1,
    clusterOf,
    settings,
    stream: ['test'],
  })
}

test('a strict paradox: the larger of two one-sided p decides', () => {
  const found = paradoxWhere(100, 30, 8, 65)
  expect(found.label).toBe('paradox')
  expect(found.p).toBe(Math.max(found.pAccuracy as number, found.pPreference as number))
  // McNemar one-sided: P(X >= 30), X ~ Binomial(38, 1/2), from R pbinom(29, 38, 0.5, lower.tail = FALSE).
  expect(found.pAccuracy).toBeCloseTo(0.000235993371461518, 15)
  expect(found.accuracy).toMatchObject({ value: -0.22, n: 100 })
  expect(found.preference).toMatchObject({ value: 0.3 })
  expect(isEstimated(found.decoupling) && found.decoupling.value).toBeCloseTo(0.52, 12)
})

test('one half alone is undetermined, and so is no evidence on either side', () => {
  expect(paradoxWhere(100, 30, 8, 52).label).toBe('undetermined')
  expect(paradoxWhere(100, 12, 10, 65).label).toBe('undetermined')
  expect(paradoxWhere(40, 6, 5, 21).label).toBe('undetermined')
})

test('both gains of one arm are concordant', () => {
  expect(paradoxWhere(100, 30, 8, 30).label).toBe('concordant')
  expect(paradoxWhere(100, 8, 30, 70).label).toBe('concordant')
})

test('a gain in agreement with a gain in preference shown to be below the margin is non-translation', () => {
  // 1,000 cases, net benefit of the accurate arm 0.02, whose upper bound lies below 0.1.
  const found = paradoxWhere(1000, 300, 200, 490)
  expect(found.label).toBe('non-translation')
  expect(found.pPreference).toBeGreaterThan(0.05)
})

test('cases without a vote, or without agreement, take no part; without any nothing is estimable', () => {
  const pair = { caseId: 'a', cluster: 'a', first: 1, second: 0 }
  const empty = { preferred: 'sft', accurate: 'grpo', margin: 0.1, clusterOf, settings, stream: ['test'] }
  const found = paradoxOf({ ...empty, accuracyPairs: [pair], votes: [] })
  expect(found).toMatchObject({ cases: 0, p: null, label: 'undetermined' })
  expect(isEstimated(found.accuracy)).toBe(false)
  const vote: Vote = { caseId: 'a', raterId: 'r', centre: null, value: 1, firstOnLeft: true }
  const one = paradoxOf({ ...empty, accuracyPairs: [pair], votes: [vote] })
  expect(one).toMatchObject({ cases: 1, label: 'undetermined' })
})

test.each([
  [{ pAccuracy: 0.01, pPreference: 0.04 }, 'paradox'],
  [{ pAccuracy: 0.01, pPreference: 0.06 }, 'undetermined'],
  [{ pAccuracy: null, pPreference: 0.01 }, 'undetermined'],
])('labelOf %o', (p, label) => {
  const bounds = { preferenceBounds: [-0.2, 0.2], accuracyBounds: [-0.3, -0.1] } as const
  expect(labelOf({ ...p, ...bounds }, 0.1, 0.05)).toBe(label)
})
