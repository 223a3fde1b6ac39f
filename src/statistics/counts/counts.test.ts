/** @file Tails of distributions, and tests and intervals of counts, against SciPy and statsmodels. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { benjaminiHochbergAdjust, holmAdjust } from '../adjust-p.ts'
import { binomialTest } from './binomial-test.ts'
import { contingencyTest, goodnessOfFitTest } from './chi-squared-test.ts'
import { clopperPearsonInterval } from './clopper-pearson-interval.ts'
import { cochranQTest } from './cochran-q-test.ts'
import * as distributions from '../distributions/index.ts'
import { fisherExactTest } from './fisher-exact-test.ts'
import { mcnemarChiSquaredTest, mcnemarMidPTest } from './mcnemar-test.ts'

const fixture = JSON.parse(readFileSync(new URL('./fixtures/counts.json', import.meta.url), 'utf8'))

/** Absolutely within 1e-8, and in tails relatively too. */
function expectNear(got: unknown, expected: number, what: string): void {
  expect(typeof got, what).toBe('number')
  expect(Math.abs((got as number) - expected), what).toBeLessThan(1e-8 * Math.max(1, Math.abs(expected)))
  if (expected > 1e-290) expect(Math.abs((got as number) / expected - 1), `${what}, relative`).toBeLessThan(1e-8)
}

test('upper tails equal scipy.stats sf, also at 1e-200', () => {
  const { tails } = fixture
  for (const { z, p } of tails.normal) expectNear(distributions.normalUpperTail(z), p, `normal ${z}`)
  for (const { x, df, p } of tails.chiSquared)
    expectNear(distributions.chiSquaredUpperTail(x, df), p, `chi-squared ${x}, ${df}`)
  for (const { t, df, p } of tails.student) expectNear(distributions.studentTwoSided(t, df), p, `t ${t}, ${df}`)
  for (const { f, df1, df2, p } of tails.f) expectNear(distributions.fUpperTail(f, df1, df2), p, `F ${f}`)
  for (const { k, n, p, upper, lower } of tails.binomial) {
    expectNear(distributions.binomialUpperTail(k, n, p), upper, `binomial >= ${k} of ${n}`)
    expectNear(distributions.binomialLowerTail(k, n, p), lower, `binomial <= ${k} of ${n}`)
  }
})

test('quantiles equal scipy.stats ppf', () => {
  for (const { p, df, t } of fixture.tails.studentQuantile) {
    expect(Math.abs(distributions.studentQuantile(p, df) - t), `t ${p}, ${df}`).toBeLessThan(1e-8 * Math.max(1, t))
  }
  for (const { p, df1, df2, f } of fixture.tails.fQuantile)
    expectNear(distributions.fQuantile(p, df1, df2), f, `F ${p}, ${df1}, ${df2}`)
})

test('clopperPearsonInterval equals statsmodels proportion_confint(beta)', () => {
  for (const { x, n, level, interval } of fixture.clopperPearson) {
    const got = clopperPearsonInterval(x, n, level)
    const [low, high] = 'interval' in got ? got.interval : []
    expect(Math.abs(low! - interval[0]), `${x}/${n}`).toBeLessThan(1e-8)
    expect(Math.abs(high! - interval[1]), `${x}/${n}`).toBeLessThan(1e-8)
  }
  expect(clopperPearsonInterval(0, 0)).toEqual({ notEstimable: 'no cases', n: 0 })
  expect(() => clopperPearsonInterval(3, 2)).toThrow(RangeError)
})

test('binomialTest equals scipy.stats.binomtest', () => {
  for (const { x, n, probability, p } of fixture.binomial) expectNear(binomialTest(x, n, probability).p, p, `${x}/${n}`)
  expect(binomialTest(0, 0).p).toBe(1)
  expect(() => binomialTest(3, 2)).toThrow(RangeError)
})

test('McNemar mid-p and chi-squared equal the formulas of statsmodels and of Fagerland 2013', () => {
  for (const { b, c, midP, plain, corrected } of fixture.mcnemar) {
    expectNear(mcnemarMidPTest(b, c).p, midP, `mid-p ${b}, ${c}`)
    expectNear(mcnemarChiSquaredTest(b, c).p, plain, `chi-squared ${b}, ${c}`)
    if (b !== c) expectNear(mcnemarChiSquaredTest(b, c, true).p, corrected, `corrected ${b}, ${c}`)
  }
  expect([mcnemarMidPTest(0, 0).p, mcnemarChiSquaredTest(0, 0).p]).toEqual([1, 1])
})

test('cochranQTest equals statsmodels cochrans_q', () => {
  for (const { rows, statistic, p } of fixture.cochran) {
    const got = cochranQTest(rows.map((row: number[]) => row.map(value => value === 1)))
    expectNear('p' in got && got.p, p, 'p')
    expectNear('statistic' in got && got.statistic, statistic, 'Q')
  }
  expect(
    cochranQTest([
      [true, true],
      [false, false],
    ]),
  ).toMatchObject({ statistic: 0, p: 1 })
  expect(cochranQTest([[true]])).toEqual({ notEstimable: 'fewer than two arms', n: 1 })
  expect(cochranQTest([])).toEqual({ notEstimable: 'no cases', n: 0 })
})

test('goodnessOfFitTest and contingencyTest equal scipy.stats', () => {
  for (const { counts, shares, statistic, p } of fixture.goodnessOfFit) {
    const got = goodnessOfFitTest(counts, shares ?? undefined)
    expectNear('p' in got && got.p, p, counts.join())
    expectNear('statistic' in got && got.statistic, statistic, counts.join())
  }
  for (const { table, statistic, df, p, cramerV } of fixture.contingency) {
    const got = contingencyTest(table)
    expect('df' in got && got.df).toBe(df)
    expectNear('p' in got && got.p, p, 'p')
    expectNear('statistic' in got && got.statistic, statistic, 'statistic')
    expectNear('cramerV' in got && got.cramerV, cramerV, 'V')
  }
  expect(goodnessOfFitTest([0, 0])).toEqual({ notEstimable: 'no cases', n: 0 })
  expect(
    contingencyTest([
      [3, 0],
      [4, 0],
    ]),
  ).toHaveProperty('notEstimable')
  expect(() => goodnessOfFitTest([1, 2], [0.5, 0.4])).toThrow(RangeError)
})

test('fisherExactTest equals scipy.stats.fisher_exact', () => {
  for (const { table, p } of fixture.fisher) {
    const [a, b, c, d] = table
    expectNear(fisherExactTest(a, b, c, d).p, p, table.join())
  }
  expect(fisherExactTest(0, 0, 0, 0).p).toBe(1)
})

test('holmAdjust and benjaminiHochbergAdjust equal statsmodels multipletests', () => {
  for (const { p, holm, bh } of fixture.adjusted) {
    for (const [i, value] of holmAdjust(p).entries()) expect(Math.abs(value - holm[i])).toBeLessThan(1e-12)
    for (const [i, value] of benjaminiHochbergAdjust(p).entries()) expect(Math.abs(value - bh[i])).toBeLessThan(1e-12)
  }
  expect(holmAdjust([])).toEqual([])
  expect(() => holmAdjust([1.2])).toThrow(RangeError)
})
