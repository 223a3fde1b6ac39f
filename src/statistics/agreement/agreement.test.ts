/** @file Agreement on categories against krippendorff, irrCAC, statsmodels and second derivations. */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isEstimated } from '../estimate.ts'
import { agreementWeights } from './agreement-weights.ts'
import { cohenKappa } from './cohen-kappa.ts'
import { coincidencesOf } from './coincidences.ts'
import { fleissKappa } from './fleiss-kappa.ts'
import { gwetAc } from './gwet.ts'
import { krippendorffAlpha, krippendorffAlphaOf, type Measurement } from './krippendorff-alpha.ts'
import { leaveOneOutConsensus } from './leave-one-out-consensus.ts'
import { pairTable } from './pair-table.ts'
import { percentAgreement } from './percent-agreement.ts'
import type { UnitRatings } from './rating-counts.ts'

const fixture = JSON.parse(readFileSync(new URL('./fixtures/agreement.json', import.meta.url), 'utf8'))

/** Numbers of an expected object (or list) against the same names of what was got, within 1e-8. */
function expectNear(got: unknown, expected: unknown, what: string): void {
  if (typeof expected === 'number') {
    expect(typeof got, what).toBe('number')
    expect(Math.abs((got as number) - expected), `${what}: ${got} and ${expected}`).toBeLessThan(1e-8)
  } else if (expected !== null && typeof expected === 'object') {
    for (const [key, value] of Object.entries(expected)) {
      expectNear((got as Record<string, unknown>)?.[key], value, `${what}, ${key}`)
    }
  }
}

const rated = (units: readonly UnitRatings[], shift = 0) =>
  units.map((values, i) => ({
    id: `u${String(i).padStart(3, '0')}`,
    values: values.map(value => (value === null ? null : value + shift)),
  }))

/** Alpha without an interval. */
function alphaOf(units: readonly UnitRatings[], measurement: Measurement, shift = 0): number | null {
  const { values, units: paired } = coincidencesOf(rated(units, shift))
  const totals = new Float64Array(values.length ** 2)
  for (const { adds } of paired) for (const [cell, amount] of adds) totals[cell] += amount
  return krippendorffAlphaOf(totals, values, measurement)
}

const settings = { seed: 11, stream: ['alpha'], resamples: 1000, level: 0.95 }

test('krippendorffAlphaOf equals PyPI krippendorff and the definition over all pairs, at four levels', () => {
  for (const { name, measurement, shift, value, byDefinition } of fixture.alpha) {
    const got = alphaOf(fixture.tables[name].units, measurement, shift)
    expectNear(got, value, `${name}, ${measurement}`)
    expectNear(got, byDefinition, `${name}, ${measurement}, by definition`)
  }
  for (const { measurement, value, byDefinition } of fixture.doses.alpha) {
    const got = alphaOf(fixture.doses.units, measurement)
    expectNear(got, value, `doses, ${measurement}`)
    expectNear(got, byDefinition, `doses, ${measurement}, by definition`)
  }
})

test('krippendorffAlpha has the value of PyPI krippendorff and limits near an independent percentile bootstrap', () => {
  const { units, value, percentile } = fixture.bootstrap
  const got = krippendorffAlpha({ ...settings, units: rated(units), measurement: 'ordinal', resamples: 4000 })
  if (!isEstimated(got)) throw new Error(got.notEstimable)
  expectNear(got.value, value, 'value')
  // BCa corrects a bias that the percentile limits keep: near, not equal.
  for (const side of [0, 1]) expect(Math.abs(got.interval[side] - percentile[side])).toBeLessThan(0.03)
  expect(got).toMatchObject({ n: 60, method: 'Krippendorff alpha (ordinal), BCa cluster bootstrap (B = 4000)' })
})

test('krippendorffAlpha is the same bytes whatever the order of units and raters, not with another stream', () => {
  const units = rated(fixture.bootstrap.units)
  const request = { ...settings, units, measurement: 'ordinal' } as const
  const first = krippendorffAlpha(request)
  const turned = [...units].reverse().map(unit => ({ ...unit, values: [...unit.values].reverse() }))
  expect(JSON.stringify(krippendorffAlpha({ ...request, units: turned }))).toBe(JSON.stringify(first))
  expect(krippendorffAlpha({ ...request, stream: ['other'] })).not.toEqual(first)
})

