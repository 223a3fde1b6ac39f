/** @file Sign flips and relabelling within clusters against SciPy and full enumeration. */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { clusterPermutationTest, type PermutationRow } from './cluster-permutation.ts'
import { latticeSignFlipP } from './lattice-sign-flip.ts'
import { allOrders, type Alternative } from './relabellings.ts'
import { signFlipTest } from './sign-flip-test.ts'

type Sides = Record<Alternative, number>
interface Fixture {
  signFlip: { values: number[]; p: Sides }[]
  twoArms: { first: number[]; second: number[]; ratio: Sides }[]
  threeArms: { table: number[][]; statistic: number; p: number }[]
}
const fixture = JSON.parse(readFileSync(new URL('./fixtures/permutation.json', import.meta.url), 'utf8')) as Fixture
const sides = ['two-sided', 'greater', 'less'] as const
const options = { seed: 7, stream: ['test'] }
/** The estimable result, whose fields the tests look at. */
const known = <Result extends object>(result: Result) => result as Exclude<Result, { readonly notEstimable: string }>
const valuesOf = (values: readonly number[]) => values.map((value, i) => ({ cluster: `c${i}`, value }))
const flip = (values: readonly number[], more = {}) => known(signFlipTest(valuesOf(values), { ...options, ...more }))

test('signFlipTest equals scipy.stats.permutation_test of one sample, going through every flip', () => {
  for (const { values, p } of fixture.signFlip) {
    for (const alternative of sides) expect(flip(values, { alternative }).p).toBeCloseTo(p[alternative], 12)
  }
})

test('latticeSignFlipP equals signFlipTest on whole numbers, whatever their unit', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -4, max: 4 }), { minLength: 1, maxLength: 11 }), wholes => {
      expect(latticeSignFlipP(wholes)).toBeCloseTo(flip(wholes.map(value => value / 3)).p, 12)
    }),
    { numRuns: 60, seed: 1 },
  )
  // 3000 times +1: 2 / 2^3000 is below the smallest number.
  expect(latticeSignFlipP(new Array(3000).fill(1))).toBe(0)
  expect(latticeSignFlipP([])).toBe(1)
  expect(() => latticeSignFlipP([0.5])).toThrow(RangeError)
})

test('signFlipTest takes the mean of a cluster, and ignores the order of rows', () => {
  const rows = [0.1, 0.2, 0.7, -0.3, 0.4, 0.9].map((value, i) => ({ cluster: `c${i % 3}`, value }))
  const means = [(0.1 - 0.3) / 2, (0.2 + 0.4) / 2, (0.7 + 0.9) / 2]
  const got = known(signFlipTest(rows, options))
  expect(got.n).toBe(3)
  expect(got.statistic).toBeCloseTo((means[0] + means[1] + means[2]) / 3, 12)
  expect(got.p).toBe(flip(means).p)
  expect(signFlipTest([...rows].reverse(), options)).toEqual(got)
})

test('signFlipTest with many clusters draws flips: near the exact p, repeatable, never 0', () => {
  const wholes = Array.from({ length: 60 }, (_, i) => ((i * 7) % 5) - 1.5).map(value => 2 * value)
  const exact = latticeSignFlipP(wholes)
  const got = flip(wholes, { draws: 20000 })
  expect(got.method).toBe('cluster sign-flip, two-sided, B = 20000')
  expect(got).toEqual(flip(wholes, { draws: 20000 }))
  expect(got.p).not.toBe(flip(wholes, { draws: 20000, seed: 8 }).p)
  // Five standard errors of the Monte-Carlo share.
  expect(Math.abs(got.p - exact)).toBeLessThan(5 * Math.sqrt((exact * (1 - exact)) / 20000))
  expect(flip(new Array(200).fill(1), { draws: 99 }).p).toBe(0.01)
})

test('signFlipTest of nothing is not estimable, of zeros p 1, of one cluster 1 two-sided and 1 / 2 one-sided', () => {
  expect(signFlipTest([], options)).toEqual({ notEstimable: 'no cases', n: 0 })
  expect(flip([0, 0, 0])).toMatchObject({ statistic: 0, p: 1, n: 3 })
  expect([flip([2.5]).p, flip([2.5], { alternative: 'greater' }).p]).toEqual([1, 0.5])
  expect(() => flip([Number.NaN])).toThrow(RangeError)
  expect(() => flip([1], { draws: 0 })).toThrow(RangeError)
})

