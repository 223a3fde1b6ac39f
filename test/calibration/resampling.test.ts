/** @file Coverage of the cluster bootstrap for 12, 30 and 100 clusters of unequal size, and what unequal clusters cost. */
import { test } from 'vitest'
import { normalQuantile, studentTwoSided } from '../../src/statistics/distributions/index.ts'
import { type BootstrapRow, type BootstrapStatistic, clusterBootstrap } from '../../src/statistics/index.ts'
import { type RandomStream, randomStream } from '../../src/support/index.ts'
import { covers, expectHits, expectTooFew, LEVEL, type Range } from './simulation.ts'

/** Cluster sizes 1, 2, 3, 4, 6 and 14 with these probabilities: most patients have few cycles, one in ten has many. */
const SIZES = [
  [1, 0.3],
  [2, 0.25],
  [3, 0.15],
  [4, 0.1],
  [6, 0.1],
  [14, 0.1],
] as const

function clusterSize(random: RandomStream): number {
  let left = random.uniform()
  for (const [size, probability] of SIZES) {
    if (left < probability) return size
    left -= probability
  }
  return 14
}

/** Mean and squared coefficient of variation of the sizes. */
const meanSize = SIZES.reduce((sum, [size, probability]) => sum + size * probability, 0)
const variation = SIZES.reduce((sum, [size, probability]) => sum + size ** 2 * probability, 0) / meanSize ** 2 - 1

/**
 * The least coverage to ask for. A bootstrap interval takes a normal quantile where a t would be due, and its variance
 * divides by G where G - 1 would be due: P(|t| <= z sqrt((g - 1) / g)) with g - 1 df. Unequal clusters count as g = G / (1 +
 * variation of their sizes) equal ones (Carter, Schnepel & Steigerwald 2017, Rev Econ Stat 99:698; the full formula with
 * a perfect correlation within clusters, which is the worst case).
 */
function leastCoverage(clusters: number): number {
  const effective = clusters / (1 + variation)
  const z = normalQuantile((1 + LEVEL) / 2)
  return 1 - studentTwoSided(z * Math.sqrt((effective - 1) / effective), effective - 1)
}

/** No reason to cover too often: at most the half of the nominal misses. */
const coverage = (clusters: number): Range => [leastCoverage(clusters), 1 - (1 - LEVEL) / 2]

// Totals of a row: first arm right, second arm right, rows, found and wanted, found in all, wanted in all.
const [FIRST, SECOND, ROWS, HIT, FOUND, WANTED] = [0, 1, 2, 3, 4, 5]
const STATISTICS: readonly BootstrapStatistic[] = [
  { name: 'mean', n: 0, compute: t => (t[ROWS] === 0 ? null : t[FIRST] / t[ROWS]) },
  { name: 'difference', n: 0, compute: t => (t[ROWS] === 0 ? null : (t[FIRST] - t[SECOND]) / t[ROWS]) },
  { name: 'F1', n: 0, compute: t => (t[FOUND] + t[WANTED] === 0 ? null : (2 * t[HIT]) / (t[FOUND] + t[WANTED])) },
]

/**
 * A row's probabilities: a cluster is easy (0.8) or hard (0.4), by half; the second arm sees the same cluster. 40 % of rows
 * want the label; it is found on those with the cluster's probability, and by mistake on 20 % of the others.
 */
const EASY = 0.8
const HARD = 0.4
const WANTED_SHARE = 0.4
const FALSE_ALARM = 0.2
const TRUTH = {
  mean: (EASY + HARD) / 2,
  difference: 0,
  // 2 P(hit) / (P(found) + P(wanted)): sums over clusters whose size does not depend on how easy they are.
  F1:
    (2 * WANTED_SHARE * ((EASY + HARD) / 2)) /
    (WANTED_SHARE * ((EASY + HARD) / 2) + (1 - WANTED_SHARE) * FALSE_ALARM + WANTED_SHARE),
}

function rowsOf(
  random: RandomStream,
  clusters: number,
  nameOf: (cluster: number, row: number) => string,
): BootstrapRow[] {
  const rows: BootstrapRow[] = []
  for (let cluster = 0; cluster < clusters; cluster++) {
    const easy = random.uniform() < 0.5 ? EASY : HARD
    const size = clusterSize(random)
    for (let row = 0; row < size; row++) {
      const draw = (probability: number) => (random.uniform() < probability ? 1 : 0)
      const wanted = draw(WANTED_SHARE)
      const found = draw(wanted === 1 ? easy : FALSE_ALARM)
      rows.push({
        cluster: nameOf(cluster, row),
        adds: [
          [FIRST, draw(easy)],
          [SECOND, draw(easy)],
          [ROWS, 1],
          [HIT, wanted * found],
          [FOUND, found],
          [WANTED, wanted],
        ],
      })
    }
  }
  return rows
}

/** Numbers of runs in which each statistic's interval held the truth. */
function covered(runs: number, clusters: number, nameOf: (cluster: number, row: number) => string) {
  const random = randomStream(41, 'unequal clusters', clusters)
  const hits = { mean: 0, difference: 0, F1: 0 }
  for (let run = 0; run < runs; run++) {
    const estimates = clusterBootstrap({
      rows: rowsOf(random, clusters, nameOf),
      columns: 6,
      statistics: STATISTICS,
      seed: run,
      stream: ['calibration', clusters],
      resamples: 600,
      level: LEVEL,
    })
    for (const name of ['mean', 'difference', 'F1'] as const) if (covers(estimates.get(name), TRUTH[name])) hits[name]++
  }
  return hits
}

test.each([12, 30, 100])(
  'clusterBootstrap of %i clusters covers as often as so few unequal clusters allow',
  clusters => {
    // 12 clusters count as about 5 equal ones, so that 95 % is out of reach and the report must not promise it.
    const runs = clusters === 100 ? 400 : 800
    const hits = covered(runs, clusters, cluster => `c${cluster}`)
    for (const [name, count] of Object.entries(hits))
      expectHits(count, runs, coverage(clusters), `${name}, ${clusters}`)
  },
)

test('clusterBootstrap of rows in place of clusters covers the mean less often than 100 clusters allow (negative control)', () => {
  const runs = 200
  const hits = covered(runs, 100, (cluster, row) => `c${cluster} r${row}`)
  expectTooFew(hits.mean, runs, coverage(100), 'mean by rows')
})