test('krippendorffAlpha resamples clusters: units doubled within clusters give the interval of single ones', () => {
  const units = rated(fixture.bootstrap.units)
  const twice = units.flatMap(unit => [1, 2].map(copy => ({ ...unit, id: `${unit.id}-${copy}`, cluster: unit.id })))
  const [once, doubled] = [units, twice].map(own =>
    krippendorffAlpha({ ...settings, units: own, measurement: 'nominal' }),
  )
  if (!isEstimated(once) || !isEstimated(doubled)) throw new Error('expected estimates')
  // The same draws; alpha itself moves by the factor n - 1 only.
  for (const side of [0, 1]) expect(Math.abs(once.interval[side] - doubled.interval[side])).toBeLessThan(0.005)
  expect(doubled.n).toBe(120)
})

test('krippendorffAlpha without two ratings, with one unit, no variation or few units is not estimable', () => {
  const of = (units: readonly UnitRatings[]) =>
    krippendorffAlpha({ ...settings, units: rated(units), measurement: 'nominal' })
  expect(of([])).toEqual({ notEstimable: 'no unit with two ratings', n: 0 })
  expect(of([[1], [2, null]])).toEqual({ notEstimable: 'no unit with two ratings', n: 0 })
  expect(of([[1, 2], [2]])).toEqual({ notEstimable: 'one unit', n: 1 })
  expect(of(Array.from({ length: 12 }, () => [3, 3]))).toEqual({
    notEstimable: 'all ratings are the same: no variation',
    n: 12,
  })
  expect(
    of([
      [1, 2],
      [2, 2],
      [1, 1],
    ]),
  ).toHaveProperty('notEstimable', expect.stringMatching(/^fewer than 10 clusters/))
  expect(of(Array.from({ length: 12 }, (_, i) => [i % 3, i % 3]))).toMatchObject({ value: 1, interval: [1, 1] })
})

test('krippendorffAlpha refuses what has no meaning: negative ratios, ids that come twice, infinite values', () => {
  const of = (units: readonly UnitRatings[], measurement: Measurement) =>
    krippendorffAlpha({ ...settings, units: rated(units), measurement })
  expect(() =>
    of(
      [
        [-1, 2],
        [1, 1],
      ],
      'ratio',
    ),
  ).toThrow(RangeError)
  expect(() => of([[Number.POSITIVE_INFINITY, 2]], 'interval')).toThrow(RangeError)
  const unit = { id: 'a', values: [1, 2] }
  expect(() => krippendorffAlpha({ ...settings, units: [unit, unit], measurement: 'nominal' })).toThrow(RangeError)
})

test('agreementWeights equals irrCAC.weights', () => {
  for (const { weights, options, matrix } of fixture.weights) {
    expectNear([...agreementWeights(weights, options)], matrix, `${weights}, ${options}`)
  }
})

test('gwetAc equals irrCAC gwet: value, standard error, limits, with missing ratings and four kinds of weights', () => {
  for (const { name, weights, level, ...expected } of fixture.gwet) {
    const { units, options } = fixture.tables[name]
    expectNear(gwetAc(units, options, weights, level), expected, `${name}, ${weights}, ${level}`)
  }
})

test('gwetAc(all ratings alike) is 1 with standard error 0, said; too little to pair is not estimable', () => {
  const alike = [
    [1, 1],
    [1, 1],
    [1, 1],
  ]
  expect(gwetAc(alike, 3)).toMatchObject({
    value: 1,
    interval: [1, 1],
    method: 'Gwet AC1, subject-level, standard error 0',
  })
  expect(gwetAc(alike.slice(0, 1), 3)).toEqual({ notEstimable: 'one unit', n: 1 })
  expect(gwetAc([[0], [1]], 2)).toEqual({ notEstimable: 'no unit with two ratings', n: 2 })
  expect(gwetAc([], 2)).toEqual({ notEstimable: 'no units', n: 0 })
  expect(
    gwetAc(
      [
        [0, 0],
        [0, 0],
      ],
      1,
    ),
  ).toEqual({ notEstimable: 'one option', n: 2 })
  expect(() => gwetAc([[0, 2]], 2)).toThrow(RangeError)
})

