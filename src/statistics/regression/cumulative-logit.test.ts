/** @file Proportional odds against R ordinal::clm and sandwich::vcovCL, the parts of it, and what it refuses. */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type CumulativeLogitData, cumulativeLogit } from './cumulative-logit.ts'
import { choleskyFactor, invertPositiveDefinite, quadraticForm, solveFactored } from './linear-solve.ts'
import { maximiseLikelihood } from './newton.ts'
import { proportionalOddsCheck } from './proportional-odds-check.ts'
import { clusterCovariance, twoWayCovariance, twoWayVariance } from './sandwich.ts'
import type { WaldEstimate } from './wald.ts'

interface Case {
  name: string
  categories: number
  responses: number[]
  design: number[][]
  case: number[]
  rater: number[]
  thresholds: number[]
  beta: number[]
  model: number[]
  clustered: number[]
  twoWay: number[]
  pValues: number[]
  logLikelihood: number
  likelihoodRatio: number
  contrast: { value: number; model: number; clustered: number }
  cuts: { beta: number[]; model: number[] }[]
}
const { cases } = JSON.parse(readFileSync(new URL('./fixtures/cumulative-logit.json', import.meta.url), 'utf8')) as {
  cases: Case[]
}

const dataOf = (one: Case): CumulativeLogitData => ({
  responses: one.responses,
  categories: one.categories,
  design: one.design,
  columns: one.beta.map((_, i) => `x${i}`),
  clusters: { name: 'case', labels: one.case.map(String) },
  secondClusters: { name: 'rater', labels: one.rater.map(String) },
  contrasts: [{ name: 'first two', weights: one.beta.map((_, i) => [1, -1][i] ?? 0) }],
})
function expectNear(got: number, expected: number, what: string): void {
  expect(Math.abs(got - expected) / Math.max(1, Math.abs(expected)), what).toBeLessThan(1e-8)
}
const errorOf = (estimate: unknown) => (estimate as WaldEstimate).standardError

test('cumulativeLogit equals R ordinal::clm, with vcovCL by case and the floored two-way form', () => {
  expect(cases.length).toBeGreaterThan(3)
  for (const one of cases) {
    const fit = cumulativeLogit(dataOf(one))
    if ('notEstimable' in fit) throw new Error(`${one.name}: ${fit.notEstimable}`)
    for (const [j, threshold] of one.thresholds.entries()) expectNear(fit.thresholds[j], threshold, one.name)
    for (const [i, beta] of one.beta.entries()) {
      const got = fit.coefficients[i]
      expectNear(got.value, beta, `${one.name}, beta ${i}`)
      expectNear(errorOf(got.model), one.model[i], `${one.name}, model ${i}`)
      expectNear(errorOf(got.clustered), one.clustered[i], `${one.name}, clustered ${i}`)
      expectNear(errorOf(got.twoWay), one.twoWay[i], `${one.name}, two-way ${i}`)
      expectNear((got.clustered as WaldEstimate).p, one.pValues[i], `${one.name}, p ${i}`)
    }
    expectNear(fit.contrasts[0].value, one.contrast.value, `${one.name}, contrast`)
    expectNear(errorOf(fit.contrasts[0].model), one.contrast.model, `${one.name}, contrast, model`)
    expectNear(errorOf(fit.contrasts[0].clustered), one.contrast.clustered, `${one.name}, contrast, clustered`)
    expectNear(fit.logLikelihood, one.logLikelihood, `${one.name}, log-likelihood`)
    expectNear(fit.likelihoodRatio!.statistic, one.likelihoodRatio, `${one.name}, likelihood ratio`)
  }
})

test('proportionalOddsCheck equals R glm(y > j, binomial) at each cut', () => {
  for (const one of cases) {
    const { cuts, ranges } = proportionalOddsCheck(dataOf(one))
    expect(cuts).toHaveLength(one.cuts.length)
    for (const [j, { fit }] of cuts.entries()) {
      if ('notEstimable' in fit) throw new Error(`${one.name}: ${fit.notEstimable}`)
      for (const [i, beta] of one.cuts[j].beta.entries()) {
        expectNear(fit.coefficients[i].value, beta, `${one.name}, cut ${j}`)
        expectNear(errorOf(fit.coefficients[i].model), one.cuts[j].model[i], `${one.name}, cut ${j}`)
      }
    }
    const first = one.cuts.map(cut => cut.beta[0])
    if (first.length < 2) expect(ranges[0].range).toBeNull()
    else expectNear(ranges[0].range!, Math.max(...first) - Math.min(...first), one.name)
  }
})

const small = (responses: number[], x: number[], categories = 3): CumulativeLogitData => ({
  responses,
  categories,
  design: x.map(own => [own]),
  columns: ['x'],
})

test('cumulativeLogit(empty category, separation, collinear columns, nothing) says why there is no fit', () => {
  expect(cumulativeLogit(small([0, 2, 0, 2], [1, 2, 3, 4]))).toEqual({
    notEstimable: 'no response in category 1',
    n: 4,
  })
  const reason = 'no unique finite maximum: columns are collinear, or they separate the responses'
  expect(cumulativeLogit(small([0, 0, 1, 1, 2, 2], [1, 2, 3, 4, 5, 6]))).toEqual({ notEstimable: reason, n: 6 })
  // Quasi-complete: only x = 3 holds both answers.
  expect(cumulativeLogit(small([0, 0, 0, 1, 1], [1, 2, 3, 3, 4], 2))).toEqual({ notEstimable: reason, n: 5 })
  expect(cumulativeLogit(small([0, 1, 2, 0], [1, 1, 1, 1]))).toEqual({ notEstimable: reason, n: 4 })
  expect(cumulativeLogit(small([], []))).toEqual({ notEstimable: 'no responses', n: 0 })
  expect(() => cumulativeLogit(small([3], [1]))).toThrow(RangeError)
  expect(() => cumulativeLogit({ ...small([0], [1]), columns: [] })).toThrow(RangeError)
})

