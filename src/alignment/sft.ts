/**
 * @file Supervised fine-tuning (Ouyang et al. 2022, step 1): cross-entropy on the completion tokens, every loss token of
 * a step weighing the same, as in TRL's SFTTrainer with completion_only_loss. No packing, no truncation.
 */
import { engineNamed } from '../engines/index.ts'
import type { JsonValue, Stage } from '../support/index.ts'
import { BASE_POLICY, writePolicy } from './base-policy-stages.ts'
import type { SftConfig } from './config.ts'
import { readExamples } from './read-prompts.ts'

/** The stage that fine-tunes the base policy on prompts and recorded plans. */
export function sftStage(config: SftConfig, engine: 'embedded'): Stage {
  return {
    title: 'alignment sft',
    artifact: 'policies/sft',
    inputs: ['prompts', 'census', BASE_POLICY],
    sources: [],
    settings: { engine, ...config } as JsonValue,
    module: import.meta.url,
    async run({ input, output, seed, progress, signal }) {
      const summary = await engineNamed(engine).train({
        method: 'sft',
        policy: input(BASE_POLICY),
        examples: await readExamples(input('prompts'), 'train'),
        validation: await readExamples(input('prompts'), 'validation'),
        settings: config,
        seed,
        output,
        progress,
        signal,
      })
      writePolicy(output, { arm: 'sft', method: 'sft', checkpoint: 'policies/sft', exemplars: [] })
      return { ...summary }
    },
  }
}
