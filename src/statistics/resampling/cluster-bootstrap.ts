/** @file The cluster bootstrap of several statistics at once, so that arms are compared on the same resamples. */
import { type RandomStream, randomStream } from '../../support/index.ts'
import { bcaInterval } from './bca-interval.ts'
import { BLOCK, type BootstrapRow, clusterSums, type FourArrays } from './cluster-sums.ts'
import { type Estimate, estimated, notEstimable } from '../estimate.ts'
import { stratifiedJackknife } from './stratified-jackknife.ts'

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

/** Places of the clusters of each stratum, strata in the order of their names; one stratum when none are named. */
function clustersByStratum(names: readonly string[], strata: ReadonlyMap<string, string> | undefined): Int32Array[] {
  const places = new Map<string, number[]>()
  for (const [place, name] of names.entries()) {
    const stratum = strata?.get(name) ?? ''
    const own = places.get(stratum)
    if (own) own.push(place)
    else places.set(stratum, [place])
  }
  return [...places].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, own]) => Int32Array.from(own))
}

/** Counts how often each cluster is drawn in one resample: in each stratum as many draws as it has clusters. */
function drawTimes(times: Float64Array, byStratum: readonly Int32Array[], random: RandomStream): void {
  times.fill(0)
  for (const places of byStratum) {
    for (let draw = 0; draw < places.length; draw++) times[places[random.integer(places.length)]]++
  }
}

/** One array of numbers for each resample of a block. */
const fourArrays = (length: number): FourArrays => [
  new Float64Array(length),
  new Float64Array(length),
  new Float64Array(length),
  new Float64Array(length),
]

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
  const { clusters, names, add, weigh } = clusterSums(rows, columns)
  const byStratum = clustersByStratum(names, request.strata)
  const totals = new Float64Array(columns)
  for (let cluster = 0; cluster < clusters; cluster++) add(totals, cluster, 1)
  const whole = Float64Array.from(totals)
  const values = statistics.map(statistic => statistic.compute(whole))
  if (clusters < FEWEST_CLUSTERS) {
    const reason = `fewer than ${FEWEST_CLUSTERS} clusters (${clusters}): no bootstrap interval`
    return new Map(statistics.map(({ name, n }) => [name, notEstimable(reason, n)]))
  }
  const undefinedReplicates = new Int32Array(statistics.length)
  const replicates = statistics.map(() => new Float64Array(resamples))
  const random = randomStream(seed, 'cluster-bootstrap', ...stream)
  const times = fourArrays(clusters)
  const resampled = fourArrays(columns)
  for (let first = 0; first < resamples; first += BLOCK) {
    const drawn = Math.min(BLOCK, resamples - first)
    for (let i = 0; i < drawn; i++) drawTimes(times[i], byStratum, random)
    weigh(times, resampled)
    for (let i = 0; i < drawn; i++) {
      for (const [s, statistic] of statistics.entries()) {
        const value = statistic.compute(resampled[i])
        if (value === null) undefinedReplicates[s]++
        else replicates[s][first + i - undefinedReplicates[s]] = value
      }
    }
  }
  const jackknife = statistics.map(() => new Float64Array(clusters))
  for (let cluster = 0; cluster < clusters; cluster++) {
    totals.set(whole)
    add(totals, cluster, -1)
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
