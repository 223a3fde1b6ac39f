/** @file How much credit two ratings get for how near they are on the declared scale. */

/** Identity is the unweighted form. */
export type AgreementWeights = 'identity' | 'linear' | 'quadratic' | 'ordinal'

/**
 * Weights of every pair of places, options x options row by row, 1 on the diagonal: identity 0 elsewhere; linear
 * 1 - |i - j| / (q - 1); quadratic 1 - (i - j)^2 / (q - 1)^2; ordinal 1 - C(|i - j| + 1, 2) / C(q, 2); equals
 * irrCAC.weights.Weights(range(q)). Steps of the scale count as equal, whatever their names are.
 */
export function agreementWeights(weights: AgreementWeights, options: number): Float64Array {
  const steps = options - 1
  const credit = (apart: number) => {
    if (apart === 0) return 1
    if (weights === 'identity') return 0
    if (weights === 'linear') return 1 - apart / steps
    if (weights === 'quadratic') return 1 - (apart / steps) ** 2
    return 1 - (apart * (apart + 1)) / (options * steps)
  }
  return Float64Array.from({ length: options * options }, (_, cell) =>
    credit(Math.abs(Math.floor(cell / options) - (cell % options))),
  )
}
