/** @file Permutation of the arms' labels within clusters, for statistics of what each arm has in each cluster. */
import { type NotEstimable, notEstimable } from '../estimate.ts'
import { type TestResult, testResult } from '../test-result.ts'
import { permutationP } from './permutation-p.ts'
import { allOrders, DEFAULT_DRAWS, eachRelabelling, isEnumerated, type PermutationOptions } from './relabellings.ts'

/** What each arm has in one cluster: a number, or anything that the statistic understands. */
export interface ClusterOfArms<Value> {
  readonly cluster: string
  /** One for each arm, in the order of the arms. */
  readonly values: readonly Value[]
}

/**
 * As `clusterPermutationTest`, for a statistic that is no function of sums: it is given, for each arm, the values of all
 * clusters (ordered by the names of the clusters), such as the ratings of every rater of the case. Throws RangeError on a
 * cluster that lacks an arm, two clusters of one name, or less than 2 or more than 8 arms.
 */
export function clusterValuePermutationTest<Value>(
  clusters: readonly ClusterOfArms<Value>[],
  compute: (byArm: readonly (readonly Value[])[]) => number | null,
  options: PermutationOptions,
): TestResult | NotEstimable {
  const { alternative = 'two-sided', draws = DEFAULT_DRAWS } = options
  const n = clusters.length
  if (n === 0) return notEstimable('no cases', 0)
  const arms = clusters[0].values.length
  const orders = allOrders(arms)
  const sorted = [...clusters].sort((a, b) => (a.cluster < b.cluster ? -1 : 1))
  for (const [i, { cluster, values }] of sorted.entries()) {
    if (values.length !== arms || cluster === sorted[i - 1]?.cluster) {
      throw new RangeError(`clusterValuePermutationTest: expected each cluster once with ${arms} arms, got ${cluster}`)
    }
  }
  const byArm: Value[][] = Array.from({ length: arms }, () => new Array<Value>(n))
  const statisticUnder = (order: Int32Array): number => {
    for (let cluster = 0; cluster < n; cluster++) {
      const to = orders[order[cluster]]
      for (let arm = 0; arm < arms; arm++) byArm[to[arm]][cluster] = sorted[cluster].values[arm]
    }
    return compute(byArm) ?? Number.NaN
  }
  const observed = statisticUnder(new Int32Array(n))
  if (Number.isNaN(observed)) return notEstimable('not defined on these cases', n)
  const exact = isEnumerated(n, arms)
  const relabelled = new Float64Array(exact ? orders.length ** n : draws)
  let place = 0
  eachRelabelling(n, arms, options, order => {
    relabelled[place++] = statisticUnder(order)
  })
  const method = `values of ${arms} arms permuted within clusters, ${alternative}, ${exact ? 'all relabellings' : `B = ${draws}`}`
  return testResult({ statistic: observed, p: permutationP(observed, relabelled, alternative, exact), n, method })
}
