/**
 * @file Supervised fine-tuning (Ouyang et al. 2022, step 1): cross-entropy on the completion tokens, every loss token of
 * a step weighing the same, as in TRL's SFTTrainer with completion_only_loss. No packing, no truncation.
 */
import type { JsonValue, Stage } from '../support/index.ts'
import { BASE_POLICY } from './base-policy-stages.ts'
import type { ArmContext } from './arm-context.ts'
import type { SftConfig } from './config.ts'
import { supervisedMaterial, trainPolicy } from './train-policy.ts'

/** The stage that fine-tunes the base policy on prompts and recorded plans. */
export function sftStage(config: SftConfig, { engine }: ArmContext): Stage {
  return {
    title: 'alignment sft',
    artifact: 'policies/sft',
    inputs: ['prompts', 'census', BASE_POLICY],
    sources: [],
    settings: { engine: engine.settings, ...config } as JsonValue,
    module: import.meta.url,
    run: async context =>
      trainPolicy(context, {
        engine,
        from: BASE_POLICY,
        material: await supervisedMaterial('sft', context.input('prompts')),
        settings: config,
        policy: { arm: 'sft', method: 'sft', checkpoint: 'policies/sft', exemplars: null },
      }),
  }
}
