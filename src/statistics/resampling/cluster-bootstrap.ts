/** @file The cluster bootstrap of several statistics at once, so that arms are compared on the same resamples. */
import { randomStream } from '../../support/index.ts'
import { bcaInterval } from './bca-interval.ts'
import { type Estimate, estimated, notEstimable } from '../estimate.ts'
import { stratifiedJackknife } from './stratified-jackknife.ts'

/** One row of data: the cluster it belongs to, and what it adds to which of the totals. */
export interface BootstrapRow {
  readonly cluster: string
  readonly adds: readonly (readonly [column: number, amount: number])[]
}

/** A function of the totals over all rows; null when the totals do not define it. */
export interface BootstrapStatistic {
  readonly name: string
  /** Rows that entered, to be printed beside the value. */
  readonly n: number
  compute(totals: Float64Array): number | null
}

/** What to resample, and how often. */
export interface ClusterBootstrapRequest {
  readonly rows: readonly BootstrapRow[]
  /** Number of totals. */
  readonly columns: number
  readonly statistics: readonly BootstrapStatistic[]
  /** Stratum of each cluster, where the sample was drawn with fixed numbers in each; left out: one stratum. */
  readonly strata?: ReadonlyMap<string, string>
  readonly seed: number
  /** Name of the random stream; one a question, so that adding a question changes no other result. */
  readonly stream: readonly (string | number)[]
  readonly resamples: number
  readonly level: number
}

/** With fewer clusters than this there is no bootstrap interval. */
export const FEWEST_CLUSTERS = 10
/** More undefined replicates than this share, and the interval would describe a different quantity. */
const MOST_UNDEFINED = 0.05

/** Sums of each cluster, sparse: entries `start[c]` to `start[c + 1]` belong to cluster c. */
function clusterSums(rows: readonly BootstrapRow[]) {
  const byCluster = new Map<string, Map<number, number>>()
  // Clusters in the order of their names: the order of the rows then decides nothing but rounding.
  for (const { cluster, adds } of [...rows].sort((a, b) =>
    a.cluster < b.cluster ? -1 : a.cluster > b.cluster ? 1 : 0,
  )) {
    const sums = byCluster.get(cluster) ?? new Map<number, number>()
    byCluster.set(cluster, sums)
    for (const [column, amount] of adds) sums.set(column, (sums.get(column) ?? 0) + amount)
  }
  const entries = [...byCluster.values()].map(sums => [...sums])
  const start = new Int32Array(entries.length + 1)
  for (const [cluster, sums] of entries.entries()) start[cluster + 1] = start[cluster] + sums.length
  return {
    clusters: entries.length,
    names: [...byCluster.keys()],
    start,
    column: Int32Array.from(entries.flatMap(sums => sums.map(([column]) => column))),
    amount: Float64Array.from(entries.flatMap(sums => sums.map(([, amount]) => amount))),
  }
}

/** Places of the clusters of each stratum, strata in the order of their names; one stratum when none are named. */
function clustersByStratum(names: readonly string[], strata: ReadonlyMap<string, string> | undefined): number[][] {
  const places = new Map<string, number[]>()
  for (const [place, name] of names.entries()) {
    const stratum = strata?.get(name) ?? ''
    const own = places.get(stratum)
    if (own) own.push(place)
    else places.set(stratum, [place])
  }
  return [...places].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, own]) => own)
}

/**
 * Estimates statistics that are functions of sums over rows, with BCa intervals from resampling whole clusters with
 * replacement; all statistics see the same resamples. With strata as many clusters of each are drawn as it has (Davison &
 * Hinkley 1997, section 3.2). The acceleration comes from the delete-one-cluster jackknife.
 * With one row a cluster it equals scipy.stats.bootstrap(method='BCa') on the same resamples. Fewer than 10 clusters,
 * or a statistic that is undefined on the data or on more than 5 % of resamples, is not estimable. One that is constant
 * in every resample says so in its method: its interval [value, value] claims no precision.
 */
export function clusterBootstrap(request: ClusterBootstrapRequest): ReadonlyMap<string, Estimate> {
  const { rows, columns, statistics, seed, stream, resamples, level } = request
  const { clusters, names, start, column, amount } = clusterSums(rows)
  const byStratum = clustersByStratum(names, request.strata)
  const totals = new Float64Array(columns)
  const add = (cluster: number, times: number) => {
    for (let k = start[cluster]; k < start[cluster + 1]; k++) totals[column[k]] += times * amount[k]
  }
  for (let cluster = 0; cluster < clusters; cluster++) add(cluster, 1)
  const whole = Float64Array.from(totals)
  const values = statistics.map(statistic => statistic.compute(whole))
  if (clusters < FEWEST_CLUSTERS) {
    const reason = `fewer than ${FEWEST_CLUSTERS} clusters (${clusters}): no bootstrap interval`
    return new Map(statistics.map(({ name, n }) => [name, notEstimable(reason, n)]))
  }
  const undefinedReplicates = new Int32Array(statistics.length)
  const replicates = statistics.map(() => new Float64Array(resamples))
  const random = randomStream(seed, 'cluster-bootstrap', ...stream)
  const times = new Int32Array(clusters)
  for (let resample = 0; resample < resamples; resample++) {
    times.fill(0)
    totals.fill(0)
    for (const places of byStratum) {
      for (let draw = 0; draw < places.length; draw++) times[places[random.integer(places.length)]]++
    }
    for (let cluster = 0; cluster < clusters; cluster++) if (times[cluster] > 0) add(cluster, times[cluster])
    for (const [s, statistic] of statistics.entries()) {
      const value = statistic.compute(totals)
      if (value === null) undefinedReplicates[s]++
      else replicates[s][resample - undefinedReplicates[s]] = value
    }
  }
  const jackknife = statistics.map(() => new Float64Array(clusters))
  for (let cluster = 0; cluster < clusters; cluster++) {
    totals.set(whole)
    add(cluster, -1)
    for (const [s, statistic] of statistics.entries())
      jackknife[s][cluster] = statistic.compute(totals) ?? values[s] ?? 0
  }
  return new Map(
    statistics.map(({ name, n }, s): [string, Estimate] => {
      const value = values[s]
      if (value === null) return [name, notEstimable('not defined on these cases', n)]
      const missing = undefinedReplicates[s]
      if (missing > MOST_UNDEFINED * resamples) {
        return [name, notEstimable(`not defined on ${missing} of ${resamples} resamples`, n)]
      }
      const defined = replicates[s].subarray(0, resamples - missing)
      const deleted = byStratum.length > 1 ? stratifiedJackknife(jackknife[s], byStratum) : jackknife[s]
      const { interval, kind } = bcaInterval(value, defined, deleted, level)
      const note = missing > 0 ? `, ${missing} undefined left out` : ''
      const bootstrap = byStratum.length > 1 ? 'stratified cluster bootstrap' : 'cluster bootstrap'
      const method =
        kind === 'constant'
          ? `${bootstrap} (B = ${resamples}${note}, constant in every resample)`
          : `${kind} ${bootstrap} (B = ${resamples}${note})`
      return [name, estimated(value, interval, level, n, method)]
    }),
  )
}
