/** @file Meta-analysis of centres against R metafor. */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isEstimated } from '../estimate.ts'
import { betweenVariance } from './between-variance.ts'
import type { CentreEstimate } from './centre-estimate.ts'
import { commonEffect } from './common-effect.ts'
import { leaveOneOut } from './leave-one-out.ts'
import { logRiskRatio } from './log-risk-ratio.ts'
import { type RandomEffects, randomEffects } from './random-effects.ts'
import { weightedMean } from './weighted-mean.ts'

const fixture = JSON.parse(readFileSync(new URL('./fixtures/meta-analysis.json', import.meta.url), 'utf8'))

/** Within 1e-8 of the size of the number where that is above 1. */
function expectNear(got: number | undefined, expected: number, what: string): void {
  const off = Math.abs((got ?? Number.NaN) - expected)
  expect(off, `${what}: ${got} and ${expected}`).toBeLessThan(1e-8 * Math.max(1, Math.abs(expected)))
}

/** Ids in the order of the fixture: leaving out the first gives the first expected value. */
const centresOf = (name: string): CentreEstimate[] =>
  fixture.data[name].yi.map((estimate: number, i: number) => ({
    id: `c${String(i).padStart(2, '0')}`,
    estimate,
    variance: fixture.data[name].vi[i],
  }))

function effects(centres: readonly CentreEstimate[], options = {}): RandomEffects {
  const result = randomEffects(centres, options)
  if (!isEstimated(result)) throw new Error(result.notEstimable)
  return result
}

const INTERVALS = { z: 'wald', knha: 'hartung-knapp', adhoc: 'hartung-knapp-floored' } as const

test('randomEffects equals metafor rma and predict: REML, DL and PM with Wald, Hartung-Knapp and its floor', () => {
  for (const item of fixture.cases) {
    const what = `${item.name}, ${item.method}, ${item.test}`
    const interval = INTERVALS[item.test as keyof typeof INTERVALS]
    const got = effects(centresOf(item.name), { betweenVariance: item.method, interval, level: item.level })
    expectNear(got.tau2, item.tau2, `${what}, tau2`)
    expectNear(got.value, item.value, what)
    expectNear(got.standardError, item.standardError, `${what}, standard error`)
    expectNear(got.test?.statistic, item.statistic, `${what}, statistic`)
    expectNear(got.test?.p, item.p, `${what}, p`)
    expectNear(got.heterogeneity?.test.statistic, item.q, `${what}, Q`)
    expectNear(got.heterogeneity?.test.p, item.qp, `${what}, p of Q`)
    expectNear(got.heterogeneity?.i2, item.i2, `${what}, I2`)
    expectNear(got.heterogeneity?.h2, item.h2, `${what}, H2`)
    for (const side of [0, 1]) {
      expectNear(got.interval[side], item.interval[side], `${what}, limits`)
      expectNear(got.predictionInterval?.[side], item.prediction[side], `${what}, prediction`)
    }
    for (const [i, { weight }] of got.weights.entries()) expectNear(weight, item.weights[i], `${what}, weight ${i}`)
  }
})

test('commonEffect equals metafor rma(method = EE)', () => {
  for (const { name, value, standardError, interval, statistic, p } of fixture.common) {
    const got = commonEffect(centresOf(name))
    if (!isEstimated(got)) throw new Error(got.notEstimable)
    expectNear(got.value, value, name)
    expectNear(got.standardError, standardError, name)
    expectNear(got.interval[0], interval[0], name)
    expectNear(got.interval[1], interval[1], name)
    expectNear(got.test.statistic, statistic, name)
    expectNear(got.test.p, p, name)
  }
})

test('leaveOneOut equals metafor leave1out', () => {
  for (const { name, ...expected } of fixture.without) {
    const got = leaveOneOut(centresOf(name), { interval: 'hartung-knapp' })
    expect(got).toHaveLength(expected.value.length)
    for (const [i, { without, result }] of got.entries()) {
      expect(without).toBe(`c${String(i).padStart(2, '0')}`)
      if (!isEstimated(result)) throw new Error(result.notEstimable)
      expectNear(result.value, expected.value[i], `${name} without ${i}`)
      expectNear(result.standardError, expected.standardError[i], `${name} without ${i}`)
      expectNear(result.interval[0], expected.low[i], `${name} without ${i}`)
      expectNear(result.interval[1], expected.high[i], `${name} without ${i}`)
      expectNear(result.tau2, expected.tau2[i], `${name} without ${i}, tau2`)
      expectNear(result.heterogeneity?.test.statistic, expected.q[i], `${name} without ${i}, Q`)
    }
  }
})

