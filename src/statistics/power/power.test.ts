/** @file Exact power against brute force, simulated power against another simulation, and the plan's reference table. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { type BinomialDesign, binomialPower, binomialSampleSize } from './binomial-power.ts'
import { caseTestP } from './case-test.ts'
import { iutPower } from './iut-power.ts'
import { interceptFor, logitSdForIcc } from './logit-normal.ts'
import { type McnemarDesign, mcnemarPower, mcnemarSampleSize } from './mcnemar-power.ts'
import { type PreferenceDesign, preferencePower } from './preference-power.ts'
import { latentShift, type RatingDesign, ratingPower } from './rating-power.ts'
import { smallestSample, smallestStableSample } from './smallest-sample.ts'

interface Simulated {
  power: number
  standardError: number
}
interface Fixture {
  mcnemar: (McnemarDesign & { n: number; power: number })[]
  binomial: (BinomialDesign & { n: number; power: number })[]
  intercepts: { mean: number; sd: number; intercept: number }[]
  icc: { probability: number; icc: number; sd: number }[]
  preference: (Omit<PreferenceDesign, 'seed'> & { t: Simulated })[]
  rating: (Omit<RatingDesign, 'seed'> & { shift: number; sd: number; t: Simulated; wilcoxon: Simulated })[]
}
const fixture = JSON.parse(readFileSync(new URL('./fixtures/power.json', import.meta.url), 'utf8')) as Fixture
/** Two simulations agree within four standard errors of their difference. */
function expectAlike(got: Simulated, expected: Simulated): void {
  expect(Math.abs(got.power - expected.power)).toBeLessThan(4 * Math.hypot(got.standardError, expected.standardError))
}

test('mcnemarPower equals the sum over all tables that the exact test rejects', () => {
  for (const { n, power, ...design } of fixture.mcnemar) expect(mcnemarPower(n, design).power).toBeCloseTo(power, 10)
})

test('binomialPower equals the sum over all outcomes that scipy.stats.binomtest rejects', () => {
  for (const { n, power, ...design } of fixture.binomial) expect(binomialPower(n, design).power).toBeCloseTo(power, 10)
})

test('mcnemarSampleSize: a gain of 8 points needs about 250 cases, one of 5 points about 650', () => {
  const design = { alpha: 0.05, alternative: 'greater' } as const
  expect(mcnemarSampleSize({ ...design, firstOnly: 0.16, secondOnly: 0.08 })).toMatchObject({ n: 249 })
  expect(mcnemarSampleSize({ ...design, firstOnly: 0.15, secondOnly: 0.1 })).toMatchObject({ n: 651 })
})

test('binomialSampleSize is the n from which saw-toothed power stays above the target', () => {
  const design = { probability: 0.65, alpha: 0.05 }
  const { n } = binomialSampleSize(design) as { n: number }
  const powers = Array.from({ length: 3 * n }, (_, i) => binomialPower(i + 1, design).power)
  expect(powers.slice(n - 1).every(power => power >= 0.8)).toBe(true)
  expect(powers[n - 2]).toBeLessThan(0.8)
  // The first n above the target is smaller: power falls below again.
  expect(powers.findIndex(power => power >= 0.8) + 1).toBeLessThan(n)
})

test('interceptFor and logitSdForIcc equal adaptive quadrature', () => {
  for (const { mean, sd, intercept } of fixture.intercepts) expect(interceptFor(mean, sd)).toBeCloseTo(intercept, 8)
  for (const { probability, icc, sd } of fixture.icc) expect(logitSdForIcc(probability, icc)).toBeCloseTo(sd, 8)
  expect(logitSdForIcc(0.6, 0)).toBe(0)
  expect(() => interceptFor(1, 1)).toThrow(RangeError)
  expect(() => logitSdForIcc(0.5, 1)).toThrow(RangeError)
})

test('preferencePower by t equals another simulation', () => {
  for (const { t, ...design } of fixture.preference) expectAlike(preferencePower({ ...design, test: 't', seed: 1 }), t)
})

test('preferencePower with one rater is the power of the sign test, which is that of McNemar', () => {
  const design = { cases: 80, raters: 1, winProbability: 0.68, tieRate: 0.2, caseSd: 0, alpha: 0.05, seed: 2 }
  const exact = mcnemarPower(80, { firstOnly: 0.8 * 0.68, secondOnly: 0.8 * 0.32, alpha: 0.05 })
  expectAlike(preferencePower(design), { power: exact.power, standardError: 0 })
})

test('ratingPower by t and by Wilcoxon equals another simulation, at the same latent shift', () => {
  for (const { t, wilcoxon, shift, sd, ...design } of fixture.rating) {
    expect(latentShift(design.difference, design.mean, sd, 5)).toBeCloseTo(shift, 8)
    expectAlike(ratingPower({ ...design, test: 't', seed: 1 }), t)
    expectAlike(ratingPower({ ...design, test: 'wilcoxon', seed: 1 }), wilcoxon)
  }
})

test('without an effect the tests of case means reject at alpha', () => {
  const rates = { cases: 40, raters: 3, alpha: 0.05, seed: 3 }
  const level = { power: 0.05, standardError: 0 }
  const preference = preferencePower({ ...rates, winProbability: 0.5, tieRate: 0.15, caseSd: 1, test: 't' })
  expectAlike(preference, level)
  const scale = { mean: 3, caseSd: 0.6, raterSd: 0.4, caseArmSd: 0.5, residualSd: 0.7, difference: 0 }
  expectAlike(ratingPower({ ...rates, ...scale }), level)
  expect(preference).toMatchObject({ n: 40, runs: 2000, method: 'simulated, t on means of 40 cases by 3 raters' })
})

