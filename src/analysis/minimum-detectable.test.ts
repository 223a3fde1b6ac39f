/** @file The detectable difference: exact of shares, rough of the rest, at the level of the family. */
import { expect, test } from 'vitest'
import { mcnemarPower } from '../statistics/index.ts'
import { minimumDetectable } from './minimum-detectable.ts'

const table = { both: 20, firstOnly: 3, secondOnly: 4, neither: 133 }
const shares = { alpha: 0.025, isOneSided: false, table, cases: 160, couples: 160, standardError: 0.0165 }

test('of shares it is the difference at which the exact test has power 0.8, though fewer cases differed than it needs', () => {
  const found = minimumDetectable(shares)
  if (!('value' in found)) throw new Error(found.notEstimable)
  expect(found).toMatchObject({ method: 'McNemar exact', alpha: 0.025 })
  // 7 of 160 differ, and a difference of this size needs more: all of them in its favour.
  expect(found.value).toBeGreaterThan(7 / 160)
  expect(mcnemarPower(160, { firstOnly: found.value, secondOnly: 0, alpha: 0.025 }).power).toBeCloseTo(0.8, 9)
})

test('of the rest it is by the observed spread, (z(0.975) + z(0.8)) x 0.1 = 0.28016, and more at a smaller level', () => {
  const rest = { ...shares, table: null, alpha: 0.05, standardError: 0.1 }
  expect(minimumDetectable(rest)).toMatchObject({
    value: expect.closeTo(0.28016, 5),
    method: expect.stringMatching('normal'),
  })
  expect(minimumDetectable({ ...rest, alpha: 0.05 / 3 })).toMatchObject({ value: expect.closeTo(0.32356, 4) })
  expect(minimumDetectable({ ...rest, isOneSided: true })).toMatchObject({ value: expect.closeTo(0.24865, 5) })
})

test('without a spread, with few couples, or where no difference would be found, it says why', () => {
  const rest = { ...shares, table: null }
  expect(minimumDetectable({ ...rest, standardError: 0 })).toEqual({ notEstimable: 'no standard error', n: 160 })
  expect(minimumDetectable({ ...rest, couples: 9 })).toHaveProperty('notEstimable')
  const few = { ...shares, table: { both: 1, firstOnly: 1, secondOnly: 1, neither: 2 }, cases: 5 }
  expect(minimumDetectable(few)).toMatchObject({ notEstimable: expect.stringContaining('too few cases') })
})