/** One row for each arm of each cluster: the arm's value is its only total. */
const rowsOf = (table: readonly (readonly number[])[]): PermutationRow[] =>
  table.flatMap((values, i) => values.map((value, arm) => ({ cluster: `c${i}`, arm, adds: [[0, value]] as const })))
const paired = (first: readonly number[], second: readonly number[]) => first.map((value, i) => [value, second[i]])

test('two arms: swapping labels of whole clusters equals scipy.stats.permutation_test of paired samples', () => {
  for (const { first, second, ratio } of fixture.twoArms) {
    const rows = rowsOf(paired(first, second))
    for (const alternative of sides) {
      const compute = ([a, b]: readonly Float64Array[]) => Math.log(a[0] / b[0])
      const byTotals = clusterPermutationTest({ ...options, rows, arms: 2, columns: 1, compute, alternative })
      expect(known(byTotals).p).toBeCloseTo(ratio[alternative], 12)
    }
  }
})

/** Sum of squared distances of the arms' totals from their mean. */
const spread = (totals: readonly number[]) => {
  const mean = totals.reduce((sum, total) => sum + total, 0) / totals.length
  return totals.reduce((sum, total) => sum + (total - mean) ** 2, 0)
}

test('three arms: permuting labels within clusters equals enumeration of every order', () => {
  for (const { table, statistic, p } of fixture.threeArms) {
    const compute = (totals: readonly Float64Array[]) => spread(totals.map(([total]) => total))
    const request = { ...options, rows: rowsOf(table), arms: 3, columns: 1, compute, alternative: 'greater' as const }
    const got = known(clusterPermutationTest(request))
    expect(got.statistic).toBeCloseTo(statistic, 10)
    expect(got.p).toBeCloseTo(p, 12)
    expect(clusterPermutationTest({ ...request, rows: [...request.rows].reverse() })).toEqual(got)
  }
})

test('clusterPermutationTest with many clusters equals the sign-flip test of the differences up to chance', () => {
  const differences = Array.from({ length: 40 }, (_, i) => ((i * 11) % 7) - 2)
  const rows = rowsOf(differences.map(difference => [difference, 0]))
  const compute = ([a, b]: readonly Float64Array[]) => a[0] - b[0]
  const request = { ...options, rows, arms: 2, columns: 1, compute, draws: 20000 }
  const got = known(clusterPermutationTest(request))
  const exact = latticeSignFlipP(differences)
  expect(Math.abs(got.p - exact)).toBeLessThan(5 * Math.sqrt((exact * (1 - exact)) / 20000))
  expect(got.method).toBe('labels of two arms swapped within clusters, two-sided, B = 20000')
})

test('a relabelling that does not define the statistic counts as far; data that do not are not estimable', () => {
  // Totals of arm 0 under the 4 relabellings: 3 (observed), 2 and 1 (undefined here), 0 (not as far).
  const rows = rowsOf([
    [1, 0],
    [2, 0],
  ])
  const compute = ([a]: readonly Float64Array[]) => (a[0] === 1 || a[0] === 2 ? null : a[0])
  const request = { ...options, rows, arms: 2, columns: 1, compute, alternative: 'greater' as const }
  expect(known(clusterPermutationTest(request)).p).toBe(3 / 4)
  expect(clusterPermutationTest({ ...request, compute: () => null })).toEqual({
    notEstimable: 'not defined on these cases',
    n: 2,
  })
  expect(clusterPermutationTest({ ...request, rows: [] })).toEqual({ notEstimable: 'no cases', n: 0 })
})

test('arms and columns out of range and nine arms are refused', () => {
  const request = { ...options, arms: 2, columns: 1, compute: () => 0 }
  expect(() => clusterPermutationTest({ ...request, rows: [{ cluster: 'a', arm: 2, adds: [] }] })).toThrow(RangeError)
  expect(() => clusterPermutationTest({ ...request, rows: [{ cluster: 'a', arm: 0, adds: [[1, 1]] }] })).toThrow(
    RangeError,
  )
  expect(() => allOrders(9)).toThrow(RangeError)
})

test('allOrders lists each order once, the identity first', () => {
  const orders = allOrders(4)
  expect(orders[0]).toEqual([0, 1, 2, 3])
  expect(new Set(orders.map(String)).size).toBe(24)
  expect(orders.every(order => [...order].sort().join('') === '0123')).toBe(true)
})