// Win 58 % and 65 %, ICC 0.3, 15 % ties: 360, 180 and 150, and 110, 50 and 40 cases for 80 % power in the plan (section 7).
test.each([
  [0.58, 3, 180],
  [0.65, 1, 110],
  [0.65, 3, 50],
  [0.65, 5, 40],
])(
  'the plan: a true win of %d with %d raters needs about %d cases for 80 %% power',
  (winProbability, raters, cases) => {
    const caseSd = logitSdForIcc(winProbability, 0.3)
    const { power } = preferencePower({ cases, raters, winProbability, tieRate: 0.15, caseSd, alpha: 0.05, seed: 1 })
    expect(power).toBeGreaterThan(0.75)
    expect(power).toBeLessThan(0.85)
  },
)

test('the same seed gives the same power, another one not', () => {
  const design = { cases: 30, raters: 2, winProbability: 0.7, tieRate: 0.1, caseSd: 1, alpha: 0.05, seed: 1 }
  expect(preferencePower(design)).toEqual(preferencePower(design))
  expect(preferencePower({ ...design, seed: 2 }).power).not.toBe(preferencePower(design).power)
})

test('smallestSample finds the n of a known power, with few evaluations', () => {
  let evaluations = 0
  const powerAt = (n: number) => {
    evaluations++
    return { power: n / 1000, n, method: 'straight line' }
  }
  expect(smallestSample(powerAt, { target: 0.8 })).toMatchObject({ n: 800, power: 0.8 })
  expect(evaluations).toBeLessThan(20)
  expect(smallestSample(powerAt, { target: 0.001, lowest: 5 })).toMatchObject({ n: 5 })
  expect(smallestSample(powerAt, { target: 0.8, highest: 700 })).toEqual({
    notEstimable: 'power 0.8 is not reached by 700 cases',
    n: 700,
  })
  expect(() => smallestSample(powerAt, { target: 1 })).toThrow(RangeError)
})

test('smallestStableSample without an effect is not estimable', () => {
  const never = (n: number) => ({ power: 0.04, n, method: '' })
  expect(smallestStableSample(never, { highest: 60 })).toEqual({
    notEstimable: 'power 0.8 is not reached for good by 60 cases',
    n: 60,
  })
})

test('iutPower is at most its smaller half and near their product, and coupling lowers it', () => {
  const preference = { raters: 3, winProbability: 0.62, tieRate: 0.15, caseSd: 1.5 }
  const design = { cases: 120, preferredOnly: 0.08, accurateOnly: 0.22, preference, alpha: 0.05, seed: 1 }
  const got = iutPower(design)
  expect(got.power).toBeLessThanOrEqual(Math.min(got.accuracyPower, got.preferencePower))
  const exact = mcnemarPower(120, { firstOnly: 0.22, secondOnly: 0.08, alpha: 0.05, alternative: 'greater' })
  expectAlike({ power: got.accuracyPower, standardError: got.standardError }, { power: exact.power, standardError: 0 })
  const product = got.accuracyPower * got.preferencePower
  expect(Math.abs(got.power - product)).toBeLessThan(4 * got.standardError)
  // Raters who favour what is right: the more the accurate arm wins, the fewer votes the preferred one has.
  expect(iutPower({ ...design, coupling: 3 }).power).toBeLessThan(product)
})

test('caseTestP of case totals: without variation p is 1 at 0 and 0 elsewhere by t', () => {
  expect(caseTestP('t', Int32Array.of(0, 0))).toBe(1)
  expect(caseTestP('t', Int32Array.of(2, 2))).toBe(0)
  expect(caseTestP('t', Int32Array.of(2))).toBe(1)
  // 2 of 2^4 flips are as far.
  expect(caseTestP('sign-flip', Int32Array.of(1, 2, 3, 1))).toBe(1 / 8)
  expect(caseTestP('wilcoxon', Int32Array.of(1, 2, 3, 1))).toBe(1 / 8)
})

test('few runs, counts, rates and differences that cannot be are refused', () => {
  const design = { cases: 30, raters: 2, winProbability: 0.7, tieRate: 0.1, caseSd: 1, alpha: 0.05, seed: 1 }
  expect(() => preferencePower({ ...design, runs: 1999 })).toThrow(RangeError)
  expect(() => preferencePower({ ...design, cases: 0 })).toThrow(RangeError)
  expect(() => preferencePower({ ...design, tieRate: 1 })).toThrow(RangeError)
  expect(() => preferencePower({ ...design, caseSd: -1 })).toThrow(RangeError)
  const scale = {
    mean: 3,
    caseSd: 0,
    raterSd: 0,
    caseArmSd: 0,
    residualSd: 1,
    cases: 9,
    raters: 1,
    alpha: 0.05,
    seed: 1,
  }
  expect(() => ratingPower({ ...scale, difference: 4 })).toThrow(RangeError)
  expect(() => ratingPower({ ...scale, difference: 0.1, residualSd: 0 })).toThrow(RangeError)
  expect(() => mcnemarPower(0, { firstOnly: 0.2, secondOnly: 0.1, alpha: 0.05 })).toThrow(RangeError)
  expect(() => mcnemarPower(9, { firstOnly: 0.9, secondOnly: 0.2, alpha: 0.05 })).toThrow(RangeError)
  expect(() => binomialPower(9, { probability: 1.2, alpha: 0.05 })).toThrow(RangeError)
})
