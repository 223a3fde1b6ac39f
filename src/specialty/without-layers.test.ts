import { expect, test } from 'vitest'
import { builtIn } from './load-specialty.ts'
import { withoutLayers } from './without-layers.ts'

const infertility = builtIn['infertility']

test('withoutLayers(none) is the same specialty', () => {
  expect(withoutLayers(infertility, [])).toBe(infertility)
})

test('withoutLayers refuses a layer that there is not, and one that a layer that stays depends on', () => {
  expect(() => withoutLayers(infertility, ['dose'])).toThrow(/no layer "dose"/)
  expect(() => withoutLayers(infertility, ['gonadotropin'])).toThrow(/depends on "gonadotropin"/)
  const { decisionLayers, leftOut } = withoutLayers(infertility, ['gonadotropin', 'startingDose'])
  expect(decisionLayers.map(({ name }) => name)).not.toContain('startingDose')
  expect(leftOut?.map(({ name }) => name)).toEqual(['gonadotropin', 'startingDose'])
})
