/** @file Size of the permutation and sign-flip tests: whole clusters are exchanged, however unequal they are. */
import { test } from 'vitest'
import { clusterPermutationTest, type PermutationRow } from '../../src/statistics/resampling/cluster-permutation.ts'
import { signFlipTest } from '../../src/statistics/resampling/sign-flip-test.ts'
import { type RandomStream, randomStream } from '../../src/support/index.ts'
import { atMostAlpha, countHits, exactSize, expectHits, expectTooMany, rejects } from './simulation.ts'

/** With 199 draws p is a multiple of 1/200, of which 5 % is one: without ties the size is exactly 5 %. */
const DRAWS = 199

/** Rows of 1 to 9 ratings a case for each of three arms, which share what belongs to the case and arm. */
function rowsOf(random: RandomStream, cases: number, nameOf: (item: number, row: number) => string): PermutationRow[] {
  const rows: PermutationRow[] = []
  for (let item = 0; item < cases; item++) {
    const liking = [0, 1, 2].map(() => random.normal())
    const ratings = 1 + random.integer(9)
    for (let row = 0; row < ratings; row++) {
      for (let arm = 0; arm < 3; arm++) {
        rows.push({
          cluster: nameOf(item, row),
          arm,
          adds: [
            [0, liking[arm] + random.normal()],
            [1, 1],
          ],
        })
      }
    }
  }
  return rows
}

/** Spread of the arms' means. */
function spread(totals: readonly Float64Array[]): number {
  const means = totals.map(([sum, rows]) => sum / rows)
  const centre = means.reduce((sum, mean) => sum + mean, 0) / means.length
  return means.reduce((sum, mean) => sum + (mean - centre) ** 2, 0)
}

function rejections(runs: number, cases: number, nameOf: (item: number, row: number) => string): number {
  const random = randomStream(42, 'permutation', cases)
  return countHits(runs, run =>
    rejects(
      clusterPermutationTest({
        rows: rowsOf(random, cases, nameOf),
        arms: 3,
        columns: 2,
        compute: spread,
        alternative: 'greater',
        seed: run,
        stream: ['calibration'],
        draws: DRAWS,
      }),
    ),
  )
}

test('clusterPermutationTest of three arms on 12 cases of 1 to 9 ratings has 5 %', () => {
  const runs = 1000
  expectHits(
    rejections(runs, 12, item => `c${item}`),
    runs,
    exactSize,
    'by case',
  )
})

test('clusterPermutationTest that takes each rating for a case of its own over-rejects (negative control)', () => {
  const runs = 200
  expectTooMany(
    rejections(runs, 12, (item, row) => `c${item} r${row}`),
    runs,
    exactSize,
    'by rating',
  )
})

test('signFlipTest has 5 % for 30 unequal clusters of skewed spread, at most 5 % for 5 and 9 (all flips)', () => {
  const runs = 2000
  for (const [clusters, range] of [
    [5, atMostAlpha],
    [9, atMostAlpha],
    [30, exactSize],
  ] as const) {
    const random = randomStream(43, 'sign flip', clusters)
    const hits = countHits(runs, run => {
      const values = Array.from({ length: clusters }, (_, cluster) => {
        // Symmetric about 0 in every cluster, with a scale of its own: that is all that the test asks for.
        const scale = Math.exp(random.normal())
        const shared = scale * random.normal()
        return Array.from({ length: 1 + random.integer(6) }, () => ({
          cluster: `c${cluster}`,
          value: shared + random.normal(),
        }))
      }).flat()
      return rejects(signFlipTest(values, { seed: run, stream: ['calibration'], draws: DRAWS }))
    })
    expectHits(hits, runs, range, `${clusters} clusters`)
  }
})
