/** @file Cohen's kappa with weights from the declared scale. */

/** Disagreement by steps on the declared scale: 1 for any (identity, the unweighted kappa), |i - j|, or (i - j)^2. */
export type KappaWeights = 'identity' | 'linear' | 'quadratic'

/**
 * 1 - sum(w o) / sum(w e) over a k x k table of counts (row by row), w = 1 off the diagonal, |i - j| or (i - j)^2 on
 * the declared scale, options that never occur included; equals sklearn.metrics.cohen_kappa_score(y, yhat,
 * labels=scale, weights=...). Null when chance disagreement is 0 (one option only, or no case). Throws RangeError when
 * the table is not square.
 */
export function weightedKappa(counts: ArrayLike<number>, weights: KappaWeights): number | null {
  const options = Math.round(Math.sqrt(counts.length))
  if (options < 1 || options * options !== counts.length) {
    throw new RangeError(`weightedKappa: expected k x k counts, got ${counts.length}`)
  }
  const rows = new Float64Array(options)
  const columns = new Float64Array(options)
  let total = 0
  let observed = 0
  const weight = (i: number, j: number) => {
    if (weights === 'identity') return i === j ? 0 : 1
    return weights === 'quadratic' ? (i - j) ** 2 : Math.abs(i - j)
  }
  for (let i = 0; i < options; i++) {
    for (let j = 0; j < options; j++) {
      const count = counts[i * options + j]
      rows[i] += count
      columns[j] += count
      total += count
      observed += weight(i, j) * count
    }
  }
  let expected = 0
  for (let i = 0; i < options; i++) for (let j = 0; j < options; j++) expected += weight(i, j) * rows[i] * columns[j]
  return expected === 0 ? null : 1 - (observed * total) / expected
}
