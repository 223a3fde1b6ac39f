/** @file Alignment: how a base policy is brought to a clinic's records. Every strategy gives an AlignedPolicy. */
import type { Stage } from '../support/index.ts'
import type { ArmContext } from './arm-context.ts'
import type { ArmsConfig } from './config.ts'
import { dpoPairsStage, dpoStages } from './dpo.ts'
import { grpoStage } from './grpo.ts'
import { iclStage } from './icl.ts'
import { sftStage } from './sft.ts'

export type { AlignedPolicy } from './aligned-policy.ts'
export { BASE_POLICY, basePolicyStage, INITIAL_POLICY, initialPolicyStage } from './base-policy-stages.ts'
export { shippedModelOf } from './given-model.ts'
export { type ArmsConfig, armsConfig, type BaseConfig, baseConfig, type IclEndpointConfig } from './config.ts'

type ArmName = keyof ArmsConfig

/** One row a strategy: from its settings to its stages, of which the last makes the policy. An arm without a row does not compile. */
const strategies: {
  readonly [Name in ArmName]-?: (config: NonNullable<ArmsConfig[Name]>, context: ArmContext) => readonly Stage[]
} = {
  // Its policy is made before the arms.
  base: () => [],
  icl: (config, context) => [iclStage(config, context)],
  sft: (config, context) => [sftStage(config, context)],
  dpo: (config, context) => [
    ...(config.pairs.source === 'sampled' ? [dpoPairsStage(config, context)] : []),
    ...dpoStages(config, context),
  ],
  grpo: (config, context) => [grpoStage(config, context)],
}

/** Stages that need nothing but the prompts: run before anything is trained, so that a mistake shows within seconds. */
export function earlyStages({ dpo }: ArmsConfig, context: ArmContext): Stage[] {
  return dpo && dpo.pairs.source !== 'sampled' ? [dpoPairsStage(dpo, context)] : []
}

/** The names of the study's arms, in the order of the strategies. */
export function armNames(arms: ArmsConfig): string[] {
  return Object.keys(strategies).filter(arm => arms[arm as ArmName] !== undefined)
}

/** Whether an arm begins with the study's own base policy: all but one that a server answers for. */
export function needsBase(arms: ArmsConfig): boolean {
  return armNames(arms).some(arm => arm !== 'icl' || arms.icl?.endpoint === undefined)
}

/** The arms of the study with their stages, in the order of the strategies. */
export function armStages(
  arms: ArmsConfig,
  context: ArmContext,
): { readonly arm: string; readonly stages: readonly Stage[] }[] {
  return (Object.keys(strategies) as ArmName[]).flatMap(arm => {
    const config = arms[arm]
    if (!config) return []
    const strategy = strategies[arm] as (config: unknown, context: ArmContext) => readonly Stage[]
    return [{ arm, stages: strategy(config, context) }]
  })
}
