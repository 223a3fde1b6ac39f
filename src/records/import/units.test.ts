import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Field } from '../../specialty/index.ts'
import { ucumSpelling } from './unit-aliases.ts'
import { conversionTo, unitConversion } from './units.ts'

// The expected values are the definitions of the units: 1 in = 2.54 cm, 1 dL = 0.1 L.
test.each([
  ['inch', 'cm', 36, 91.44],
  ['g/dl', 'g/L', 10.48, 104.8],
  ['mIU/mL', 'IU/L', 7.95, 7.95],
  ['µIU/mL', 'mIU/L', 2.2, 2.2],
  ['IU/L', 'mIU/L', 1.5, 1500],
  // 5 10*3/uL is 5 10*9/L, which UCUM gives as 4.999999999999999.
  ['x10E3/uL', '10^9/L', 5, 5],
  ['M/mL', '10*6/mL', 40, 40],
  ['yrs', 'y', 34, 34],
  ['months', 'a', 18, 1.5],
  ['ug/L', 'ng/mL', 2.07, 2.07],
  ['mmHg', 'mm[Hg]', 120, 120],
  ['°F', '°C', 98.6, 37],
  ['beats/min', 'bpm', 72, 72],
])('unitConversion(%s to %s) of %d is %d', (from, to, value, expected) => {
  expect(unitConversion(from, to)?.(value)).toBe(expected)
})

test('unitConversion between mass and amount of substance needs the molecular weight', () => {
  expect(unitConversion('mg/dL', 'mmol/L')).toBeNull()
  // 90 mg/dL of glucose: 0.9 g/L by 180.16 g/mol.
  expect(unitConversion('mg/dL', 'mmol/L', { molecularWeight: 180.16 })?.(90)).toBeCloseTo(900 / 180.16, 9)
})

test.each([
  ['ng/mL', 'IU/L'],
  ['IU/mL', 'U/mL'],
  ['cm', 'kg'],
  ['nonsense', 'cm'],
  ['', 'cm'],
])('unitConversion(%j to %j) is null', (from, to) => {
  expect(unitConversion(from, to)).toBeNull()
})

test('unitConversion there and back gives the value, to the digits of a laboratory', () => {
  const pairs = fc.constantFrom(
    ['inch', 'cm'],
    ['g/dl', 'g/L'],
    ['mIU/mL', 'kIU/L'],
    ['ng/mL', 'pg/dL'],
    ['°F', '°C'],
    ['months', 'yrs'],
    ['lbs', 'kg'],
  )
  const value = fc.integer({ min: 0, max: 10_000_000 }).map(thousandths => thousandths / 1000)
  fc.assert(
    fc.property(pairs, value, ([one, other], number) => {
      const there = unitConversion(one, other)
      const back = unitConversion(other, one)
      expect(back?.(there?.(number) ?? Number.NaN)).toBeCloseTo(number, 5)
    }),
  )
})

const amh: Field = {
  name: 'amh',
  label: 'AMH',
  type: 'number',
  range: [0.01, 30],
  unit: 'ng/mL',
  otherUnit: { unit: 'pmol/L', factor: 7.14 },
}

test('conversionTo goes by UCUM, else by the factor of the other unit', () => {
  expect(conversionTo(amh, 'ug/L')?.(2.5)).toBe(2.5)
  // 14.28 pmol/L by 7.14.
  expect(conversionTo(amh, 'pmol/L')?.(14.28)).toBe(2)
  expect(conversionTo(amh, 'nmol/L')?.(0.01428)).toBe(2)
  expect(conversionTo(amh, 'IU/L')).toBeNull()
  expect(conversionTo({ ...amh, unit: undefined }, 'ng/mL')).toBeNull()
})

test('conversionTo of 14 pmol/L has no noise in its last digits', () => {
  // 14 / 7 is exact; 14 / 7.14 is 1.96078431373 to 12 digits.
  expect(conversionTo(amh, 'pmol/L')?.(14)).toBe(1.96078431373)
})

test.each([
  ['IU/L', '[IU]/L'],
  ['miu/ml', 'm[IU]/mL'],
  ['μg/L', 'ug/L'],
  ['10^6/ml', '10*6/mL'],
  ['×10⁹/L', '10*9/L'],
  ['kg/m²', 'kg/m2'],
  ['pmol / l', 'pmol/L'],
  ['mm[Hg]', 'mm[Hg]'],
  ['IU/day', '[IU]/d'],
])('ucumSpelling(%j) is %j', (unit, expected) => {
  expect(ucumSpelling(unit)).toBe(expected)
})

test('ucumSpelling of what is spelt changes nothing', () => {
  const unit = fc.oneof(
    fc.constantFrom('IU/L', 'yrs', 'x10E3/uL', 'mmHg', 'mcg/mL', 'inch', 'kg/m²'),
    fc.stringMatching(/^[a-zA-Z0-9/^*.µ]{0,8}$/),
  )
  fc.assert(fc.property(unit, text => ucumSpelling(ucumSpelling(text)) === ucumSpelling(text)))
})
