/** @file Multinomial logistic regression with an L2 penalty, fitted by preconditioned L-BFGS. */
import { inverseOfGram, type SparseRows } from './sparse-gram.ts'

/** Rows of features and the class of each; classes are 0 to `classes` - 1. */
export interface LogisticData {
  /** Features row by row, `columns` to a row. */
  readonly features: Float64Array
  readonly columns: number
  readonly labels: Int32Array
  readonly classes: number
}

/** A fitted model. */
export interface LogisticModel {
  /** One row of coefficients a class; of two classes one row, that of the second against the first. */
  readonly coefficients: Float64Array
  readonly intercepts: Float64Array
  readonly iterations: number
  /** Whether the gradient fell below the tolerance. */
  readonly converged: boolean
  /** Probability of each class for one row of features. */
  probabilities(row: ArrayLike<number>): Float64Array
}

const MEMORY = 12
const MOST_ITERATIONS = 2000
/** Iterations before which the preconditioner is computed anew. */
const RENEWED_AT: ReadonlySet<number> = new Set([0, 10, 40])

/** The non-zero entries of each row: indicators leave most of a row empty. */
function sparseRows({ features, columns, labels }: LogisticData): SparseRows {
  const start = new Int32Array(labels.length + 1)
  const column: number[] = []
  const value: number[] = []
  for (let row = 0; row < labels.length; row++) {
    for (let j = 0; j < columns; j++) {
      const x = features[row * columns + j]
      if (x === 0) continue
      column.push(j)
      value.push(x)
    }
    start[row + 1] = column.length
  }
  return { start, column: Int32Array.from(column), value: Float64Array.from(value) }
}

/** Softmax in place, shifted by the largest; returns the log of the sum of exponentials. */
function softmax(logits: Float64Array): number {
  let largest = logits[0]
  for (const logit of logits) if (logit > largest) largest = logit
  let sum = 0
  for (let k = 0; k < logits.length; k++) {
    logits[k] = Math.exp(logits[k] - largest)
    sum += logits[k]
  }
  for (let k = 0; k < logits.length; k++) logits[k] /= sum
  return largest + Math.log(sum)
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i]
  return sum
}

const largestOf = (values: Float64Array) => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)

/**
 * Minimises a convex smooth function from 0 by L-BFGS (Nocedal and Wright, algorithm 7.4) with halved steps. `precondition`
 * returns, for a point, what multiplies a vector by an approximate inverse of the Hessian there; null for none.
 */
function minimise(
  size: number,
  evaluate: (at: Float64Array, gradient: Float64Array) => number,
  tolerance: number,
  precondition: ((at: Float64Array) => (vector: Float64Array) => Float64Array) | null,
) {
  let at = new Float64Array(size)
  let gradient = new Float64Array(size)
  let value = evaluate(at, gradient)
  const pairs: { s: Float64Array; y: Float64Array; rho: number }[] = []
  let iterations = 0
  let solve: ((vector: Float64Array) => Float64Array) | null = null
  while (iterations < MOST_ITERATIONS && largestOf(gradient) > tolerance) {
    // The curvature moves fast at first and then hardly.
    if (precondition !== null && RENEWED_AT.has(iterations)) solve = precondition(at)
    let direction: Float64Array = gradient.map(g => -g)
    const alphas: number[] = []
    for (const { s, y, rho } of pairs) {
      const alpha = rho * dot(s, direction)
      alphas.push(alpha)
      for (let i = 0; i < size; i++) direction[i] -= alpha * y[i]
    }
    if (solve !== null) direction = solve(direction)
    else {
      const scale = pairs.length > 0 ? 1 / (pairs[0].rho * dot(pairs[0].y, pairs[0].y)) : 1 / largestOf(gradient)
      for (let i = 0; i < size; i++) direction[i] *= scale
    }
    for (const [k, { s, y, rho }] of [...pairs.entries()].reverse()) {
      const beta = alphas[k] - rho * dot(y, direction)
      for (let i = 0; i < size; i++) direction[i] += beta * s[i]
    }
    const slope = dot(gradient, direction)
    let next = at
    let nextValue = Number.POSITIVE_INFINITY
    const nextGradient = new Float64Array(size)
    for (let step = 1; step > 1e-12; step /= 2) {
      next = at.map((x, i) => x + step * direction[i])
      nextValue = evaluate(next, nextGradient)
      if (nextValue <= value + 1e-4 * step * slope) break
    }
    // No step goes down any more: the value is at the limit of its rounding.
    if (!(nextValue < value)) break
    const s = next.map((x, i) => x - at[i])
    const y = nextGradient.map((g, i) => g - gradient[i])
    const curvature = dot(s, y)
    if (curvature > 0) pairs.unshift({ s, y, rho: 1 / curvature })
    if (pairs.length > MEMORY) pairs.pop()
    at = next
    gradient = nextGradient
    value = nextValue
    iterations++
  }
  return { at, iterations, gradient: largestOf(gradient) }
}

