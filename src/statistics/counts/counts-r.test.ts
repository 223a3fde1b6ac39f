/** @file Tails of distributions, and tests and intervals of counts, against R. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { benjaminiHochbergAdjust, holmAdjust } from '../adjust-p.ts'
import * as distributions from '../distributions/index.ts'
import { binomialTest } from './binomial-test.ts'
import { contingencyTest, goodnessOfFitTest } from './chi-squared-test.ts'
import { clopperPearsonInterval } from './clopper-pearson-interval.ts'
import { fisherExactTest } from './fisher-exact-test.ts'
import { mcnemarChiSquaredTest, mcnemarTest } from './mcnemar-test.ts'
import { wilsonInterval } from './wilson-interval.ts'

const fixture = JSON.parse(readFileSync(new URL('./fixtures/counts-r.json', import.meta.url), 'utf8'))

/** Relative agreement, which is the strict one for tails; R's own 0 (an underflow) must be 0 here, too. */
function expectNear(got: number, expected: number, what: string, tolerance = 1e-8): void {
  if (expected === 0) expect(got, what).toBe(0)
  else expect(Math.abs(got / expected - 1), `${what}: got ${got}, R ${expected}`).toBeLessThan(tolerance)
}

/** Agreement of a tail, and of its logarithm where the tail is small enough for that to have digits. */
function expectTail(got: number, p: number, log: number, what: string): void {
  expectNear(got, p, what)
  if (log < -1 && p > 1e-290) expectNear(Math.log(got), log, `log of ${what}`, 1e-10)
}

test('upper tails equal R pnorm, pchisq, pt, pf and pbinom (lower.tail = FALSE), down to 1e-290', () => {
  const { tails } = fixture
  for (const { z, p, log } of tails.normal) expectTail(distributions.normalUpperTail(z), p, log, `normal ${z}`)
  for (const { x, df, p, log } of tails.chiSquared)
    expectTail(distributions.chiSquaredUpperTail(x, df), p, log, `chi-squared ${x}, df ${df}`)
  for (const { t, df, upper, log } of tails.student)
    expectTail(distributions.studentUpperTail(t, df), upper, log, `t ${t}, df ${df}`)
  for (const { f, df1, df2, p, log } of tails.f)
    expectTail(distributions.fUpperTail(f, df1, df2), p, log, `F ${f}, df ${df1} and ${df2}`)
  for (const { k, n, p, upper, lower, log, density } of tails.binomial) {
    expectTail(distributions.binomialUpperTail(k, n, p), upper, log, `binomial >= ${k} of ${n} at ${p}`)
    expectNear(distributions.binomialLowerTail(k, n, p), lower, `binomial <= ${k} of ${n} at ${p}`)
    // The logarithm's absolute error is the relative error of the probability.
    const deviation = Math.abs(distributions.logBinomialProbability(k, n, p) - density)
    expect(deviation, `log of binomial ${k} of ${n} at ${p}`).toBeLessThan(1e-8)
  }
})

test('betaQuantile equals R qbeta, checked by pbeta of its quantile', () => {
  for (const { p, a, b, x, back } of fixture.tails.betaQuantile) {
    // R's own quantile must itself be good before ours is held to it.
    expectNear(back, p, `R's own quantile ${p}, ${a}, ${b}`)
    expectNear(distributions.betaQuantile(p, a, b), x, `beta ${p}, ${a}, ${b}`)
  }
})

test('binomialTest equals R binom.test, up to a million cases', () => {
  for (const { x, n, probability, p } of fixture.binomial)
    expectNear(binomialTest(x, n, probability).p, p, `${x} of ${n} against ${probability}`)
})

test('clopperPearsonInterval equals R binom.test, wilsonInterval prop.test(correct = FALSE)', () => {
  for (const { x, n, level, exact, score } of fixture.intervals) {
    for (const [estimate, limits] of [
      [clopperPearsonInterval(x, n, level), exact],
      [wilsonInterval(x, n, level), score],
    ]) {
      if (!('interval' in estimate)) throw new Error(estimate.notEstimable)
      for (const side of [0, 1]) {
        const what = `${estimate.method} ${x} of ${n}, level ${level}, side ${side}`
        // R's own score limit is 1e-17 rather than 0 without a success: ours is exact there.
        if (limits[side] < 1e-15) expect(estimate.interval[side], what).toBe(0)
        else expectNear(estimate.interval[side], limits[side], what)
      }
    }
  }
})

test('mcnemarTest and mcnemarChiSquaredTest equal R binom.test and mcnemar.test with both corrections', () => {
  for (const { b, c, exact, plain, corrected } of fixture.mcnemar) {
    expectNear(mcnemarTest(b, c).p, exact, `exact ${b}, ${c}`)
    expectNear(mcnemarChiSquaredTest(b, c).p, plain, `plain ${b}, ${c}`)
    expectNear(mcnemarChiSquaredTest(b, c, true).p, corrected, `corrected ${b}, ${c}`)
  }
})

test('goodnessOfFitTest and contingencyTest equal R chisq.test(correct = FALSE)', () => {
  for (const { counts, shares, statistic, df, p } of fixture.goodnessOfFit) {
    const got = goodnessOfFitTest(counts, shares)
    if ('notEstimable' in got) throw new Error(got.notEstimable)
    expect(got.df).toBe(df)
    expectNear(got.statistic, statistic, counts.join())
    expectNear(got.p, p, counts.join())
  }
  for (const { table, statistic, df, p } of fixture.contingency) {
    const got = contingencyTest(table)
    if ('notEstimable' in got) throw new Error(got.notEstimable)
    expect(got.df).toBe(df)
    expectNear(got.statistic, statistic, table.join())
    expectNear(got.p, p, table.join())
  }
})

test('fisherExactTest equals R fisher.test', () => {
  for (const { table, p } of fixture.fisher) {
    const [a, b, c, d] = table
    expectNear(fisherExactTest(a, b, c, d).p, p, table.join())
  }
})

test('holmAdjust and benjaminiHochbergAdjust equal R p.adjust', () => {
  for (const { p, holm, bh } of fixture.adjusted) {
    for (const [i, value] of holmAdjust(p).entries()) expectNear(value, holm[i], `Holm of ${p.join()}`, 1e-12)
    for (const [i, value] of benjaminiHochbergAdjust(p).entries()) expectNear(value, bh[i], `BH of ${p.join()}`, 1e-12)
  }
})
