/** @file The weighted Gram matrix of sparse rows with a ridge, and how to multiply by its inverse. */

/** The entries of each row that are not zero: those of row i from `start[i]` to before `start[i + 1]`, by rising column. */
export interface SparseRows {
  readonly start: Int32Array
  readonly column: Int32Array
  readonly value: Float64Array
}

/** What keeps a column without curvature, such as the intercept of a class that no row can have, from being divided by 0. */
const LEAST = 1e-12

/** The lower triangle of X' diag(weights) X, where a last column of ones stands for the intercept; ridge on all but that. */
function gram({ start, column, value }: SparseRows, columns: number, weights: Float64Array, ridge: number) {
  const width = columns + 1
  const lower = new Float64Array(width * width)
  for (let row = 0; row < weights.length; row++) {
    const weight = weights[row]
    for (let e = start[row]; e < start[row + 1]; e++) {
      const amount = weight * value[e]
      const at = column[e] * width
      for (let f = start[row]; f <= e; f++) lower[at + column[f]] += amount * value[f]
      lower[columns * width + column[e]] += amount
    }
    lower[columns * width + columns] += weight
  }
  for (let j = 0; j < columns; j++) lower[j * width + j] += ridge
  for (let j = 0; j < width; j++) lower[j * width + j] += LEAST
  return lower
}

/** Cholesky's factor in place of the lower triangle. */
function factorise(lower: Float64Array, width: number): void {
  for (let i = 0; i < width; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = lower[i * width + j]
      for (let k = 0; k < j; k++) sum -= lower[i * width + k] * lower[j * width + k]
      lower[i * width + j] = i === j ? Math.sqrt(Math.max(sum, LEAST)) : sum / lower[j * width + j]
    }
  }
}

/**
 * Factorises X' diag(weights) X + ridge I, with a column of ones behind the others that has no ridge, and returns what replaces a
 * vector of `columns` + 1 by the product of the inverse with it. Time grows with rows times the square of a row's entries.
 */
export function inverseOfGram(
  rows: SparseRows,
  columns: number,
  weights: Float64Array,
  ridge: number,
): (vector: Float64Array) => void {
  const width = columns + 1
  const lower = gram(rows, columns, weights, ridge)
  factorise(lower, width)
  return vector => {
    for (let i = 0; i < width; i++) {
      let sum = vector[i]
      for (let k = 0; k < i; k++) sum -= lower[i * width + k] * vector[k]
      vector[i] = sum / lower[i * width + i]
    }
    for (let i = width - 1; i >= 0; i--) {
      const own = vector[i] / lower[i * width + i]
      vector[i] = own
      // By rows of the factor, which is how it lies in memory.
      for (let k = 0; k < i; k++) vector[k] -= lower[i * width + k] * own
    }
  }
}
