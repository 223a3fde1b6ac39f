import { expect, test } from 'vitest'
import { deidentifyConfig } from './deidentify-config.ts'

test('deidentifyConfig(nothing) does everything and keeps no column', () => {
  expect(deidentifyConfig.parse({})).toEqual({ keepColumns: [] })
})

test.each([
  ['off without a reason', { off: '' }],
  ['off with a word for a reason', { off: 'yes' }],
  ['off with yes', { off: true }],
  ['off and a key', { off: 'a public register', key: 'a.key' }],
  ['off and kept columns', { off: 'a public register', keepColumns: ['Name'] }],
  ['an unknown key', { keep: [] }],
])('deidentifyConfig(%s) is refused', (_, settings) => {
  expect(deidentifyConfig.safeParse(settings).success).toBe(false)
})

test('deidentifyConfig(off with a reason) is taken', () => {
  expect(deidentifyConfig.safeParse({ off: 'a public register', quasiIdentifiers: ['age'] }).success).toBe(true)
})
