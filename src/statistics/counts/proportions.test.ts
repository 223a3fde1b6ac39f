/** @file Proportions, paired differences and McNemar against statsmodels. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import {
  type Estimate,
  type Estimated,
  independentDifferenceInterval,
  isEstimated,
  mcnemarTest,
  pairedDifferenceInterval,
  wilsonInterval,
} from '../index.ts'

interface Fixture {
  wilson: { x: number; n: number; level: number; interval: [number, number] }[]
  paired: { table: [number, number, number, number]; level: number; interval: [number, number] }[]
  independent: { table: [number, number, number, number]; interval: [number, number] }[]
  mcnemar: { b: number; c: number; p: number }[]
}
const fixture = JSON.parse(readFileSync(new URL('./fixtures/proportions.json', import.meta.url), 'utf8')) as Fixture

function intervalOf(estimate: Estimate): readonly [number, number] {
  if (!isEstimated(estimate)) throw new Error(estimate.notEstimable)
  return estimate.interval
}

test('wilsonInterval equals statsmodels proportion_confint', () => {
  for (const { x, n, level, interval } of fixture.wilson) {
    const [low, high] = intervalOf(wilsonInterval(x, n, level))
    expect(Math.abs(low - interval[0]), `${x}/${n}`).toBeLessThan(1e-8)
    expect(Math.abs(high - interval[1]), `${x}/${n}`).toBeLessThan(1e-8)
  }
})

test('wilsonInterval(0 of 0) is not estimable', () => {
  expect(wilsonInterval(0, 0)).toEqual({ notEstimable: 'no cases', n: 0 })
})

test('wilsonInterval(0 of 10) starts at 0 and (10 of 10) ends at 1', () => {
  expect(intervalOf(wilsonInterval(0, 10))[0]).toBe(0)
  expect(intervalOf(wilsonInterval(10, 10))[1]).toBe(1)
})

test('wilsonInterval(11 of 10) is refused', () => {
  expect(() => wilsonInterval(11, 10)).toThrow(RangeError)
})

test('pairedDifferenceInterval equals the square-and-add formula on statsmodels limits', () => {
  for (const { table, level, interval } of fixture.paired) {
    const [both, firstOnly, secondOnly, neither] = table
    const [low, high] = intervalOf(pairedDifferenceInterval({ both, firstOnly, secondOnly, neither }, level))
    expect(Math.abs(low - interval[0]), table.join()).toBeLessThan(1e-8)
    expect(Math.abs(high - interval[1]), table.join()).toBeLessThan(1e-8)
  }
})

test('pairedDifferenceInterval(unrelated arms) equals statsmodels confint_proportions_2indep(newcomb)', () => {
  for (const { table, interval } of fixture.independent) {
    const [both, firstOnly, secondOnly, neither] = table
    const [low, high] = intervalOf(pairedDifferenceInterval({ both, firstOnly, secondOnly, neither }))
    expect(Math.abs(low - interval[0]), table.join()).toBeLessThan(1e-8)
    expect(Math.abs(high - interval[1]), table.join()).toBeLessThan(1e-8)
  }
})

test('pairedDifferenceInterval(equal arms) is exactly 0', () => {
  expect(pairedDifferenceInterval({ both: 3, firstOnly: 2, secondOnly: 2, neither: 3 })).toMatchObject({ value: 0 })
})

test('pairedDifferenceInterval(no cases) is not estimable', () => {
  expect(pairedDifferenceInterval({ both: 0, firstOnly: 0, secondOnly: 0, neither: 0 })).toHaveProperty('notEstimable')
})

test('mcnemarTest equals statsmodels mcnemar(exact=True)', () => {
  for (const { b, c, p } of fixture.mcnemar) {
    const got = mcnemarTest(b, c).p
    expect(Math.abs(got - p), `${b}, ${c}`).toBeLessThan(1e-8)
    // Tails: the relative error counts, too, as long as statsmodels' own p is not 0.
    if (p > 1e-300) expect(Math.abs(got / p - 1), `${b}, ${c}`).toBeLessThan(1e-8)
  }
})

test('mcnemarTest(0, 0) has p = 1', () => {
  expect(mcnemarTest(0, 0).p).toBe(1)
})

test('mcnemarTest(7, 1) is 2 (1 + 8) / 256', () => {
  expect(mcnemarTest(7, 1).p).toBeCloseTo(18 / 256, 12)
})

test('independentDifferenceInterval of two Wilson intervals equals statsmodels confint_proportions_2indep(newcomb)', () => {
  for (const { table, interval } of fixture.independent) {
    const [both, firstOnly, secondOnly, neither] = table
    const n = both + firstOnly + secondOnly + neither
    const [first, second] = [both + firstOnly, both + secondOnly].map(x => wilsonInterval(x, n) as Estimated)
    const { value, interval: limits, method, n: cases } = independentDifferenceInterval(first, second)
    expect(value).toBeCloseTo((firstOnly - secondOnly) / n, 12)
    expect(Math.abs(limits[0] - interval[0]), table.join()).toBeLessThan(1e-8)
    expect(Math.abs(limits[1] - interval[1]), table.join()).toBeLessThan(1e-8)
    expect([method, cases]).toEqual(['square-and-add on Wilson', 2 * n])
  }
})

test('independentDifferenceInterval(0 of 10, 0 of 12) is 0 with a width, and never leaves -1 to 1', () => {
  const [none, all] = [wilsonInterval(0, 10), wilsonInterval(12, 12)] as [Estimated, Estimated]
  const gap = independentDifferenceInterval(none, wilsonInterval(0, 12) as Estimated)
  expect(gap.value).toBe(0)
  expect(gap.interval[0]).toBeLessThan(-0.2)
  expect(independentDifferenceInterval(all, none).interval[1]).toBe(1)
  expect(() => independentDifferenceInterval(none, wilsonInterval(1, 12, 0.9) as Estimated)).toThrow(RangeError)
})
