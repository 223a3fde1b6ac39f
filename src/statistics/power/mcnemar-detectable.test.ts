/** @file The detectable difference of two shares against a root of the sum over all tables. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { mcnemarDetectable } from './mcnemar-detectable.ts'
import { mcnemarPower } from './mcnemar-power.ts'

const fixture = JSON.parse(readFileSync(new URL('./fixtures/mcnemar-detectable.json', import.meta.url), 'utf8'))

test('mcnemarDetectable equals the root of the sum over all tables that the exact test rejects', () => {
  for (const { n, difference, ...design } of fixture.cases) {
    const found = mcnemarDetectable(n, design)
    if (difference === null) expect(found, `${n} cases`).toBeNull()
    else expect(found, `${n} cases`).toBeCloseTo(difference, 9)
  }
})

test('at the difference the power is the target, and fewer cases or a smaller level ask for a larger one', () => {
  const at = (n: number, alpha: number) => mcnemarDetectable(n, { discordant: 0.2, alpha }) as number
  const difference = at(160, 0.05)
  const design = { firstOnly: (0.2 + difference) / 2, secondOnly: (0.2 - difference) / 2, alpha: 0.05 }
  expect(mcnemarPower(160, design).power).toBeCloseTo(0.8, 9)
  expect(at(80, 0.05)).toBeGreaterThan(difference)
  expect(at(160, 0.025)).toBeGreaterThan(difference)
})

test('a share or a target that cannot be is refused', () => {
  expect(() => mcnemarDetectable(9, { discordant: 1.1, alpha: 0.05 })).toThrow(RangeError)
  expect(() => mcnemarDetectable(9, { discordant: 0.1, alpha: 0.05, target: 1 })).toThrow(RangeError)
})
