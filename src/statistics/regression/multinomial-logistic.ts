/** @file Multinomial logistic regression with an L2 penalty, fitted by L-BFGS. */

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

/** The non-zero entries of each row: indicators leave most of a row empty. */
function sparseRows({ features, columns, labels }: LogisticData) {
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

/** Minimises a convex smooth function from 0 by L-BFGS (Nocedal and Wright, algorithm 7.4) with halved steps. */
function minimise(size: number, evaluate: (at: Float64Array, gradient: Float64Array) => number, tolerance: number) {
  let at = new Float64Array(size)
  let gradient = new Float64Array(size)
  let value = evaluate(at, gradient)
  const pairs: { s: Float64Array; y: Float64Array; rho: number }[] = []
  let iterations = 0
  while (iterations < MOST_ITERATIONS && largestOf(gradient) > tolerance) {
    const direction = gradient.map(g => -g)
    const alphas: number[] = []
    for (const { s, y, rho } of pairs) {
      const alpha = rho * dot(s, direction)
      alphas.push(alpha)
      for (let i = 0; i < size; i++) direction[i] -= alpha * y[i]
    }
    const scale = pairs.length > 0 ? 1 / (pairs[0].rho * dot(pairs[0].y, pairs[0].y)) : 1 / largestOf(gradient)
    for (let i = 0; i < size; i++) direction[i] *= scale
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
  const evaluate = (weights: Float64Array, gradient: Float64Array) => {
    gradient.fill(0)
    let loss = 0
    for (let row = 0; row < n; row++) {
      logits.fill(0)
      for (let k = 0; k < free; k++) {
        let logit = weights[k * width + columns]
        for (let e = start[row]; e < start[row + 1]; e++) logit += weights[k * width + column[e]] * value[e]
        logits[k + fixed] = logit
      }
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
  const found = minimise(free * width, evaluate, tolerance)
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
