/**
 * @file In-context learning (Brown et al. 2020): no weights change; worked cases from the training split, the same for
 * every prompt of the study, stand before it as earlier turns.
 */
import { randomStream, type Stage } from '../support/index.ts'
import type { Exemplar } from './aligned-policy.ts'
import { BASE_POLICY } from './base-policy-stages.ts'
import type { IclConfig } from './config.ts'
import { readExamples } from './read-prompts.ts'
import { writePolicy } from './train-policy.ts'

/** The stage that chooses the exemplars; fewer than asked for when the training split is smaller. */
export function iclStage(config: IclConfig): Stage {
  return {
    title: 'alignment icl',
    artifact: 'policies/icl',
    inputs: ['prompts', BASE_POLICY],
    sources: [],
    settings: { ...config },
    module: import.meta.url,
    async run({ input, output, seed }) {
      const examples = await readExamples(input('prompts'), 'train')
      const chosen = randomStream(seed, 'icl exemplars').shuffle(examples).slice(0, config.shots)
      const exemplars: Exemplar[] = chosen.map(({ id, prompt, completion }) => ({ recordId: id, prompt, completion }))
      writePolicy(output, { arm: 'icl', method: 'icl', checkpoint: BASE_POLICY, exemplars })
      return { exemplars: exemplars.length, selection: config.selection }
    },
  }
}
