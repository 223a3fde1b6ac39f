/** @file Coverage of the intervals and size of the test under simulation, inside stated binomial bounds. */
import { expect, test } from 'vitest'
import {
  type BootstrapRow,
  clusterBootstrap,
  type Estimate,
  isEstimated,
  mcnemarTest,
  pairedDifferenceInterval,
  wilsonInterval,
} from '../../src/statistics/index.ts'
import { type RandomStream, randomStream } from '../../src/support/index.ts'

const covers = (estimate: Estimate | undefined, truth: number) =>
  estimate !== undefined && isEstimated(estimate) && estimate.interval[0] <= truth && truth <= estimate.interval[1]

/** Share of runs in which `hit` holds. */
function share(runs: number, hit: () => boolean): number {
  let hits = 0
  for (let run = 0; run < runs; run++) if (hit()) hits++
  return hits / runs
}

/** Four standard errors of a share at `p`: a correct method fails once in about 16,000 tests. */
const slack = (p: number, runs: number) => 4 * Math.sqrt((p * (1 - p)) / runs)

function binomial(random: RandomStream, n: number, p: number): number {
  let successes = 0
  for (let i = 0; i < n; i++) if (random.uniform() < p) successes++
  return successes
}

test('wilsonInterval covers within 0.93 to 0.97 for n = 50, 400 and p = 0.1, 0.3, 0.5', () => {
  // Exact coverage of Wilson at these six (n, p), by enumeration, lies within 0.935 and 0.97.
  const runs = 4000
  for (const n of [50, 400]) {
    for (const p of [0.1, 0.3, 0.5]) {
      const random = randomStream(11, 'wilson', n, p)
      const coverage = share(runs, () => covers(wilsonInterval(binomial(random, n, p), n), p))
      expect(coverage, `n = ${n}, p = ${p}`).toBeGreaterThan(0.935 - slack(0.935, runs))
      expect(coverage, `n = ${n}, p = ${p}`).toBeLessThan(0.97 + slack(0.97, runs))
    }
  }
})

/** Draws a paired table whose cells (both, first only, second only, neither) have these probabilities. */
function pairedTable(random: RandomStream, n: number, cells: readonly [number, number, number]) {
  const counts = [0, 0, 0, 0]
  for (let i = 0; i < n; i++) {
    const u = random.uniform()
    counts[u < cells[0] ? 0 : u < cells[0] + cells[1] ? 1 : u < cells[0] + cells[1] + cells[2] ? 2 : 3]++
  }
  return { both: counts[0], firstOnly: counts[1], secondOnly: counts[2], neither: counts[3] }
}

test('pairedDifferenceInterval covers within 0.94 to 0.97 for n = 100 with and without a difference', () => {
  const runs = 4000
  for (const cells of [
    [0.5, 0.1, 0.1, 0.3],
    [0.5, 0.2, 0.1, 0.2],
    [0.25, 0.25, 0.25, 0.25],
  ] as const) {
    const random = randomStream(12, 'paired', ...cells)
    const truth = cells[1] - cells[2]
    const coverage = share(runs, () =>
      covers(pairedDifferenceInterval(pairedTable(random, 100, [cells[0], cells[1], cells[2]])), truth),
    )
    expect(coverage, cells.join()).toBeGreaterThan(0.94 - slack(0.94, runs))
    expect(coverage, cells.join()).toBeLessThan(0.97 + slack(0.97, runs))
  }
})

test('mcnemarTest rejects at most 5 % when there is no difference', () => {
  const runs = 4000
  const random = randomStream(13, 'mcnemar')
  const rejected = share(runs, () => {
    const { firstOnly, secondOnly } = pairedTable(random, 100, [0.5, 0.15, 0.15])
    return mcnemarTest(firstOnly, secondOnly).p <= 0.05
  })
  // Exact tests are conservative: about 3 % with some 30 discordant cases; 0 would mean that it never rejects.
  expect(rejected).toBeLessThan(0.05 + slack(0.05, runs))
  expect(rejected).toBeGreaterThan(0.01)
})

const ROWS_A_CLUSTER = 8

/** Clusters of 8 rows whose outcomes share a strong effect of the cluster, one for each of two arms. */
function clusteredRows(random: RandomStream, clusters: number, clusterOf: (cluster: number, row: number) => string) {
  const rows: BootstrapRow[] = []
  for (let cluster = 0; cluster < clusters; cluster++) {
    // Success probability of each arm in the cluster: 0.1 or 0.9, mean 0.5.
    const p = [0, 1].map(() => (random.uniform() < 0.5 ? 0.1 : 0.9))
    for (let row = 0; row < ROWS_A_CLUSTER; row++) {
      const outcomes = p.map(probability => (random.uniform() < probability ? 1 : 0))
      rows.push({
        cluster: clusterOf(cluster, row),
        adds: [
          [0, outcomes[0]],
          [1, outcomes[1]],
          [2, 1],
        ],
      })
    }
  }
  return rows
}

/** Coverage of the mean (0.5) and of the paired difference (0) of 60 clusters, bootstrapped by what `clusterOf` names. */
function clusterCoverage(runs: number, clusterOf: (cluster: number, row: number) => string) {
  const random = randomStream(14, 'bootstrap')
  const statistics = [
    { name: 'mean', n: 0, compute: (t: Float64Array) => t[0] / t[2] },
    { name: 'difference', n: 0, compute: (t: Float64Array) => (t[0] - t[1]) / t[2] },
  ]
  const hits = { mean: 0, difference: 0 }
  for (let run = 0; run < runs; run++) {
    const estimates = clusterBootstrap({
      rows: clusteredRows(random, 60, clusterOf),
      columns: 3,
      statistics,
      seed: run,
      stream: ['calibration'],
      resamples: 800,
      level: 0.95,
    })
    if (covers(estimates.get('mean'), 0.5)) hits.mean++
    if (covers(estimates.get('difference'), 0)) hits.difference++
  }
  return { mean: hits.mean / runs, difference: hits.difference / runs }
}

/** Bounds of the coverage that a sound 95 % interval of 60 clusters must have in so many runs. */
const coverageBounds = (runs: number) => [0.92 - slack(0.92, runs), 0.97 + slack(0.97, runs)] as const

test('clusterBootstrap covers a clustered mean and a paired difference of 0 within 0.92 to 0.97 (60 clusters of 8)', () => {
  const runs = 600
  const [low, high] = coverageBounds(runs)
  for (const [name, coverage] of Object.entries(clusterCoverage(runs, cluster => `c${cluster}`))) {
    expect(coverage, name).toBeGreaterThan(low)
    expect(coverage, name).toBeLessThan(high)
  }
})

test('clusterBootstrap that takes each row for a cluster of its own misses the same bounds (negative control)', () => {
  // Rows of a cluster correlate by 0.16 / 0.25 = 0.64: a design effect of 1 + 7 x 0.64 = 5.5, intervals 2.3 times too narrow.
  const runs = 200
  const [low] = coverageBounds(runs)
  for (const [name, coverage] of Object.entries(clusterCoverage(runs, (cluster, row) => `c${cluster} r${row}`))) {
    expect(coverage, name).toBeLessThan(low)
  }
})
