import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runningCurve } from './running-curve.ts'

test('runningCurve keeps at most 400 points, in order, ends at the last step, and loses no value', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 1, maxLength: 3000 }), values => {
      const curve = runningCurve()
      values.forEach((value, i) => {
        curve.add(i + 1, value)
      })
      const points = curve.points('training')
      const width = Math.max(1, 2 ** Math.ceil(Math.log2(values.length / 400)))
      expect(points.length).toBe(Math.ceil(values.length / width))
      expect(points.at(-1)?.step).toBe(values.length)
      // Weighted by the steps that each point stands for, the means add up to the sum of all values.
      const steps = points.map(({ step }, i) => step - (points[i - 1]?.step ?? 0))
      const sum = points.reduce((total, { value }, i) => total + value * steps[i], 0)
      expect(sum).toBeCloseTo(
        values.reduce((total, value) => total + value, 0),
        6,
      )
    }),
    { numRuns: 30 },
  )
})

test('runningCurve leaves out what has no place in a figure', () => {
  const curve = runningCurve()
  for (const value of [null, undefined, Number.NaN, Number.POSITIVE_INFINITY]) curve.add(1, value)
  expect(curve.points('training')).toEqual([])
})