test('logRiskRatio equals metafor escalc(RR)', () => {
  for (const { a, n1, c, n2, ...expected } of fixture.riskRatios) {
    const got = logRiskRatio([a, c], [n1, n2])
    if ('notEstimable' in got) throw new Error(got.notEstimable)
    expectNear(got.estimate, expected.estimate, `${a} of ${n1}`)
    expectNear(got.variance, expected.variance, `${a} of ${n1}`)
  }
  expect(logRiskRatio([0, 3], [10, 10])).toEqual({ notEstimable: 'no event in a group', n: 20 })
  expect(() => logRiskRatio([11, 3], [10, 10])).toThrow(RangeError)
})

test('one centre is that centre, without variance between centres or prediction; no centre is not estimable', () => {
  const centre = { id: 'a', estimate: 0.4, variance: 0.04 }
  const alone = effects([centre])
  expect(alone).toMatchObject({ value: 0.4, tau2: 0, heterogeneity: null, predictionInterval: null, n: 1 })
  expect(alone.method).toBe('one centre, Wald')
  expectNear(alone.interval[1], 0.4 + 1.959963984540054 * 0.2, 'Wald')
  expect(commonEffect([centre])).toMatchObject({ value: 0.4, n: 1 })
  expect(randomEffects([])).toEqual({ notEstimable: 'no centre', n: 0 })
  expect(leaveOneOut([centre])).toEqual([{ without: 'a', result: { notEstimable: 'no centre', n: 0 } }])
})

test('a centre without variance is not estimable and named; ids that come twice and odd numbers are refused', () => {
  const centre = { id: 'a', estimate: 0.4, variance: 0.04 }
  expect(randomEffects([centre, { ...centre, id: 'b', variance: 0 }])).toEqual({
    notEstimable: 'variance 0 in centre b',
    n: 2,
  })
  expect(() => randomEffects([centre, centre])).toThrow(RangeError)
  expect(() => leaveOneOut([centre, centre])).toThrow(RangeError)
  expect(() => commonEffect([{ ...centre, variance: -1 }])).toThrow(RangeError)
  expect(() => commonEffect([{ ...centre, estimate: Number.NaN }])).toThrow(RangeError)
})

test('plain Hartung-Knapp on equal estimates has no width and no test; the floored default keeps that of Wald', () => {
  const centres = ['a', 'b', 'c'].map(id => ({ id, estimate: 0.25, variance: 0.5 }))
  const plain = effects(centres, { interval: 'hartung-knapp' })
  expect(plain).toMatchObject({ value: 0.25, interval: [0.25, 0.25], test: null })
  expectNear(effects(centres).standardError, effects(centres, { interval: 'wald' }).standardError, 'standard error')
})

const centresArbitrary = fc
  .array(fc.tuple(fc.integer({ min: -300, max: 300 }), fc.integer({ min: 1, max: 400 })), {
    minLength: 2,
    maxLength: 9,
  })
  .map(list => list.map(([y, v], i) => ({ id: `c${i}`, estimate: y / 100, variance: v / 400 })))

test('randomEffects gives the same bytes whatever the order of centres', () => {
  fc.assert(
    fc.property(centresArbitrary, centres => {
      expect(JSON.stringify(randomEffects([...centres].reverse()))).toBe(JSON.stringify(randomEffects(centres)))
    }),
    { numRuns: 30 },
  )
})

test('REML is at least as likely as any value of a grid, and Paule-Mandel makes Q its expectation', () => {
  const likelihood = (centres: readonly CentreEstimate[], tau2: number) => {
    const { q, sumOfWeights, weights } = weightedMean(centres, tau2)
    return weights.reduce((sum, weight) => sum + Math.log(weight), 0) - Math.log(sumOfWeights) - q
  }
  fc.assert(
    fc.property(centresArbitrary, centres => {
      const best = likelihood(centres, betweenVariance(centres, 'REML'))
      for (let step = 0; step <= 400; step++) {
        expect(best).toBeGreaterThanOrEqual(likelihood(centres, (step / 100) ** 2) - 1e-9)
      }
      const paule = betweenVariance(centres, 'PM')
      const { q } = weightedMean(centres, paule)
      if (paule > 0) expect(Math.abs(q - (centres.length - 1))).toBeLessThan(1e-8)
      else expect(q).toBeLessThanOrEqual(centres.length - 1)
    }),
    { numRuns: 30 },
  )
})
