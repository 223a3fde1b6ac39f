/** @file Weighted sums over clusters against plain loops, and the bootstrap where blocks of resamples do not come out even. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isEstimated } from '../estimate.ts'
import { clusterBootstrap } from './cluster-bootstrap.ts'
import { clusterSums } from './cluster-sums.ts'

const COLUMNS = 5
const fourOf = (length: number) =>
  [0, 1, 2, 3].map(() => new Float64Array(length)) as [Float64Array, Float64Array, Float64Array, Float64Array]

test('weigh and add equal plain loops over the rows, also for columns that are alike or empty', () => {
  const row = fc.record({ cluster: fc.constantFrom('c', 'a', 'b'), amount: fc.integer({ min: -3, max: 3 }) })
  fc.assert(
    fc.property(
      fc.array(row, { minLength: 1, maxLength: 12 }),
      fc.array(fc.nat(3), { minLength: 12 }),
      (drawn, counts) => {
        // Columns 0 and 2 are alike, 3 counts the rows, 1 holds the even rows only, 4 nothing.
        const rows = drawn.map(({ cluster, amount }, i) => ({
          cluster,
          adds: (
            [
              [0, amount],
              [1, amount],
              [2, amount],
              [3, 1],
            ] as const
          ).filter(([column]) => column !== 1 || i % 2 === 0),
        }))
        const sums = clusterSums(rows, COLUMNS)
        expect(sums.names).toEqual([...new Set(drawn.map(({ cluster }) => cluster))].sort())
        const [times, totals] = [fourOf(sums.clusters), fourOf(COLUMNS)]
        for (const [i, own] of times.entries()) for (let g = 0; g < sums.clusters; g++) own[g] = counts[3 * i + g]
        sums.weigh(times, totals)
        for (const [i, got] of totals.entries()) {
          const [expected, added] = [new Float64Array(COLUMNS), new Float64Array(COLUMNS)]
          for (const { cluster, adds } of rows)
            for (const [column, amount] of adds) expected[column] += times[i][sums.names.indexOf(cluster)] * amount
          for (let g = 0; g < sums.clusters; g++) sums.add(added, g, times[i][g])
          expect([...got]).toEqual([...expected])
          expect([...added]).toEqual([...expected])
        }
      },
    ),
    { numRuns: 60, seed: 1 },
  )
})

test('clusterSums refuses a column that there is not', () => {
  expect(() => clusterSums([{ cluster: 'a', adds: [[2, 1]] }], 2)).toThrow(RangeError)
})

test('clusterBootstrap looks at exactly as many resamples as asked, in the same order for any number', () => {
  const rows = Array.from({ length: 12 }, (_, i) => ({ cluster: `c${10 + i}`, adds: [[0, i] as const] }))
  const seenBy = (resamples: number) => {
    const seen: number[] = []
    const compute = (totals: Float64Array) => {
      seen.push(totals[0])
      return totals[0]
    }
    const statistics = [{ name: 'sum', n: 12, compute }]
    const request = { rows, columns: 1, statistics, seed: 1, stream: ['blocks'], resamples, level: 0.9 }
    const estimate = clusterBootstrap(request).get('sum')
    expect(estimate && isEstimated(estimate)).toBe(true)
    // The data first, then the resamples, then one deletion for each of 12 clusters.
    expect(seen.length).toBe(1 + resamples + 12)
    return seen.slice(1, 1 + resamples)
  }
  const many = seenBy(103)
  expect(seenBy(101)).toEqual(many.slice(0, 101))
  expect(new Set(many).size).toBeGreaterThan(20)
})
