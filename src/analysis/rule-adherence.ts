/** @file How often each arm, the recorded decision included, stays within what the rules leave open. */
import { clusterBootstrap, type Estimate, notEstimable, wilsonInterval } from '../statistics/index.ts'
import type { AnalysisSettings } from './finding.ts'
import type { Outcomes } from './outcomes.ts'

/** One arm at one layer; of the whole plan: no check finds an error in it. */
export interface RuleAdherence {
  readonly arm: string
  readonly layer: string
  readonly within: number
  readonly estimate: Estimate
}

/**
 * Share of cases within the rules: Wilson with one case a couple, else the cluster bootstrap, which needs 10 couples. Never
 * a layer without rules.
 */
export function ruleAdherence(
  outcomes: Outcomes,
  arms: readonly string[],
  layers: readonly string[],
  { seed, resamples, level }: AnalysisSettings,
): readonly RuleAdherence[] {
  return layers.flatMap(layer =>
    arms.map((arm): RuleAdherence => {
      const own = outcomes.cases.flatMap(({ caseId, cluster }) => {
        const within = outcomes.of(arm, layer, caseId)?.withinRules
        return within === undefined || within === null ? [] : [{ cluster, within: Number(within) }]
      })
      const within = own.reduce((sum, row) => sum + row.within, 0)
      const clusters = new Set(own.map(({ cluster }) => cluster)).size
      const bootstrapped = () => {
        const rows = own.map(row => ({
          cluster: row.cluster,
          adds: [
            [0, row.within],
            [1, 1],
          ] as const,
        }))
        const statistics = [{ name: 'share', n: own.length, compute: (sums: Float64Array) => sums[0] / sums[1] }]
        const stream = ['rules', layer, arm]
        return clusterBootstrap({ rows, columns: 2, statistics, seed, stream, resamples, level }).get('share')
      }
      const estimate =
        own.length === 0
          ? notEstimable('no case', 0)
          : clusters === own.length || within === 0 || within === own.length
            ? // All or none: no more is known than from one case a couple.
              wilsonInterval(within === own.length ? clusters : within, clusters, level)
            : (bootstrapped() ?? notEstimable('no case', 0))
      return { arm, layer, within, estimate }
    }),
  )
}