test('cumulativeLogit without columns has the logits of the cumulative shares, without clusters no robust error', () => {
  const fit = cumulativeLogit({ responses: [0, 1, 1, 2], categories: 3, design: [[], [], [], []], columns: [] })
  if ('notEstimable' in fit) throw new Error(fit.notEstimable)
  // P(Y <= 0) = 1/4 and P(Y <= 1) = 3/4.
  expect(fit.thresholds).toEqual([expect.closeTo(-Math.log(3), 10), expect.closeTo(Math.log(3), 10)])
  expect(fit.likelihoodRatio).toBeNull()
  const plain = cumulativeLogit(small([0, 1, 2, 1, 0, 2], [1, 2, 1, 3, 2, 2]))
  if ('notEstimable' in plain) throw new Error(plain.notEstimable)
  expect(plain.coefficients[0].clustered).toMatchObject({ notEstimable: 'no clusters given' })
})

test('cumulativeLogit: reversing the scale turns the coefficients around', () => {
  const one = cases[0]
  const data = dataOf(one)
  const [fit, turned] = [data, { ...data, responses: one.responses.map(own => one.categories - 1 - own) }].map(
    cumulativeLogit,
  )
  if ('notEstimable' in fit || 'notEstimable' in turned) throw new Error('expected fits')
  for (const [i, own] of fit.coefficients.entries()) {
    expect(turned.coefficients[i].value).toBeCloseTo(-own.value, 8)
    expect(errorOf(turned.coefficients[i].twoWay)).toBeCloseTo(errorOf(own.twoWay), 8)
  }
})

test('invertPositiveDefinite times the matrix is the identity, and a singular matrix has no factor', () => {
  const entry = fc.double({ min: -3, max: 3, noNaN: true })
  fc.assert(
    fc.property(fc.array(entry, { minLength: 16, maxLength: 16 }), entries => {
      const root = [0, 1, 2, 3].map(i => entries.slice(i * 4, i * 4 + 4))
      const matrix = root.map((a, i) =>
        root.map((b, j) => a.reduce((sum, own, k) => sum + own * b[k], i === j ? 0.1 : 0)),
      )
      const inverse = invertPositiveDefinite(matrix)!
      for (const [i, row] of matrix.entries()) {
        for (let j = 0; j < 4; j++) {
          expect(row.reduce((sum, own, k) => sum + own * inverse[k][j], 0)).toBeCloseTo(i === j ? 1 : 0, 7)
        }
      }
      const x = solveFactored(choleskyFactor(matrix)!, [1, 2, 3, 4])
      expect(matrix[2].reduce((sum, own, k) => sum + own * x[k], 0)).toBeCloseTo(3, 7)
    }),
    { numRuns: 50 },
  )
  expect(
    choleskyFactor([
      [1, 2],
      [2, 4],
    ]),
  ).toBeNull()
  expect(invertPositiveDefinite([[0]])).toBeNull()
  expect(
    quadraticForm(
      [
        [2, 1],
        [1, 3],
      ],
      [1, -1],
    ),
  ).toBe(3)
})

test('maximiseLikelihood finds the top of a parabola in one step, and none of a function that rises for ever', () => {
  const parabola = ([x]: readonly number[]) => ({
    value: -((x - 2) ** 2),
    gradient: [-2 * (x - 2)],
    information: [[2]],
  })
  expect(maximiseLikelihood([9], parabola)).toMatchObject({ at: [expect.closeTo(2, 12)], iterations: 1 })
  const rising = ([x]: readonly number[]) => ({
    value: -Math.log1p(Math.exp(-x)),
    gradient: [1 / (1 + Math.exp(x))],
    information: [[1 / (1 + Math.exp(x)) / (1 + Math.exp(-x))]],
  })
  expect(maximiseLikelihood([0], rising)).toBeNull()
})

test('clusterCovariance sums scores by cluster; one cluster has none; the two-way variance has a floor', () => {
  const fit = { bread: [[0.5]], scores: [[1], [2], [-1], [-2]] }
  // Sums 3 and -3, B = 1/2: 2/1 * (9 + 9) / 4 = 9.
  expect(clusterCovariance(fit, ['a', 'a', 'b', 'b'])).toEqual({ matrix: [[9]], clusters: 2 })
  expect(clusterCovariance(fit, ['a', 'a', 'a', 'a'])).toBeNull()
  expect(() => clusterCovariance(fit, ['a'])).toThrow(RangeError)
  // By the other labels the sums are 0 and 0, each row alone gives 4/3 * 10 / 4 = 10/3: 9 + 0 - 10/3 is below 9.
  const two = twoWayCovariance(fit, ['a', 'a', 'b', 'b'], ['x', 'y', 'x', 'y'])!
  expect(two.both[0][0]).toBeCloseTo(10 / 3, 12)
  expect(twoWayVariance(two, [1])).toBe(9)
})
