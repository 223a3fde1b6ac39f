/** @file Permutation of the arms' labels within clusters, for statistics that are functions of sums over rows. */
import { type NotEstimable, notEstimable } from '../estimate.ts'
import { type TestResult, testResult } from '../test-result.ts'
import { permutationP } from './permutation-p.ts'
import { allOrders, DEFAULT_DRAWS, eachRelabelling, isEnumerated, type PermutationOptions } from './relabellings.ts'

/** One row of data: its cluster, the place of its arm, and what it adds to which of the arm's totals. */
export interface PermutationRow {
  readonly cluster: string
  readonly arm: number
  readonly adds: readonly (readonly [column: number, amount: number])[]
}

/** What to permute. */
export interface ClusterPermutationRequest extends PermutationOptions {
  readonly rows: readonly PermutationRow[]
  /** Number of arms, 2 to 8. */
  readonly arms: number
  /** Number of totals of each arm. */
  readonly columns: number
  /** A function of the totals of each arm; null when they do not define it. */
  compute(totals: readonly Float64Array[]): number | null
}

/** Sums by cluster, arm and column; clusters in the order of their names. */
function sumsByCluster({ rows, arms, columns }: ClusterPermutationRequest): Float64Array[] {
  const byCluster = new Map<string, Float64Array>()
  const compare = (a: PermutationRow, b: PermutationRow) => (a.cluster < b.cluster ? -1 : a.cluster > b.cluster ? 1 : 0)
  for (const { cluster, arm, adds } of [...rows].sort(compare)) {
    if (!(Number.isInteger(arm) && arm >= 0 && arm < arms)) {
      throw new RangeError(`clusterPermutationTest: expected an arm in 0..${arms - 1}, got ${arm}`)
    }
    const sums = byCluster.get(cluster) ?? new Float64Array(arms * columns)
    byCluster.set(cluster, sums)
    for (const [column, amount] of adds) {
      if (!(Number.isInteger(column) && column >= 0 && column < columns)) {
        throw new RangeError(`clusterPermutationTest: expected a column in 0..${columns - 1}, got ${column}`)
      }
      sums[arm * columns + column] += amount
    }
  }
  return [...byCluster.values()]
}

/**
 * Tests that the arms are exchangeable within clusters: with two arms the labels of whole clusters are swapped, with more
 * they are permuted within each cluster, jointly for all of its rows. All relabellings are gone through where there are at
 * most 2^20 (two arms: 20 clusters), else p = (1 + number as far) / (draws + 1). For a difference of means of one row a
 * cluster and arm it equals scipy.stats.permutation_test(permutation_type='samples'). Not estimable without a cluster, or
 * when the data do not define the statistic; a relabelling that does not counts as at least as far. The statistic is that
 * of the data, n the number of clusters. Throws RangeError on an arm or a column out of range.
 */
export function clusterPermutationTest(request: ClusterPermutationRequest): TestResult | NotEstimable {
  const { arms, columns, compute, alternative = 'two-sided', draws = DEFAULT_DRAWS } = request
  const orders = allOrders(arms)
  const clusters = sumsByCluster(request)
  const n = clusters.length
  if (n === 0) return notEstimable('no cases', 0)
  const flat = new Float64Array(arms * columns)
  const totals = Array.from({ length: arms }, (_, arm) => flat.subarray(arm * columns, (arm + 1) * columns))
  // shift[o][i]: where the i-th sum of a cluster goes under order o.
  const shift = orders.map(order =>
    Int32Array.from(flat, (_, i) => order[Math.floor(i / columns)] * columns + (i % columns)),
  )
  const statisticUnder = (order: Int32Array): number => {
    flat.fill(0)
    for (let cluster = 0; cluster < n; cluster++) {
      const sums = clusters[cluster]
      const to = shift[order[cluster]]
      for (let i = 0; i < sums.length; i++) flat[to[i]] += sums[i]
    }
    return compute(totals) ?? Number.NaN
  }
  const observed = statisticUnder(new Int32Array(n))
  if (Number.isNaN(observed)) return notEstimable('not defined on these cases', n)
  const exact = isEnumerated(n, arms)
  const relabelled = new Float64Array(exact ? orders.length ** n : draws)
  let place = 0
  eachRelabelling(n, arms, request, order => {
    relabelled[place++] = statisticUnder(order)
  })
  const kind =
    arms === 2 ? 'labels of two arms swapped within clusters' : `labels of ${arms} arms permuted within clusters`
  const method = `${kind}, ${alternative}, ${exact ? 'all relabellings' : `B = ${draws}`}`
  return testResult({ statistic: observed, p: permutationP(observed, relabelled, alternative, exact), n, method })
}
