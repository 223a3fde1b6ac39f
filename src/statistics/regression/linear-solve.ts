/** @file Small symmetric positive definite systems, by Cholesky's factor. */

/** A square matrix by rows. */
export type Matrix = readonly (readonly number[])[]

/** A pivot below this share of its diagonal entry is rounding, not information. */
const SMALLEST_PIVOT = 1e-12

/**
 * The lower factor L with L L' = matrix, for a symmetric matrix; equals R t(chol(matrix)). Null when the matrix is not
 * positive definite beyond rounding.
 */
export function choleskyFactor(matrix: Matrix): number[][] | null {
  const size = matrix.length
  const factor = matrix.map(() => new Array<number>(size).fill(0))
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = matrix[i][j]
      for (let k = 0; k < j; k++) rest -= factor[i][k] * factor[j][k]
      if (i === j) {
        if (!(rest > SMALLEST_PIVOT * matrix[i][i])) return null
        factor[i][i] = Math.sqrt(rest)
      } else factor[i][j] = rest / factor[j][j]
    }
  }
  return factor
}

/** The x with L L' x = right, for the factor L of choleskyFactor; equals R backsolve(t(L), forwardsolve(L, right)). */
export function solveFactored(factor: Matrix, right: readonly number[]): number[] {
  const x = [...right]
  for (let i = 0; i < x.length; i++) {
    for (let k = 0; k < i; k++) x[i] -= factor[i][k] * x[k]
    x[i] /= factor[i][i]
  }
  for (let i = x.length - 1; i >= 0; i--) {
    for (let k = i + 1; k < x.length; k++) x[i] -= factor[k][i] * x[k]
    x[i] /= factor[i][i]
  }
  return x
}

/** The inverse of a symmetric positive definite matrix; equals R chol2inv(chol(matrix)). Null when it is not one. */
export function invertPositiveDefinite(matrix: Matrix): number[][] | null {
  const factor = choleskyFactor(matrix)
  if (factor === null) return null
  const columns = matrix.map((_, j) =>
    solveFactored(
      factor,
      matrix.map((_, i) => (i === j ? 1 : 0)),
    ),
  )
  // The mean with the transpose: exactly symmetric, so that a variance never depends on which triangle is read.
  return columns.map((row, i) => row.map((value, j) => (value + columns[j][i]) / 2))
}

/** The quadratic form c' M c, the variance of a contrast c under a covariance M. */
export function quadraticForm(matrix: Matrix, contrast: readonly number[]): number {
  let sum = 0
  for (let i = 0; i < contrast.length; i++)
    for (let j = 0; j < contrast.length; j++) sum += contrast[i] * matrix[i][j] * contrast[j]
  return sum
}
