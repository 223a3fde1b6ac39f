/** @file Delete-one values of a stratified sample, in the form that the BCa interval takes. */

/**
 * Turns delete-one values into values about one common mean of 0, so that their skewness is the acceleration of the
 * stratified bootstrap: minus (n - 1) / n times the distance from the mean of their own stratum of n clusters; equals the
 * several-sample acceleration of scipy.stats.bootstrap(method='BCa'). A stratum of one cluster gives 0.
 * @param strata places of the clusters of each stratum.
 */
export function stratifiedJackknife(
  values: ArrayLike<number>,
  strata: readonly (ArrayLike<number> & Iterable<number>)[],
): Float64Array {
  const result = new Float64Array(values.length)
  for (const places of strata) {
    let mean = 0
    for (const place of places) mean += values[place]
    mean /= places.length
    const factor = (places.length - 1) / places.length
    for (const place of places) result[place] = factor * (values[place] - mean)
  }
  return result
}
