/** @file How often each arm, the recorded decision included, stays within what the rules leave open. */
import { clusteredShare, type Estimate } from '../statistics/index.ts'
import type { AnalysisSettings } from './finding.ts'
import type { Outcomes } from './outcomes.ts'

/** One arm at one layer; of the whole plan: no check finds an error in it. */
export interface RuleAdherence {
  readonly arm: string
  readonly layer: string
  readonly within: number
  readonly estimate: Estimate
}

/** Share of cases within the rules, by couple. Never a layer without rules. */
export function ruleAdherence(
  outcomes: Outcomes,
  arms: readonly string[],
  layers: readonly string[],
  settings: AnalysisSettings,
): readonly RuleAdherence[] {
  return layers.flatMap(layer =>
    arms.map((arm): RuleAdherence => {
      const own = outcomes.cases.flatMap(({ caseId, cluster }) => {
        const within = outcomes.of(arm, layer, caseId)?.withinRules
        return within === undefined || within === null ? [] : [{ cluster, yes: within }]
      })
      const within = own.filter(({ yes }) => yes).length
      return { arm, layer, within, estimate: clusteredShare(own, settings, ['rules', layer, arm]) }
    }),
  )
}
