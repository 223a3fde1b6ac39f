/** @file Multinomial logistic regression against scikit-learn, and its degenerate inputs. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { multinomialLogistic } from '../index.ts'

interface Case {
  name: string
  classes: number
  c: number
  features: number[][]
  labels: number[]
  coefficients: number[][]
  intercepts: number[]
  probabilities: number[][]
}
const { cases } = JSON.parse(readFileSync(new URL('./fixtures/logistic.json', import.meta.url), 'utf8')) as {
  cases: Case[]
}
const dataOf = (features: number[][], labels: number[], classes: number) => ({
  features: Float64Array.from(features.flat()),
  columns: features[0].length,
  labels: Int32Array.from(labels),
  classes,
})
const farthest = (a: ArrayLike<number>, b: readonly number[]) =>
  b.reduce((most, value, i) => Math.max(most, Math.abs(a[i] - value)), 0)

test('multinomialLogistic equals sklearn LogisticRegression: coefficients within 1e-4, probabilities within 1e-5', () => {
  expect(cases.length).toBeGreaterThan(2)
  for (const { name, features, labels, classes, c, ...expected } of cases) {
    const model = multinomialLogistic(dataOf(features, labels, classes), c)
    expect(model.converged, name).toBe(true)
    expect(model.coefficients, name).toHaveLength(expected.coefficients.flat().length)
    expect(farthest(model.coefficients, expected.coefficients.flat()), name).toBeLessThan(1e-4)
    expect(farthest(model.intercepts, expected.intercepts), name).toBeLessThan(1e-4)
    for (const [i, row] of expected.probabilities.entries()) {
      expect(farthest(model.probabilities(features[i]), row), name).toBeLessThan(1e-5)
    }
  }
})

test('multinomialLogistic(one class) gives it probability 1', () => {
  expect([...multinomialLogistic(dataOf([[1], [2]], [0, 0], 1)).probabilities([5])]).toEqual([1])
})

test('multinomialLogistic(no columns) gives the shares of the classes', () => {
  const data = { features: new Float64Array(0), columns: 0, labels: Int32Array.of(0, 0, 1, 2), classes: 3 }
  expect(farthest(multinomialLogistic(data).probabilities([]), [0.5, 0.25, 0.25])).toBeLessThan(1e-4)
})

test('multinomialLogistic(no rows, or a label outside the classes) is refused', () => {
  const none = { features: new Float64Array(0), columns: 1, labels: new Int32Array(0), classes: 2 }
  expect(() => multinomialLogistic(none)).toThrow(RangeError)
  expect(() => multinomialLogistic(dataOf([[1]], [2], 2))).toThrow(RangeError)
})