/**
 * Minimises mean log loss + |w|^2 / (2 C n), intercepts not penalised, until no part of the gradient is above
 * `tolerance`; two classes share one row of coefficients. Equals scikit-learn's LogisticRegression(C=c, penalty='l2')
 * within 1e-4 in coefficients and 1e-5 in probabilities at the default tolerance. One class only gives it probability 1; a class without rows
 * gets a probability near 0; constant features get coefficient 0 or are taken up by the intercept. Deterministic.
 * Throws RangeError on no rows, a label outside the classes, or sizes that do not fit.
 */
export function multinomialLogistic(data: LogisticData, c = 1, tolerance = 1e-7): LogisticModel {
  const { features, columns, labels, classes } = data
  const n = labels.length
  if (n === 0 || classes < 1 || features.length !== n * columns || labels.some(k => k < 0 || k >= classes)) {
    throw new RangeError(`multinomialLogistic: expected labelled rows, got ${n} of ${columns} columns`)
  }
  // Of two classes the first has logit 0; of one class there is nothing to fit.
  const fixed = classes <= 2 ? 1 : 0
  const free = classes - fixed
  const width = columns + 1
  const { start, column, value } = sparseRows(data)
  const logits = new Float64Array(classes)
  /** The linear predictors of a row, into `logits`; that of a fixed class is 0. */
  const readLogits = (weights: Float64Array, row: number) => {
    logits.fill(0)
    for (let k = 0; k < free; k++) {
      let logit = weights[k * width + columns]
      for (let e = start[row]; e < start[row + 1]; e++) logit += weights[k * width + column[e]] * value[e]
      logits[k + fixed] = logit
    }
  }
  const evaluate = (weights: Float64Array, gradient: Float64Array) => {
    gradient.fill(0)
    let loss = 0
    for (let row = 0; row < n; row++) {
      readLogits(weights, row)
      const own = logits[labels[row]]
      loss += softmax(logits) - own
      logits[labels[row]] -= 1
      for (let k = 0; k < free; k++) {
        const residual = logits[k + fixed] / n
        for (let e = start[row]; e < start[row + 1]; e++) gradient[k * width + column[e]] += residual * value[e]
        gradient[k * width + columns] += residual
      }
    }
    let squares = 0
    for (let i = 0; i < weights.length; i++) {
      if (i % width === columns) continue
      squares += weights[i] ** 2
      gradient[i] += weights[i] / (c * n)
    }
    return loss / n + squares / (2 * c * n)
  }
  /** The blocks of the Hessian that belong to one class each, at `weights`, as a way to multiply by their inverse. */
  const precondition = (weights: Float64Array) => {
    const curvature = Array.from({ length: free }, () => new Float64Array(n))
    for (let row = 0; row < n; row++) {
      readLogits(weights, row)
      softmax(logits)
      for (let k = 0; k < free; k++) curvature[k][row] = (logits[k + fixed] * (1 - logits[k + fixed])) / n
    }
    const inverse = (own: Float64Array) => inverseOfGram({ start, column, value }, columns, own, 1 / (c * n))
    // At the beginning all classes are alike, and so are their blocks.
    const first = weights.every(weight => weight === 0) ? inverse(curvature[0]) : null
    const solvers = curvature.map(own => first ?? inverse(own))
    return (vector: Float64Array) => {
      const solved = Float64Array.from(vector)
      for (const [k, solve] of solvers.entries()) solve(solved.subarray(k * width, (k + 1) * width))
      return solved
    }
  }
  // The penalty weighs less with every row, so that more rows are also harder to fit: without it the cost grows as n^1.7.
  // Where there are more columns than rows, the Gram matrix would cost more than it saves.
  const found = minimise(free * width, evaluate, tolerance, columns < n ? precondition : null)
  if (fixed === 0) {
    // Intercepts that all rise by the same give the same probabilities: of those the ones that sum to 0, as in scikit-learn.
    const intercepts = Array.from({ length: free }, (_, k) => found.at[k * width + columns])
    const mean = intercepts.reduce((sum, one) => sum + one, 0) / free
    for (let k = 0; k < free; k++) found.at[k * width + columns] -= mean
  }
  const probabilities = (row: ArrayLike<number>) => {
    const scores = new Float64Array(classes)
    for (let k = 0; k < free; k++) {
      let logit = found.at[k * width + columns]
      for (let j = 0; j < columns; j++) logit += found.at[k * width + j] * row[j]
      scores[k + fixed] = logit
    }
    softmax(scores)
    return scores
  }
  return {
    coefficients: found.at.filter((_, i) => i % width !== columns),
    intercepts: found.at.filter((_, i) => i % width === columns),
    iterations: found.iterations,
    converged: found.gradient <= tolerance,
    probabilities,
  }
}
