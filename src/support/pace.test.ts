import fc from 'fast-check'
import { expect, test } from 'vitest'
import { newPace } from './pace.ts'

/** Goes through units of the given seconds; what the pace says after each. */
function follow(units: readonly number[], total = units.length) {
  let clock = 0
  const pace = newPace(total, () => clock)
  return units.map((took, i) => {
    clock += took
    pace.reached(i + 1)
    return pace.secondsLeft()
  })
}

test('newPace(a slow first unit, then a pace with noise) says nothing at first, then never far from the truth', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.05, max: 20, noNaN: true }),
      fc.double({ min: 1, max: 50, noNaN: true }),
      fc.array(fc.double({ min: 0.85, max: 1.15, noNaN: true }), { minLength: 5, maxLength: 200 }),
      (unit, warmUp, noise) => {
        const units = noise.map((factor, i) => unit * (i === 0 ? warmUp : factor))
        const said = follow(units)
        expect(said.slice(0, 3)).toEqual([null, null, null])
        for (const [i, left] of said.entries()) {
          const truth = units.slice(i + 1).reduce((sum, took) => sum + took, 0)
          // Units differ by 15 % to either side, so that paces differ by less than half.
          if (left !== null) expect(left).toBeLessThanOrEqual(truth * 1.5 + 1e-9)
          if (left !== null) expect(left).toBeGreaterThanOrEqual(truth / 1.5 - 1e-9)
        }
        // Of a task that takes a while it does speak.
        if (units.length > 10 && unit > 1) expect(said[9]).not.toBeNull()
      },
    ),
    { seed: 5, numRuns: 200 },
  )
})

test('newPace says nothing while units grow, follows a change afterwards, and never of an unknown total', () => {
  expect(follow([1, 2, 4, 8, 16, 32], 10).every(left => left === null)).toBe(true)
  const said = follow([...Array(20).fill(1), ...Array(40).fill(3)], 100)
  expect(said[19]).toBeCloseTo(80, 6)
  expect(said[59]).toBeCloseTo(120, 6)
  expect(follow(Array(20).fill(1), 0).every(left => left === null)).toBe(true)
})
