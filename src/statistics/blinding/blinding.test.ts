/** @file Blinding indexes against R BI and a numerical delta method. */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isEstimated } from '../estimate.ts'
import { clusterBootstrap } from '../resampling/cluster-bootstrap.ts'
import { bangIndex } from './bang-index.ts'
import { armGuesses, guessCell, guessMatrix } from './guess-matrix.ts'
import { jamesIndex, jamesIndexOf } from './james-index.ts'
import { kClassIndex, kClassIndexOf } from './k-class-index.ts'

const fixture = JSON.parse(readFileSync(new URL('./fixtures/blinding.json', import.meta.url), 'utf8'))

function expectNear(got: number, expected: number, what: string): void {
  expect(Math.abs(got - expected), `${what}: ${got} and ${expected}`).toBeLessThan(1e-8)
}
const within = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value))

test('bangIndex equals BI$BangBI for each arm: value, standard error, two-sided and both one-sided limits', () => {
  for (const { name, counts, bang } of fixture.cases) {
    for (const [arm, expected] of bang.entries()) {
      const got = bangIndex(armGuesses(counts, 2, arm))
      if (!isEstimated(got)) throw new Error(got.notEstimable)
      expectNear(got.value, expected.value, name)
      expectNear(got.standardError, expected.standardError, `${name}, standard error`)
      for (const side of [0, 1])
        expectNear(got.interval[side], within(expected.interval[side], -1, 1), `${name}, limits`)
      expectNear(got.oneSided.lower, within(expected.oneSided.lower, -1, 1), `${name}, lower`)
      expectNear(got.oneSided.upper, within(expected.oneSided.upper, -1, 1), `${name}, upper`)
    }
  }
})

test('jamesIndex equals BI$JamesBI for two arms: value, standard error and limits', () => {
  for (const { name, counts, james } of fixture.cases) {
    const got = jamesIndex(counts, 2)
    if (!isEstimated(got)) throw new Error(got.notEstimable)
    expectNear(got.value, james.value, name)
    expectNear(got.standardError, james.standardError, `${name}, standard error`)
    for (const side of [0, 1]) expectNear(got.interval[side], within(james.interval[side], 0, 1), `${name}, limits`)
  }
})

test('jamesIndex and kClassIndex of three and four arms equal their formulas and a numerical delta method', () => {
  for (const { arms, counts, james, arm: each } of fixture.several) {
    const got = jamesIndex(counts, arms)
    if (!isEstimated(got)) throw new Error(got.notEstimable)
    expectNear(got.value, james.value, `${arms} arms`)
    expectNear(got.standardError, james.standardError, `${arms} arms, standard error`)
    for (const [arm, expected] of each.entries()) {
      const guesses = armGuesses(counts, arms, arm)
      expect([guesses.correct, guesses.wrong, guesses.unknown]).toEqual(expected.counts)
      const own = kClassIndex(guesses, arms)
      if (!isEstimated(own)) throw new Error(own.notEstimable)
      expectNear(own.value, expected.value, `${arms} arms, arm ${arm}`)
      expectNear(own.standardError, expected.standardError, `${arms} arms, arm ${arm}, standard error`)
    }
  }
})

test('blinding indexes of nobody, of one answer only, and of guesses that cannot disagree', () => {
  expect(bangIndex({ correct: 0, wrong: 0, unknown: 0 })).toEqual({ notEstimable: 'nobody was asked', n: 0 })
  expect(bangIndex({ correct: 6, wrong: 0, unknown: 0 })).toMatchObject({
    value: 1,
    interval: [1, 1],
    method: 'Bang blinding index, multinomial, standard error 0',
  })
  expect(kClassIndex({ correct: 0, wrong: 5, unknown: 0 }, 3)).toMatchObject({ value: -0.5, interval: [-0.5, -0.5] })
  expect(kClassIndex({ correct: 0, wrong: 0, unknown: 5 }, 3)).toMatchObject({ value: 0, interval: [0, 0] })
  expect(jamesIndex([0, 0, 0, 0, 0, 0], 2)).toEqual({ notEstimable: 'nobody was asked', n: 0 })
  expect(jamesIndex([0, 0, 4, 0, 0, 3], 2)).toMatchObject({ value: 1, interval: [1, 1], standardError: 0 })
  expect(jamesIndex([5, 0, 4, 0, 0, 3], 2)).toEqual({
    notEstimable: 'all guesses are right and of one arm: no disagreement by chance',
    n: 12,
  })
  // All guess right in both arms: unblinded.
  expect(jamesIndex([5, 0, 0, 0, 5, 0], 2)).toMatchObject({ value: 0, interval: [0, 0] })
})

