/** @file F1 averages and scores of predicted probabilities against scikit-learn and DeLong's own formula. */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Estimated } from '../estimate.ts'
import { auroc } from './auroc.ts'
import { brierScore, multiclassBrierScore } from './brier-score.ts'
import { type CalibrationError, expectedCalibrationError } from './expected-calibration-error.ts'
import { logLoss, multiclassLogLoss } from './log-loss.ts'
import { microF1 } from './micro-f1.ts'
import { weightedF1 } from './weighted-f1.ts'

interface Fixture {
  tables: { counts: number[]; micro: number; weighted: number }[]
  binary: {
    p: number[]
    y: number[]
    brier: number
    logLoss: number
    calibration: { bins: number; counts: number[]; expected: number; largest: number }[]
    auroc: number
    delong: { level: number; interval: [number, number] }[]
  }[]
  classes: { p: number[][]; truth: number[]; logLoss: number; brier: number }[]
}
const fixture = JSON.parse(
  readFileSync(new URL('./fixtures/probability-scores.json', import.meta.url), 'utf8'),
) as Fixture

test('microF1 and weightedF1 equal sklearn f1_score over the declared options', () => {
  for (const { counts, micro, weighted } of fixture.tables) {
    expect(microF1(counts)).toBeCloseTo(micro, 12)
    expect(weightedF1(counts)).toBeCloseTo(weighted, 12)
  }
  expect([microF1([0, 0, 0, 0, 0, 0]), weightedF1([0, 0, 0, 0, 0, 0])]).toEqual([null, null])
})

test('microF1 is the accuracy where every prediction is usable', () => {
  // 3 + 2 right of 8; the last column is empty.
  expect(microF1([3, 1, 0, 2, 2, 0])).toBe(5 / 8)
})

test('brierScore and logLoss equal scikit-learn, also for a certain mistake', () => {
  for (const { p, y, brier, logLoss: loss } of fixture.binary) {
    expect(brierScore(p, y)).toBeCloseTo(brier, 12)
    expect(logLoss(p, y)).toBeCloseTo(loss, 9)
  }
  for (const { p, truth, brier, logLoss: loss } of fixture.classes) {
    expect(multiclassBrierScore(p, truth)).toBeCloseTo(brier, 12)
    expect(multiclassLogLoss(p, truth)).toBeCloseTo(loss, 9)
  }
})

test('with two classes multiclassBrierScore is twice brierScore, and multiclassLogLoss is logLoss', () => {
  const [p, y] = [
    [0.2, 0.9, 0.5],
    [0, 1, 0],
  ]
  const rows = p.map(one => [1 - one, one])
  expect(multiclassBrierScore(rows, y)).toBeCloseTo(2 * (brierScore(p, y) ?? Number.NaN), 12)
  expect(multiclassLogLoss(rows, y)).toBeCloseTo(logLoss(p, y) ?? Number.NaN, 12)
})

test('expectedCalibrationError equals a loop over bins with exact limits', () => {
  for (const { p, y, calibration } of fixture.binary) {
    for (const { bins, counts, expected, largest } of calibration) {
      const got = expectedCalibrationError(p, y, bins) as CalibrationError
      expect(got.bins.map(({ n }) => n)).toEqual(counts)
      expect(got.expected).toBeCloseTo(expected, 12)
      expect(got.largest).toBeCloseTo(largest, 12)
    }
  }
})

test('expectedCalibrationError puts a limit into the bin below it, and 0 into the first', () => {
  const p = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]
  const got = expectedCalibrationError(p, new Array(11).fill(1)) as CalibrationError
  expect(got.bins.map(({ n }) => n)).toEqual([2, 1, 1, 1, 1, 1, 1, 1, 1, 1])
  const empty = expectedCalibrationError([0.05], [0], 2) as CalibrationError
  expect(empty.bins[1]).toEqual({ low: 0.5, high: 1, n: 0, meanProbability: null, share: null })
})

test('auroc equals sklearn roc_auc_score, its interval DeLong by all pairs', () => {
  for (const { p, y, auroc: area, delong } of fixture.binary) {
    for (const { level, interval } of delong) {
      const got = auroc(p, y, level) as Estimated
      expect(got.value).toBeCloseTo(area, 12)
      expect(got.interval[0]).toBeCloseTo(interval[0], 10)
      expect(got.interval[1]).toBeCloseTo(interval[1], 10)
    }
  }
})

test('auroc does not change under an increasing function of the scores, and turns around with their sign', () => {
  const cases = fc.array(fc.tuple(fc.integer({ min: -5, max: 5 }), fc.constantFrom(0, 1)), {
    minLength: 8,
    maxLength: 20,
  })
  fc.assert(
    fc.property(cases, drawn => {
      const outcomes = [0, 0, 1, 1, ...drawn.map(([, outcome]) => outcome)]
      const scores = [1, 2, 2, 3, ...drawn.map(([score]) => score)]
      const got = auroc(scores, outcomes) as Estimated
      expect(
        auroc(
          scores.map(score => Math.exp(score)),
          outcomes,
        ),
      ).toEqual(got)
      expect(
        (
          auroc(
            scores.map(score => -score),
            outcomes,
          ) as Estimated
        ).value,
      ).toBeCloseTo(1 - got.value, 12)
      expect((auroc([...scores].reverse(), [...outcomes].reverse()) as Estimated).value).toBeCloseTo(got.value, 12)
    }),
    { numRuns: 50, seed: 1 },
  )
})

test('auroc of separated classes is 1 without precision; of fewer than two of a class not estimable', () => {
  expect(auroc([1, 2, 3, 4], [0, 0, 1, 1])).toMatchObject({
    value: 1,
    interval: [1, 1],
    method: 'DeLong (no variation: claims no precision)',
  })
  expect(auroc([1, 2, 3], [0, 0, 1])).toEqual({ notEstimable: 'fewer than two cases of a class', n: 3 })
})

test('no cases give null; lengths, probabilities, outcomes and bins that cannot be are refused', () => {
  expect([brierScore([], []), logLoss([], []), multiclassBrierScore([], []), multiclassLogLoss([], [])]).toEqual([
    null,
    null,
    null,
    null,
  ])
  expect(expectedCalibrationError([], [])).toEqual({ notEstimable: 'no cases', n: 0 })
  expect(() => brierScore([0.5], [])).toThrow(RangeError)
  expect(() => brierScore([1.5], [1])).toThrow(RangeError)
  expect(() => logLoss([0.5], [2])).toThrow(RangeError)
  expect(() => multiclassBrierScore([[0.5, 0.4]], [0])).toThrow(RangeError)
  expect(() => multiclassLogLoss([[0.5, 0.5]], [2])).toThrow(RangeError)
  expect(() => expectedCalibrationError([0.5], [1], 0)).toThrow(RangeError)
  expect(() => auroc([Number.NaN], [1])).toThrow(RangeError)
})
