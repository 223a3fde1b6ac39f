/** @file Sums of rows by cluster, laid out for resampling whole clusters quickly. */

/** One row of data: the cluster it belongs to, and what it adds to which of the totals. */
export interface BootstrapRow {
  readonly cluster: string
  readonly adds: readonly (readonly [column: number, amount: number])[]
}

/** Sums that are not 0, twice: by cluster, and by column. */
export interface ClusterSums {
  readonly clusters: number
  /** Names of the clusters, ascending. */
  readonly names: readonly string[]
  /** Adds `times` times the sums of a cluster to the totals. */
  add(totals: Float64Array, cluster: number, times: number): void
  /** Writes to each of four totals the sums of clusters times how often each was drawn. */
  weigh(times: FourArrays, totals: FourArrays): void
}

/** How many resamples are summed in one pass over the data. */
export const BLOCK = 4
/** One array for each of the resamples that are summed together. */
export type FourArrays = readonly [Float64Array, Float64Array, Float64Array, Float64Array]

/** Entries `start[i]` to `start[i + 1]` belong to cluster (or column) i; `place` is their column (or cluster). */
interface Sparse {
  readonly start: Int32Array
  readonly place: Int32Array
  readonly amount: Float64Array
}

function byColumn({ start, place, amount }: Sparse, columns: number): Sparse {
  const next = new Int32Array(columns + 1)
  for (const column of place) next[column + 1]++
  for (let column = 0; column < columns; column++) next[column + 1] += next[column]
  const result = {
    start: Int32Array.from(next),
    place: new Int32Array(place.length),
    amount: new Float64Array(place.length),
  }
  // Clusters ascending within a column, so that totals are summed in the order of the clusters.
  for (let cluster = 0; cluster + 1 < start.length; cluster++) {
    for (let k = start[cluster]; k < start[cluster + 1]; k++) {
      const to = next[place[k]]++
      result.place[to] = cluster
      result.amount[to] = amount[k]
    }
  }
  return result
}

/**
 * For each column the first one with the same entries, itself as a rule. Numbers of cases are often the same for every arm,
 * and need to be summed once.
 */
function firstAlike({ start, place, amount }: Sparse): Int32Array {
  const alike = new Int32Array(start.length - 1)
  const isSame = (a: number, b: number) => {
    const length = start[a + 1] - start[a]
    if (start[b + 1] - start[b] !== length) return false
    for (let k = 0; k < length; k++) {
      if (place[start[a] + k] !== place[start[b] + k] || amount[start[a] + k] !== amount[start[b] + k]) return false
    }
    return true
  }
  for (let column = 0; column < alike.length; column++) {
    let other = 0
    while (other < column && !(alike[other] === other && isSame(other, column))) other++
    alike[column] = other
  }
  return alike
}

/** Columns on the outside and four resamples side by side: the data are read once for all four, sums stay in registers. */
function weighColumns(
  { start, place, amount }: Sparse,
  alike: Int32Array,
  [t0, t1, t2, t3]: FourArrays,
  totals: FourArrays,
): void {
  for (let column = 0; column < alike.length; column++) {
    if (alike[column] !== column) {
      for (const own of totals) own[column] = own[alike[column]]
      continue
    }
    let [s0, s1, s2, s3] = [0, 0, 0, 0]
    for (let k = start[column]; k < start[column + 1]; k++) {
      const cluster = place[k]
      const own = amount[k]
      s0 += t0[cluster] * own
      s1 += t1[cluster] * own
      s2 += t2[cluster] * own
      s3 += t3[cluster] * own
    }
    totals[0][column] = s0
    totals[1][column] = s1
    totals[2][column] = s2
    totals[3][column] = s3
  }
}

/** Sums the rows of each cluster; clusters in the order of their names, so that the order of rows decides nothing but rounding. */
export function clusterSums(rows: readonly BootstrapRow[], columns: number): ClusterSums {
  const byCluster = new Map<string, Map<number, number>>()
  for (const { cluster, adds } of [...rows].sort((a, b) =>
    a.cluster < b.cluster ? -1 : a.cluster > b.cluster ? 1 : 0,
  )) {
    const sums = byCluster.get(cluster) ?? new Map<number, number>()
    byCluster.set(cluster, sums)
    for (const [column, amount] of adds) {
      if (!(Number.isInteger(column) && column >= 0 && column < columns)) {
        throw new RangeError(`clusterSums: expected a column in 0..${columns - 1}, got ${column}`)
      }
      sums.set(column, (sums.get(column) ?? 0) + amount)
    }
  }
  const entries = [...byCluster.values()].map(sums => [...sums])
  const start = new Int32Array(entries.length + 1)
  for (const [cluster, sums] of entries.entries()) start[cluster + 1] = start[cluster] + sums.length
  const rowwise = {
    start,
    place: Int32Array.from(entries.flatMap(sums => sums.map(([column]) => column))),
    amount: Float64Array.from(entries.flatMap(sums => sums.map(([, amount]) => amount))),
  }
  const columnwise = byColumn(rowwise, columns)
  const alike = firstAlike(columnwise)
  return {
    clusters: entries.length,
    names: [...byCluster.keys()],
    add(totals, cluster, times) {
      const { place, amount } = rowwise
      for (let k = start[cluster]; k < start[cluster + 1]; k++) totals[place[k]] += times * amount[k]
    },
    weigh(times, totals) {
      weighColumns(columnwise, alike, times, totals)
    },
  }
}