test('fleissKappa equals statsmodels, the limits of irrCAC, and z by enumeration of the null', () => {
  for (const { name, z, p, options: each, ...expected } of fixture.fleiss) {
    const { units, options } = fixture.tables[name]
    const got = fleissKappa(units, options)
    if (!isEstimated(got)) throw new Error(got.notEstimable)
    expectNear(got, expected, name)
    expectNear(got.test.statistic, z, `${name}, z`)
    expectNear(got.test.p, p, `${name}, p`)
    for (const [option, own] of each.entries()) {
      if (own === null) expect(got.options[option]).toEqual({ share: 0, value: null, test: null })
      else {
        expectNear(got.options[option].value, own.value, `${name}, ${option}`)
        expectNear(got.options[option].test?.statistic, own.z, `${name}, ${option}, z`)
        expectNear(got.options[option].test?.p, own.p, `${name}, ${option}, p`)
      }
    }
  }
})

test('fleissKappa needs as many ratings of each unit, two at least, and more than one option', () => {
  expect(
    fleissKappa(
      [
        [0, 1, 1],
        [0, 1, null],
      ],
      2,
    ),
  ).toEqual({
    notEstimable: 'units have different numbers of ratings',
    n: 2,
  })
  expect(fleissKappa([[0], [1]], 2)).toEqual({ notEstimable: 'one rater', n: 2 })
  expect(fleissKappa([[0, 1]], 2)).toEqual({ notEstimable: 'one unit', n: 1 })
  expect(fleissKappa([], 2)).toEqual({ notEstimable: 'no units', n: 0 })
  expect(
    fleissKappa(
      [
        [1, 1],
        [1, 1],
      ],
      2,
    ),
  ).toEqual({ notEstimable: 'agreement is certain by chance', n: 2 })
})

test('cohenKappa equals statsmodels cohens_kappa: value and standard error, three kinds of weights', () => {
  for (const { table, weights, ...expected } of fixture.cohen) {
    expectNear(cohenKappa(table.flat(), weights), expected, `${JSON.stringify(table)}, ${weights}`)
  }
})

test('cohenKappa keeps its limits within -1 to 1, and says when the standard error is 0', () => {
  expect(cohenKappa([5, 0, 0, 7])).toMatchObject({
    value: 1,
    interval: [1, 1],
    method: 'Cohen kappa (unweighted), Fleiss-Cohen-Everitt, standard error 0',
  })
  const nearly = cohenKappa([9, 1, 0, 9])
  expect(isEstimated(nearly) && nearly.interval[1]).toBe(1)
  expect(cohenKappa([5, 0, 0, 0])).toEqual({ notEstimable: 'no disagreement by chance: one option only', n: 5 })
  expect(cohenKappa([0, 1, 0, 0])).toEqual({ notEstimable: 'one unit', n: 1 })
  expect(cohenKappa([0, 0, 0, 0])).toEqual({ notEstimable: 'no units', n: 0 })
  expect(() => cohenKappa([1, 2, 3])).toThrow(RangeError)
  expect(() => cohenKappa([1, 2, 3, 0.5])).toThrow(RangeError)
})

test('percentAgreement equals ttest_1samp over units, and is Wilson with two ratings in each', () => {
  for (const { name, ...expected } of fixture.percent) {
    const { units, options } = fixture.tables[name]
    expectNear(percentAgreement(units, options), expected, name)
  }
  const { units, options } = fixture.tables['three options, two raters']
  expect(percentAgreement(units, options)).toMatchObject({ n: 20, method: 'Wilson' })
  expect(percentAgreement([[0, null]], 2)).toEqual({ notEstimable: 'no unit with two ratings', n: 0 })
  expect(percentAgreement([[0, 1, 1]], 2)).toEqual({ notEstimable: 'one unit', n: 1 })
})

test('pairTable counts units that both rated, row by row', () => {
  // (0,0) once, (0,1) twice, (1,0) once; one is missing.
  expect([...pairTable([0, 0, 0, 1, null], [0, 1, 1, 0, 1], 2)]).toEqual([1, 2, 1, 0])
  expect(() => pairTable([0], [0, 1], 2)).toThrow(RangeError)
  expect(() => pairTable([0], [2], 2)).toThrow(RangeError)
})

