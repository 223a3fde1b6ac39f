/** @file Quantiles, the BCa interval and the cluster bootstrap against SciPy and known truths. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import {
  type BootstrapRow,
  bcaInterval,
  clusterBootstrap,
  type Estimated,
  isEstimated,
  normalCdf,
  normalQuantile,
  quantile,
  stratifiedJackknife,
} from '../index.ts'

interface Fixture {
  bca: {
    name: string
    level: number
    estimate: number
    jackknife: number[]
    replicates: number[]
    interval: [number, number]
  }[]
  twoSamples: {
    level: number
    estimate: number
    sizes: [number, number]
    jackknife: number[]
    replicates: number[]
    interval: [number, number]
  }
  quantiles: { values: number[]; at: { p: number; q: number }[] }
  normal: { cdf: { z: number; p: number }[]; quantile: { p: number; z: number }[] }
}
const fixture = JSON.parse(readFileSync(new URL('./fixtures/bootstrap.json', import.meta.url), 'utf8')) as Fixture

test('normalCdf and normalQuantile equal scipy.stats.norm', () => {
  for (const { z, p } of fixture.normal.cdf) expect(Math.abs(normalCdf(z) / p - 1)).toBeLessThan(1e-8)
  for (const { p, z } of fixture.normal.quantile) expect(Math.abs(normalQuantile(p) - z)).toBeLessThan(1e-8)
})

test('quantile equals numpy.quantile', () => {
  for (const { p, q } of fixture.quantiles.at) expect(quantile(fixture.quantiles.values, p)).toBeCloseTo(q, 12)
})

test('bcaInterval equals scipy.stats.bootstrap(method=BCa) on the same replicates', () => {
  for (const { name, estimate, replicates, jackknife, level, interval } of fixture.bca) {
    const got = bcaInterval(estimate, replicates, jackknife, level)
    expect(got.kind).toBe('BCa')
    expect(Math.abs(got.interval[0] - interval[0]), name).toBeLessThan(1e-8)
    expect(Math.abs(got.interval[1] - interval[1]), name).toBeLessThan(1e-8)
  }
})

test('bcaInterval of equal replicates is [estimate, estimate] and says that they are constant', () => {
  expect(bcaInterval(0.3, [0.3, 0.3, 0.3], [0.3, 0.3])).toEqual({ interval: [0.3, 0.3], kind: 'constant' })
})

test('bcaInterval with every replicate above the estimate falls back to the percentile interval and says so', () => {
  // Type 7 on 1..5 at 0.025 and 0.975: 1 + 0.1 and 5 - 0.1.
  const { interval, kind } = bcaInterval(0, [1, 2, 3, 4, 5], [0, 1])
  expect(kind).toBe('percentile')
  expect(interval[0]).toBeCloseTo(1.1, 12)
  expect(interval[1]).toBeCloseTo(4.9, 12)
})

/** Rows of 0/1 outcomes: totals are the sum and the count. */
const rowsOf = (outcomes: readonly (readonly [string, number])[]): BootstrapRow[] =>
  outcomes.map(([cluster, outcome]) => ({
    cluster,
    adds: [
      [0, outcome],
      [1, 1],
    ],
  }))
const mean = { name: 'mean', n: 0, compute: (totals: Float64Array) => (totals[1] > 0 ? totals[0] / totals[1] : null) }
const settings = { columns: 2, statistics: [mean], seed: 5, stream: ['test'], resamples: 1000, level: 0.95 }
const clustered = Array.from({ length: 60 }, (_, i): [string, number] => [`c${Math.floor(i / 3)}`, (i * 7) % 5])

function estimateOf(rows: BootstrapRow[], overrides = {}): Estimated {
  const estimate = clusterBootstrap({ ...settings, ...overrides, rows }).get('mean')
  if (!estimate || !isEstimated(estimate)) throw new Error('expected an estimate')
  return estimate
}

test('clusterBootstrap(same seed) is the same whatever the order of rows, and differs with another stream', () => {
  const first = estimateOf(rowsOf(clustered))
  expect(estimateOf(rowsOf([...clustered].reverse()))).toEqual(first)
  expect(estimateOf(rowsOf(clustered), { stream: ['other'] })).not.toEqual(first)
})

