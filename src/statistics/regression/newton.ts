/** @file Newton's method for the maximum of a concave log-likelihood of few parameters. */
import { choleskyFactor, type Matrix, solveFactored } from './linear-solve.ts'

/** A log-likelihood at one point: its value, gradient and information (minus the matrix of second derivatives). */
export interface LikelihoodPoint {
  /** Minus infinity outside the parameter space. */
  readonly value: number
  readonly gradient: readonly number[]
  readonly information: Matrix
}

/** Where the maximum was found. */
export interface LikelihoodMaximum extends LikelihoodPoint {
  readonly at: readonly number[]
  readonly iterations: number
}

const MOST_ITERATIONS = 200
const GRADIENT_TOLERANCE = 1e-10
/** At a true maximum the step that is left is small; along a ridge that rises for ever it stays near 1. */
const STEP_TOLERANCE = 1e-7
/** A step below this is rounding, also where the gradient is a sum over so many rows that it cannot get below 1e-10. */
const ROUNDING = 1e-13

const largestOf = (values: readonly number[]) => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)

/**
 * Maximises by Newton steps, halved while they lead down, until no part of the gradient is above 1e-10 (or the step
 * is rounding) and the step that is left is below 1e-7. Null when there is no unique finite maximum: the
 * information becomes singular (collinear columns, or separation, where the likelihood rises for ever). Equals R
 * optim(method = 'BFGS') at a far tighter tolerance. Deterministic.
 */
export function maximiseLikelihood(
  start: readonly number[],
  evaluate: (at: readonly number[]) => LikelihoodPoint,
): LikelihoodMaximum | null {
  let at = start
  let point = evaluate(at)
  for (let iterations = 0; iterations < MOST_ITERATIONS; iterations++) {
    const factor = choleskyFactor(point.information)
    if (factor === null) return null
    const direction = solveFactored(factor, point.gradient)
    const left = largestOf(direction)
    if (left <= ROUNDING || (left <= STEP_TOLERANCE && largestOf(point.gradient) <= GRADIENT_TOLERANCE)) {
      return { ...point, at, iterations }
    }
    let step = 1
    let next = at
    let nextPoint = point
    for (; step > 1e-10; step /= 2) {
      next = at.map((value, i) => value + step * direction[i])
      nextPoint = evaluate(next)
      // Beside the maximum the values differ by rounding only, and the full step is right.
      if (nextPoint.value >= point.value - 1e-12 * Math.abs(point.value)) break
    }
    if (step <= 1e-10) return null
    at = next
    point = nextPoint
  }
  return null
}