test('leaveOneOutConsensus equals statsmodels on the numpy median or mode of the others, an outsider too', () => {
  for (const { name, judge, ...expected } of fixture.consensus) {
    const { units, options } = fixture.tables[name]
    for (const scale of ['ordinal', 'nominal'] as const) {
      const got = leaveOneOutConsensus(units, options, scale, judge)
      expect(got).toHaveLength(expected[scale].length)
      expectNear(got, expected[scale], `${name}, ${scale}`)
    }
  }
})

test('leaveOneOutConsensus of one rater, of a tie and off the scale', () => {
  expect(leaveOneOutConsensus([[0], [1]], 2, 'ordinal')).toEqual([
    { rater: 0, kappa: { notEstimable: 'one rater', n: 2 }, outsider: null, tied: 0 },
  ])
  // Rater 0 faces (1, 2): no mode, and a median of 1.5.
  const units = [
    [1, 1, 2],
    [0, 0, 0],
    [2, 2, 2],
  ]
  expect(leaveOneOutConsensus(units, 3, 'nominal')[0]).toMatchObject({ tied: 1, kappa: { value: 1, n: 2 } })
  expect(leaveOneOutConsensus(units, 3, 'ordinal')[0]).toMatchObject({ tied: 0, kappa: { n: 3 } })
  expect(() => leaveOneOutConsensus([[0.5, 1]], 3, 'ordinal')).toThrow(RangeError)
  expect(() => leaveOneOutConsensus([[0, 1], [1]], 3, 'ordinal')).toThrow(RangeError)
})

const unitsOf = (missing: boolean) => {
  const place = fc.integer({ min: 0, max: 3 })
  const rating = missing ? fc.option(place, { nil: null }) : place
  return fc.array(fc.array(rating, { minLength: 4, maxLength: 4 }), { minLength: 2, maxLength: 15 })
}
const same = (a: number | null, b: number | null) =>
  a === null || b === null ? a === b : Math.abs(a - b) < 1e-9 * Math.max(1, Math.abs(a))
const valueIn = (estimate: object) => ('value' in estimate ? (estimate.value as number) : null)

test('nominal coefficients do not know the names of the options, ordered ones not which end is first', () => {
  fc.assert(
    fc.property(unitsOf(true), units => {
      const renamed = units.map(unit => unit.map(place => (place === null ? null : [2, 0, 3, 1][place])))
      const turned = units.map(unit => unit.map(place => (place === null ? null : 3 - place)))
      expect(same(alphaOf(units, 'nominal'), alphaOf(renamed, 'nominal'))).toBe(true)
      expect(same(alphaOf(units, 'ordinal'), alphaOf(turned, 'ordinal'))).toBe(true)
      expect(same(alphaOf(units, 'interval'), alphaOf(turned, 'interval'))).toBe(true)
      expect(same(valueIn(gwetAc(units, 4)), valueIn(gwetAc(renamed, 4)))).toBe(true)
      expect(same(valueIn(gwetAc(units, 4, 'ordinal')), valueIn(gwetAc(turned, 4, 'ordinal')))).toBe(true)
    }),
  )
})

test('on complete ratings nominal alpha is Fleiss kappa corrected for N m ratings, and agreement is at most 1', () => {
  fc.assert(
    fc.property(unitsOf(false), units => {
      const fleiss = valueIn(fleissKappa(units, 4))
      const alpha = alphaOf(units, 'nominal')
      // Krippendorff 2004: alpha = kappa + (1 - kappa) / (N m).
      expect(same(alpha, fleiss === null ? null : fleiss + (1 - fleiss) / (4 * units.length))).toBe(true)
      expect(alpha === null || alpha <= 1).toBe(true)
    }),
  )
})

test('cohenKappa does not know which rater is first', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(9), { minLength: 9, maxLength: 9 }), counts => {
      const turned = counts.map((_, cell) => counts[(cell % 3) * 3 + Math.floor(cell / 3)])
      for (const weights of ['identity', 'linear', 'quadratic'] as const) {
        const [one, other] = [cohenKappa(counts, weights), cohenKappa(turned, weights)]
        expect(same(valueIn(one), valueIn(other))).toBe(true)
        if (isEstimated(one) && isEstimated(other)) {
          expect(Math.abs(one.standardError - other.standardError)).toBeLessThan(1e-6)
        }
      }
    }),
  )
})
