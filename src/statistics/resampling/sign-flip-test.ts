/** @file The sign-flip test of cluster means: whether paired differences lie symmetrically about 0. */
import { randomStream } from '../../support/index.ts'
import { type NotEstimable, notEstimable } from '../estimate.ts'
import { type TestResult, testResult } from '../test-result.ts'
import { permutationP } from './permutation-p.ts'
import { DEFAULT_DRAWS, type PermutationOptions } from './relabellings.ts'

/** One difference, or one vote (+1, 0, -1), and the cluster it belongs to. */
export interface ClusterValue {
  readonly cluster: string
  readonly value: number
}

/** With up to this many clusters whose mean is not 0 every flip is gone through. */
const MOST_ENUMERATED = 20
const WORD = 2 ** 32

/** Means of the clusters, in an order that the order of the rows does not change. */
export function clusterMeans(values: readonly ClusterValue[]): Float64Array {
  const byCluster = new Map<string, number[]>()
  for (const { cluster, value } of values) {
    if (!Number.isFinite(value)) throw new RangeError(`clusterMeans: expected finite values, got ${value}`)
    const own = byCluster.get(cluster)
    if (own) own.push(value)
    else byCluster.set(cluster, [value])
  }
  const sorted = [...byCluster].sort(([a], [b]) => (a < b ? -1 : 1))
  // Sorted within the cluster too: a sum depends on its order in the last bits.
  return Float64Array.from(
    sorted.map(([, own]) => own.sort((a, b) => a - b).reduce((sum, value) => sum + value, 0) / own.length),
  )
}

/** Sums of all sign flips of some values, the observed one first. */
function allFlips(values: Float64Array): Float64Array {
  let sums = Float64Array.of(0)
  for (const value of values) {
    const next = new Float64Array(2 * sums.length)
    for (let i = 0; i < sums.length; i++) {
      next[i] = sums[i] + value
      next[i + sums.length] = sums[i] - value
    }
    sums = next
  }
  return sums
}

/** Sums of random sign flips: 32 signs a draw. */
function randomFlips(values: Float64Array, { seed, stream, draws = DEFAULT_DRAWS }: PermutationOptions): Float64Array {
  const random = randomStream(seed, 'sign-flip', ...stream)
  const sums = new Float64Array(draws)
  for (let draw = 0; draw < draws; draw++) {
    let sum = 0
    for (let start = 0; start < values.length; start += 32) {
      let bits = random.integer(WORD)
      const end = Math.min(start + 32, values.length)
      for (let i = start; i < end; i++) {
        sum += bits & 1 ? values[i] : -values[i]
        bits >>>= 1
      }
    }
    sums[draw] = sum
  }
  return sums
}

/**
 * Tests that the mean of cluster means (the statistic) is 0 by flipping the sign of whole clusters; n is the number of
 * clusters. With at most 20 clusters whose mean is not 0 all flips are gone through, which equals
 * scipy.stats.permutation_test((means,), mean, permutation_type='samples', n_resamples=inf); else p = (1 + number as far) /
 * (draws + 1) over random flips. All means 0 gives statistic 0 and p 1; no value is not estimable. Throws RangeError on a
 * value that is not finite or draws below 1.
 */
export function signFlipTest(values: readonly ClusterValue[], options: PermutationOptions): TestResult | NotEstimable {
  const { alternative = 'two-sided', draws = DEFAULT_DRAWS } = options
  if (!(Number.isInteger(draws) && draws >= 1)) throw new RangeError(`signFlipTest: expected draws >= 1, got ${draws}`)
  const means = clusterMeans(values)
  const n = means.length
  if (n === 0) return notEstimable('no cases', 0)
  // A cluster with mean 0 adds nothing under either sign: it doubles every flip and changes no share.
  const moving = means.filter(mean => mean !== 0)
  const exact = moving.length <= MOST_ENUMERATED
  const method = `cluster sign-flip, ${alternative}, ${exact ? 'all flips' : `B = ${draws}`}`
  if (moving.length === 0) return testResult({ statistic: 0, p: 1, n, method })
  const observed = moving.reduce((sum, mean) => sum + mean, 0)
  const sums = exact ? allFlips(moving) : randomFlips(moving, options)
  return testResult({ statistic: observed / n, p: permutationP(observed, sums, alternative, exact), n, method })
}
