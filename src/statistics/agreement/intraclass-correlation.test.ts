/** @file The six intraclass correlations and the mean squares against R psych and aov; kappa against vcd. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { cohenKappa } from './cohen-kappa.ts'
import { intraclassCorrelation } from './intraclass-correlation.ts'
import { twoWayMeanSquares } from './two-way-mean-squares.ts'

const fixture = JSON.parse(readFileSync(new URL('./fixtures/intraclass-correlation.json', import.meta.url), 'utf8'))

/** Within 1e-8, of the size of the number where that is above 1. */
function expectNear(got: number, expected: number, what: string): void {
  expect(Math.abs(got - expected), `${what}: ${got} and ${expected}`).toBeLessThan(
    1e-8 * Math.max(1, Math.abs(expected)),
  )
}

function formsOf(table: readonly (readonly number[])[], level = 0.95) {
  const result = intraclassCorrelation(table, level)
  if ('notEstimable' in result) throw new Error(result.notEstimable)
  return result
}

test('intraclassCorrelation equals psych::ICC in all six forms: value, F, df, p and limits', () => {
  for (const { name, level, table, meanSquares, forms } of fixture.cases) {
    const got = formsOf(table, level)
    for (const key of ['units', 'raters', 'error', 'within'] as const) {
      expectNear(got.meanSquares[key], meanSquares[key], `${name}, mean square ${key}`)
    }
    expect(got.forms.map(({ form }) => form)).toEqual(forms.map(({ form }: { form: string }) => form))
    for (const [i, { form, value, f, df, p, interval }] of forms.entries()) {
      const { estimate, test: ofF } = got.forms[i]
      if ('notEstimable' in estimate || ofF === null) throw new Error(`${name}, ${form}: expected an estimate`)
      expectNear(estimate.value, value, `${name}, ${form}`)
      expectNear(estimate.interval[0], interval[0], `${name}, ${form}, low`)
      expectNear(estimate.interval[1], interval[1], `${name}, ${form}, high`)
      expectNear(ofF.statistic, f, `${name}, ${form}, F`)
      expectNear(ofF.p, p, `${name}, ${form}, p`)
      expect(ofF.df).toEqual(df)
    }
  }
})

test('cohenKappa equals vcd::Kappa: value and standard error, three kinds of weights', () => {
  for (const { table, ...kinds } of fixture.kappas) {
    for (const weights of ['identity', 'linear', 'quadratic'] as const) {
      const got = cohenKappa(table.flat(), weights)
      if ('notEstimable' in got) throw new Error(got.notEstimable)
      expectNear(got.value, kinds[weights].value, weights)
      expectNear(got.standardError, kinds[weights].standardError, `${weights}, standard error`)
    }
  }
})

test('intraclassCorrelation does not know the order of units or raters, nor the unit of measurement', () => {
  const table: number[][] = fixture.cases[0].table
  const turned = [...table].reverse().map(row => [...row].reverse().map(value => 7 * value + 1000))
  const [one, other] = [formsOf(table), formsOf(turned)]
  for (const [i, { form, estimate }] of one.forms.entries()) {
    const again = other.forms[i].estimate
    if ('notEstimable' in estimate || 'notEstimable' in again) throw new Error('expected estimates')
    expectNear(again.value, estimate.value, form)
    expectNear(again.interval[0], estimate.interval[0], form)
  }
})

test('intraclassCorrelation(raters agree exactly) is 1 in every form, without an F', () => {
  for (const { form, estimate, test: ofF } of formsOf([
    [1.1, 1.1, 1.1],
    [2.3, 2.3, 2.3],
    [0.7, 0.7, 0.7],
  ]).forms) {
    expect(estimate, form).toMatchObject({ value: 1, interval: [1, 1] })
    expect(ofF, form).toBeNull()
  }
})

test('intraclassCorrelation(raters differ by a constant): consistency is 1, agreement is not', () => {
  const { forms } = formsOf([
    [1.1, 2.1],
    [2.4, 3.4],
    [4.7, 5.7],
    [3.2, 4.2],
  ])
  const at = (name: string) => forms.find(({ form }) => form === name)?.estimate
  expect(at('ICC(3,1)')).toMatchObject({ value: 1 })
  // Mean squares by hand: units 4.7633.., raters 2, error 0: 4.7633.. / (4.7633.. + 2 x 2 / 4).
  const units = (2 * (1.75 ** 2 + 0.45 ** 2 + 1.85 ** 2 + 0.35 ** 2)) / 3
  expect((at('ICC(2,1)') as { value: number }).value).toBeCloseTo(units / (units + 1), 12)
})

test('intraclassCorrelation without units, raters or variation is not estimable, or not in the forms concerned', () => {
  expect(intraclassCorrelation([])).toEqual({ notEstimable: 'no units', n: 0 })
  expect(intraclassCorrelation([[1, 2]])).toEqual({ notEstimable: 'one unit', n: 1 })
  expect(intraclassCorrelation([[1], [2]])).toEqual({ notEstimable: 'fewer than two raters', n: 2 })
  expect(
    intraclassCorrelation([
      [0.1, 0.1],
      [0.1, 0.1],
    ]),
  ).toEqual({
    notEstimable: 'all values are the same: no variation',
    n: 2,
  })
  expect(() => twoWayMeanSquares([[1, 2], [1]])).toThrow(RangeError)
  expect(() => twoWayMeanSquares([[1, Number.NaN]])).toThrow(RangeError)
  // Units alike, raters apart: no difference between units for ICC(3) to explain, and -1 / (k - 1) in ICC(1,1).
  const { forms } = formsOf([
    [1, 2, 3],
    [1, 2, 3],
  ])
  expect(forms[0].estimate).toMatchObject({ value: -0.5 })
  expect(forms[2].estimate).toEqual({ notEstimable: 'no variation in this form', n: 2 })
  expect(forms[3].estimate).toHaveProperty('notEstimable', 'units differ less than by chance: no bound below')
})