test('clusterBootstrap of a mean over equal clusters has the width of sqrt(sum (ybar_g - ybar)^2) / G', () => {
  const { value, interval } = estimateOf(rowsOf(clustered), { resamples: 20000 })
  const means = Array.from(
    { length: 20 },
    (_, g) => clustered.slice(3 * g, 3 * g + 3).reduce((s, [, y]) => s + y, 0) / 3,
  )
  const standardError = Math.sqrt(means.reduce((sum, y) => sum + (y - value) ** 2, 0)) / 20
  // 2 x 1.96 standard errors; a symmetric mean of 20 clusters is close to normal, Monte-Carlo error about 1 %.
  expect((interval[1] - interval[0]) / (2 * 1.96 * standardError)).toBeGreaterThan(0.95)
  expect((interval[1] - interval[0]) / (2 * 1.96 * standardError)).toBeLessThan(1.05)
})

test('clusterBootstrap gives the difference of a statistic with itself as exactly [0, 0]: resamples are shared', () => {
  const difference = { name: 'mean', n: 60, compute: (t: Float64Array) => t[0] / t[1] - t[0] / t[1] }
  expect(estimateOf(rowsOf(clustered), { statistics: [difference] })).toMatchObject({ value: 0, interval: [0, 0] })
})

test('clusterBootstrap(all outcomes equal) is [theta, theta] and says constant in every resample', () => {
  expect(estimateOf(rowsOf(clustered.map(([c]) => [c, 1])))).toMatchObject({
    value: 1,
    interval: [1, 1],
    method: 'cluster bootstrap (B = 1000, constant in every resample)',
  })
})

test('clusterBootstrap(fewer than 10 clusters) is not estimable', () => {
  const few = clusterBootstrap({ ...settings, rows: rowsOf(clustered.slice(0, 27)) }).get('mean')
  expect(few).toEqual({ notEstimable: 'fewer than 10 clusters (9): no bootstrap interval', n: 0 })
})

test('clusterBootstrap of a statistic that is undefined on many resamples is not estimable, and names how many', () => {
  // Only one of 20 clusters holds the option: about 1 / e of the resamples miss it.
  const rows = rowsOf(Array.from({ length: 20 }, (_, i) => [`c${i}`, i === 0 ? 1 : 0]))
  const rare = { name: 'mean', n: 20, compute: (totals: Float64Array) => (totals[0] > 0 ? 1 / totals[0] : null) }
  const estimate = clusterBootstrap({ ...settings, statistics: [rare], rows }).get('mean')
  expect(estimate).toHaveProperty('notEstimable', expect.stringMatching(/^not defined on \d{3} of 1000 resamples$/))
})

test('stratifiedJackknife gives bcaInterval the limits of scipy.stats.bootstrap(method=BCa) of two samples', () => {
  const { estimate, replicates, jackknife, sizes, level, interval } = fixture.twoSamples
  const places = [...jackknife.keys()]
  const strata = [places.slice(0, sizes[0]), places.slice(sizes[0])]
  const got = bcaInterval(estimate, replicates, stratifiedJackknife(jackknife, strata), level)
  expect(Math.abs(got.interval[0] - interval[0])).toBeLessThan(1e-8)
  expect(Math.abs(got.interval[1] - interval[1])).toBeLessThan(1e-8)
})

test('clusterBootstrap(strata) draws as many clusters of each as it has: what is constant within them has no width', () => {
  // 20 clusters with 0 and 20 with 1: without strata the mean varies, within strata it is 1 / 2 in every resample.
  const rows = Array.from({ length: 40 }, (_, i) => ({
    cluster: `c${i}`,
    adds: [[0, i < 20 ? 0 : 1] as const, [1, 1] as const],
  }))
  const request = {
    rows,
    columns: 2,
    statistics: [{ name: 'mean', n: 40, compute: (sums: Float64Array) => sums[0] / sums[1] }],
    seed: 1,
    stream: ['strata'],
    resamples: 200,
    level: 0.95,
  }
  const strata = new Map(rows.map(({ cluster }, i) => [cluster, i < 20 ? 'low' : 'high']))
  const within = clusterBootstrap({ ...request, strata }).get('mean')
  expect(within).toMatchObject({ value: 0.5, interval: [0.5, 0.5] })
  expect(within).toHaveProperty('method', 'stratified cluster bootstrap (B = 200, constant in every resample)')
  const without = clusterBootstrap(request).get('mean') as Estimated
  expect(without.interval[1] - without.interval[0]).toBeGreaterThan(0.2)
  expect(without.method).toBe('BCa cluster bootstrap (B = 200)')
})
