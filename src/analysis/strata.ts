/** @file Two arms within head, mid and tail, and whether their difference is another in the tail than in the head. */
import {
  type Estimate,
  type NotEstimable,
  notEstimable,
  signFlipTest,
  type TestResult,
  testResult,
} from '../statistics/index.ts'
import type { AnalysisSettings } from './finding.ts'
import { everyPair } from './findings.ts'
import type { Outcomes } from './outcomes.ts'
import { type CasePair, clusterSums, comparePairs } from './paired-comparison.ts'
import { benchmarkPairs } from './questions.ts'

/** Fewer cases than this in a stratum: counts only. */
const FEWEST_CASES = 10

/** One pair of arms at one layer. */
export interface StratumComparison {
  readonly first: string
  readonly second: string
  readonly layer: string
  readonly strata: readonly { readonly stratum: string; readonly cases: number; readonly difference: Estimate }[]
  /** Difference in the head less difference in the tail, couples' arm labels permuted: the arm by stratum interaction. */
  readonly interaction: TestResult | NotEstimable
}

/** Sign flips of whole couples, with the difference of the two means as the statistic: labels swapped, nothing else. */
function interactionTest(
  head: readonly CasePair[],
  tail: readonly CasePair[],
  { seed, resamples }: AnalysisSettings,
  stream: readonly string[],
): TestResult | NotEstimable {
  const share = (pairs: readonly CasePair[], sign: number) =>
    pairs.map(({ cluster, first, second }) => ({ cluster, value: (sign * (first - second)) / pairs.length }))
  const rows = clusterSums([...share(head, 1), ...share(tail, -1)])
  const found = signFlipTest(rows, { alternative: 'two-sided', draws: resamples, seed, stream })
  // The sum over couples, not their mean: it is the difference of the two means.
  return 'p' in found ? testResult({ ...found, statistic: found.statistic * found.n }) : found
}

/** Every pair of arms at the named layers. */
export function compareStrata(
  outcomes: Outcomes,
  arms: readonly string[],
  layers: readonly string[],
  settings: AnalysisSettings,
): readonly StratumComparison[] {
  const stratumOf = new Map(outcomes.cases.map(({ caseId, stratum }) => [caseId, stratum]))
  const names = ['head', 'mid', 'tail']
  return layers.flatMap(layer =>
    everyPair(arms).map(([first, second]): StratumComparison => {
      const pairs = benchmarkPairs({ outcomes }, { first, second, layer, measure: 'agreement' })
      const within = (stratum: string) => pairs.filter(({ caseId }) => stratumOf.get(caseId) === stratum)
      const strata = names.map(stratum => {
        const own = within(stratum)
        const stream = ['stratum', stratum, layer, first, second]
        const difference =
          own.length < FEWEST_CASES
            ? notEstimable(`fewer than ${FEWEST_CASES} cases: counts only`, own.length)
            : comparePairs(own, { settings, stream, shares: true }).estimate
        return { stratum, cases: own.length, difference }
      })
      const [head, tail] = [within('head'), within('tail')]
      const enough = head.length >= FEWEST_CASES && tail.length >= FEWEST_CASES
      const interaction = enough
        ? interactionTest(head, tail, settings, ['interaction', layer, first, second])
        : notEstimable(`fewer than ${FEWEST_CASES} cases in head or tail`, head.length + tail.length)
      return { first, second, layer, strata, interaction }
    }),
  )
}
