/**
 * @file Supervised fine-tuning (Ouyang et al. 2022, step 1): cross-entropy on the completion tokens, every loss token of
 * a step weighing the same, as in TRL's SFTTrainer with completion_only_loss. No packing, no truncation.
 */
import type { JsonValue, Stage } from '../support/index.ts'
import { BASE_POLICY } from './base-policy-stages.ts'
import type { SftConfig } from './config.ts'
import { trainPolicy } from './train-policy.ts'

/** The stage that fine-tunes the base policy on prompts and recorded plans. */
export function sftStage(config: SftConfig, engine: 'embedded'): Stage {
  return {
    title: 'alignment sft',
    artifact: 'policies/sft',
    inputs: ['prompts', 'census', BASE_POLICY],
    sources: [],
    settings: { engine, ...config } as JsonValue,
    module: import.meta.url,
    run: context =>
      trainPolicy(context, {
        engine,
        method: 'sft',
        from: BASE_POLICY,
        settings: config,
        policy: { arm: 'sft', method: 'sft', checkpoint: 'policies/sft', exemplars: [] },
      }),
  }
}
