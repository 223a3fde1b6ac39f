/** @file Whether the benchmark and clinicians put the arms in the same order, and how sure that is. */
import { kendallTauB, type NotEstimable, notEstimable, type TestResult } from '../statistics/index.ts'
import { randomStream } from '../support/index.ts'
import { withoutNoise } from './case-votes.ts'
import type { AnalysisSettings } from './finding.ts'

/** What one case adds to the two orders. */
export interface OrderingCase {
  readonly cluster: string
  /** Agreement with the record by arm; null where the arm or the layer is not there. */
  readonly agreement: readonly (number | null)[]
  /** Mean net vote for each arm over its comparisons on the case; null without one. */
  readonly preference: readonly (number | null)[]
}

/** The place of an arm in both orders, 1 the best; ties share their mean place. */
export interface ArmPlace {
  readonly arm: string
  readonly agreement: number
  readonly preference: number
  readonly agreementPlace: number
  readonly preferencePlace: number
}

/** Both orders side by side. */
export interface Orderings {
  readonly arms: readonly ArmPlace[]
  /** Descriptive with fewer than five arms. */
  readonly kendallTauB: TestResult | NotEstimable
  /** Share of resamples in which the best on the benchmark is not the best liked; ties for the best are split. */
  readonly reversal: { readonly share: number; readonly resamples: number } | NotEstimable
}

interface Sums {
  readonly agreement: Float64Array
  readonly agreementCases: Float64Array
  readonly preference: Float64Array
  readonly preferenceCases: Float64Array
}

const emptySums = (arms: number): Sums => ({
  agreement: new Float64Array(arms),
  agreementCases: new Float64Array(arms),
  preference: new Float64Array(arms),
  preferenceCases: new Float64Array(arms),
})

function addCase(sums: Sums, one: OrderingCase, times = 1): void {
  for (const [i, value] of one.agreement.entries()) {
    if (value === null) continue
    sums.agreement[i] += times * value
    sums.agreementCases[i] += times
  }
  for (const [i, value] of one.preference.entries()) {
    if (value === null) continue
    sums.preference[i] += times * value
    sums.preferenceCases[i] += times
  }
}

/** Equal shares of different sums are equal: places and the best arm do not hang on last bits. */
const means = (sums: Float64Array, cases: Float64Array) =>
  [...sums].map((sum, i) => (cases[i] > 0 ? withoutNoise(sum / cases[i]) : null))

/** Places from the highest down, 1 the best, ties by their mean place. */
export function placesOf(values: readonly number[]): readonly number[] {
  return values.map(own => {
    const better = values.filter(other => other > own).length
    const equal = values.filter(other => other === own).length
    return better + (equal + 1) / 2
  })
}

/** Arms that share the highest value. */
const bestOf = (values: readonly number[]) => values.flatMap((value, i) => (value === Math.max(...values) ? [i] : []))

/** Probability that an arm drawn from the best on one side is not the one drawn from the best on the other. */
function differentBest(one: readonly number[], other: readonly number[]): number {
  const [first, second] = [bestOf(one), bestOf(other)]
  const shared = first.filter(arm => second.includes(arm)).length
  return 1 - shared / (first.length * second.length)
}

const isComplete = (values: readonly (number | null)[]): values is readonly number[] => !values.includes(null)

/** Both orders of the arms, and the bootstrap over couples of whether they have the same arm first. */
export function orderingsOf(
  cases: readonly OrderingCase[],
  arms: readonly string[],
  { seed, resamples }: Pick<AnalysisSettings, 'seed' | 'resamples'>,
  stream: readonly string[],
): Orderings | NotEstimable {
  const byCluster = new Map<string, Sums>()
  for (const one of cases) {
    const sums = byCluster.get(one.cluster) ?? emptySums(arms.length)
    addCase(sums, one)
    byCluster.set(one.cluster, sums)
  }
  const clusters = [...byCluster].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, sums]) => sums)
  const totals = (counts: (place: number) => number) => {
    const sums = emptySums(arms.length)
    for (const [place, own] of clusters.entries()) {
      const times = counts(place)
      if (times === 0) continue
      for (const key of ['agreement', 'agreementCases', 'preference', 'preferenceCases'] as const) {
        for (let i = 0; i < arms.length; i++) sums[key][i] += times * own[key][i]
      }
    }
    return {
      agreement: means(sums.agreement, sums.agreementCases),
      preference: means(sums.preference, sums.preferenceCases),
    }
  }
  const whole = totals(() => 1)
  const { agreement, preference } = whole
  if (arms.length < 2) return notEstimable('fewer than two arms have both', cases.length)
  if (!isComplete(agreement) || !isComplete(preference)) {
    return notEstimable('an arm lacks agreement or votes', cases.length)
  }
  const random = randomStream(seed, 'order reversal', ...stream)
  let different = 0
  let defined = 0
  const times = new Int32Array(clusters.length)
  for (let resample = 0; resample < resamples; resample++) {
    times.fill(0)
    for (let draw = 0; draw < clusters.length; draw++) times[random.integer(clusters.length)]++
    const drawn = totals(place => times[place])
    if (!isComplete(drawn.agreement) || !isComplete(drawn.preference)) continue
    different += differentBest(drawn.agreement, drawn.preference)
    defined++
  }
  const [agreementPlaces, preferencePlaces] = [placesOf(agreement), placesOf(preference)]
  return {
    arms: arms.map((arm, i) => ({
      arm,
      agreement: agreement[i],
      preference: preference[i],
      agreementPlace: agreementPlaces[i],
      preferencePlace: preferencePlaces[i],
    })),
    kendallTauB: kendallTauB(agreement, preference),
    reversal:
      defined < resamples * 0.95
        ? notEstimable(`not defined on ${resamples - defined} of ${resamples} resamples`, cases.length)
        : { share: different / defined, resamples: defined },
  }
}
