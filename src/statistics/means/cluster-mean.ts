/** @file The mean of values that come in clusters, with the standard error that the clusters leave. */

/** A mean and how sure it is. */
export interface ClusterMean {
  readonly value: number
  /** Null with fewer than two clusters. */
  readonly standardError: number | null
  readonly n: number
  readonly clusters: number
}

/** Sums of the residuals by name, squared and added. */
export function squaredSums(names: readonly string[], residuals: ArrayLike<number>): { sum: number; groups: number } {
  const sums = new Map<string, number>()
  for (const [i, name] of names.entries()) sums.set(name, (sums.get(name) ?? 0) + residuals[i])
  let sum = 0
  for (const own of sums.values()) sum += own * own
  return { sum, groups: sums.size }
}

/**
 * Mean of all rows with the cluster-robust standard error sqrt(G / (G - 1) sum_g (sum_i e_i)^2) / n; equals R
 * sqrt(sandwich::vcovCL(lm(y ~ 1), cluster, type = "HC0")). No row gives null; one cluster gives a null standard error.
 */
export function clusterMean(rows: readonly { readonly cluster: string; readonly value: number }[]): ClusterMean | null {
  const n = rows.length
  if (n === 0) return null
  const value = rows.reduce((sum, row) => sum + row.value, 0) / n
  const residuals = rows.map(row => row.value - value)
  const names = rows.map(row => row.cluster)
  const { sum, groups } = squaredSums(names, residuals)
  const standardError = groups < 2 ? null : Math.sqrt((groups / (groups - 1)) * sum) / n
  return { value, standardError, n, clusters: groups }
}