test('blinding indexes refuse counts that are no counts, or do not fit the arms', () => {
  expect(() => bangIndex({ correct: -1, wrong: 0, unknown: 0 })).toThrow(RangeError)
  expect(() => kClassIndex({ correct: 1, wrong: 0.5, unknown: 0 }, 3)).toThrow(RangeError)
  expect(() => kClassIndex({ correct: 1, wrong: 0, unknown: 0 }, 1)).toThrow(RangeError)
  expect(() => jamesIndex([1, 2, 3, 4], 2)).toThrow(RangeError)
  expect(() => jamesIndex([1, 2, 3, 4, 5, 0.5], 2)).toThrow(RangeError)
})

test('guessMatrix counts true arms by guesses, do not know last, and gives the shares of each row', () => {
  const guesses = [
    { arm: 'sft', guess: 'dpo' },
    { arm: 'sft', guess: 'sft' },
    { arm: 'sft', guess: null },
    { arm: 'sft', guess: 'sft' },
    { arm: 'dpo', guess: null },
  ]
  expect(guessMatrix(guesses, ['sft', 'dpo', 'icl'])).toEqual({
    arms: ['sft', 'dpo', 'icl'],
    counts: [2, 1, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0],
    shares: [0.5, 0.25, 0, 0.25, 0, 0, 0, 1, null, null, null, null],
  })
  expect(() => guessMatrix([{ arm: 'sft', guess: 'x' }], ['sft', 'dpo'])).toThrow(RangeError)
  expect(() => guessMatrix([], ['sft'])).toThrow(RangeError)
  expect(() => guessMatrix([], ['sft', 'sft'])).toThrow(RangeError)
})

test('jamesIndexOf and kClassIndexOf go into clusterBootstrap as functions of totals', () => {
  // 15 raters, each with a right, a wrong and an unsure answer about each arm, of which some are changed.
  const cell = (arm: number, guess: number) => guessCell(2, arm, guess)
  const rows = Array.from({ length: 15 }, (_, rater) => ({
    cluster: `r${rater}`,
    adds: [0, 1].flatMap(arm => [
      [cell(arm, rater % 3 === 0 ? 1 - arm : arm), 2] as const,
      [cell(arm, 1 - arm), 1] as const,
      [cell(arm, -1), 1 + (rater % 2)] as const,
    ]),
  }))
  const found = clusterBootstrap({
    rows,
    columns: 6,
    statistics: [
      { name: 'james', n: 15, compute: totals => jamesIndexOf(totals, 2) },
      { name: 'bang', n: 15, compute: totals => kClassIndexOf(armGuesses(totals, 2, 0), 2) },
    ],
    seed: 3,
    stream: ['blinding'],
    resamples: 400,
    level: 0.95,
  })
  // Arm 0: right 2 x 10, wrong 2 x 5 + 15, unsure 8 + 2 x 7 = 22; (20 - 25) / 67.
  expect(found.get('bang')).toHaveProperty('value', -5 / 67)
  // Both arms alike, half of the guesses named each: chance disagreement 1/2, so (dk + wrong share) of all.
  const james = found.get('james')
  expect(james && isEstimated(james) && james.value).toBeCloseTo((22 + 25) / 67, 12)
  expect(james && isEstimated(james) && james.interval[1] - james.interval[0]).toBeGreaterThan(0.01)
})

const counts = (length: number) => fc.array(fc.nat(30), { minLength: length, maxLength: length })

test('kClassIndex is the formula of the plan, and bangIndex for two classes', () => {
  fc.assert(
    fc.property(counts(3), fc.integer({ min: 2, max: 6 }), ([correct, wrong, unknown], classes) => {
      const n = correct + wrong + unknown
      fc.pre(n > 0)
      const value = kClassIndexOf({ correct, wrong, unknown }, classes) ?? Number.NaN
      expect(value).toBeCloseTo((correct / n - (1 - unknown / n) / classes) / (1 - 1 / classes), 12)
      expect(kClassIndex({ correct, wrong, unknown }, 2)).toMatchObject({
        ...bangIndex({ correct, wrong, unknown }),
        method: expect.any(String),
      })
    }),
  )
})

test('jamesIndexOf does not know the names of the arms, and is never below 0', () => {
  fc.assert(
    fc.property(counts(12), cells => {
      const order = [2, 0, 1]
      const renamed = order.flatMap(arm => [...order, -1].map(guess => cells[guessCell(3, arm, guess)]))
      const [one, other] = [jamesIndexOf(cells, 3), jamesIndexOf(renamed, 3)]
      if (one === null || other === null) expect(one).toBe(other)
      else {
        expect(Math.abs(one - other)).toBeLessThan(1e-12)
        expect(one).toBeGreaterThanOrEqual(0)
      }
    }),
  )
})
