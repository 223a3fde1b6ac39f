/** @file Alignment: how a base policy is brought to a clinic's records. Every strategy gives an AlignedPolicy. */
import type { Stage } from '../support/index.ts'
import type { ArmsConfig, BaseConfig } from './config.ts'
import { iclStage } from './icl.ts'
import { sftStage } from './sft.ts'

export type { AlignedPolicy, Exemplar } from './aligned-policy.ts'
export { BASE_POLICY, basePolicyStage, INITIAL_POLICY, initialPolicyStage } from './base-policy-stages.ts'
export { type ArmsConfig, armsConfig, type BaseConfig, baseConfig } from './config.ts'

type ArmName = keyof ArmsConfig

/** One row a strategy: from its settings to its stage. A strategy without a row does not compile. */
const strategies: {
  readonly [Name in ArmName]-?: (config: NonNullable<ArmsConfig[Name]>, engine: BaseConfig['engine']) => Stage
} = {
  icl: iclStage,
  sft: sftStage,
}

/** One stage per arm of the study, in the order of the strategies. */
export function armStages(arms: ArmsConfig, engine: BaseConfig['engine']): { arm: string; stage: Stage }[] {
  return (Object.keys(strategies) as ArmName[]).flatMap(arm => {
    const config = arms[arm]
    if (!config) return []
    const strategy = strategies[arm] as (config: unknown, engine: BaseConfig['engine']) => Stage
    return [{ arm, stage: strategy(config, engine) }]
  })
}
