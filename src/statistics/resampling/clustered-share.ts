/** @file A share of yes among rows of couples, with an interval that takes a couple as one. */
import { wilsonInterval } from '../counts/wilson-interval.ts'
import { type Estimate, notEstimable } from '../estimate.ts'
import { clusterBootstrap } from './cluster-bootstrap.ts'

/** One yes or no, and the couple that it belongs to. */
export interface ClusteredRow {
  readonly cluster: string
  readonly yes: boolean
}

/**
 * Wilson with one row a couple, else the cluster bootstrap, which needs 10 couples. No row is not estimable; with all or
 * none the interval is Wilson's over couples, since no more is known than from one row a couple; n is the number of rows
 * in every case.
 */
export function clusteredShare(
  rows: readonly ClusteredRow[],
  { seed, resamples, level }: { readonly seed: number; readonly resamples: number; readonly level: number },
  stream: readonly (string | number)[],
): Estimate {
  const n = rows.length
  const yes = rows.filter(row => row.yes).length
  const clusters = new Set(rows.map(({ cluster }) => cluster)).size
  if (n === 0) return notEstimable('no case', 0)
  if (clusters === n || yes === 0 || yes === n) {
    // Couples bound what is known; n counts rows, as everywhere else.
    return { ...wilsonInterval(yes === n ? clusters : yes, clusters, level), n }
  }
  const summed = rows.map(row => ({
    cluster: row.cluster,
    adds: [
      [0, Number(row.yes)],
      [1, 1],
    ] as const,
  }))
  const statistics = [{ name: 'share', n, compute: (sums: Float64Array) => sums[0] / sums[1] }]
  const found = clusterBootstrap({ rows: summed, columns: 2, statistics, seed, stream, resamples, level })
  return found.get('share') ?? notEstimable('no case', 0)
}
