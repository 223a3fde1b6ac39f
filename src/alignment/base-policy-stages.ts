/**
 * @file The base policy that every arm starts from, made in the run itself: a tokenizer and random weights (`initial`),
 * then language modelling on the training split's text with several cases in a row (`base`).
 */
import { engineNamed } from '../engines/index.ts'
import type { JsonValue, Stage } from '../support/index.ts'
import type { BaseConfig } from './config.ts'
import { readExamples } from './read-prompts.ts'
import { supervisedMaterial, trainPolicy } from './train-policy.ts'

/** The folders of the two policies below `out/`. */
export const INITIAL_POLICY = 'policies/initial'
export const BASE_POLICY = 'policies/base'

/** The stage that trains the tokenizer on the training split and draws the weights. */
export function initialPolicyStage({ config }: { readonly config: BaseConfig }): Stage {
  const { engine, hiddenSize, intermediateSize, numBlocks, numHeads, numKvHeads, vocabularySize, contextLength } =
    config
  const size = { hiddenSize, intermediateSize, numBlocks, numHeads, numKvHeads, vocabularySize, contextLength }
  return {
    title: 'tokenizer',
    artifact: INITIAL_POLICY,
    inputs: ['prompts'],
    sources: [],
    settings: { engine, size },
    module: import.meta.url,
    async run({ input, output, seed, progress }) {
      const examples = await readExamples(input('prompts'), 'train')
      const texts = examples.map(({ prompt, completion }) => [...prompt, ...completion])
      await engineNamed(engine).createPolicy({ size, texts, seed, output, progress })
      return { trainingCases: examples.length }
    },
  }
}

/** The stage that trains the base policy. */
export function basePolicyStage({ config }: { readonly config: BaseConfig }): Stage {
  return {
    title: 'base model',
    artifact: BASE_POLICY,
    inputs: ['prompts', 'census', INITIAL_POLICY],
    sources: [],
    settings: { ...config } as JsonValue,
    module: import.meta.url,
    run: async context =>
      trainPolicy(context, {
        engine: config.engine,
        from: INITIAL_POLICY,
        material: await supervisedMaterial('lm', context.input('prompts')),
        settings: config,
        policy: { arm: 'base', method: 'base', checkpoint: BASE_POLICY, exemplars: null },
      }),
  }
}
