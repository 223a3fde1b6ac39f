/**
 * @file The base policy that every arm starts from, made in the run itself: a tokenizer and random weights (`initial`),
 * then language modelling on the training split's text with several cases in a row (`base`).
 */
import { join } from 'node:path'
import { engineNamed } from '../engines/index.ts'
import { type JsonValue, type Stage, writeFileAtomically } from '../support/index.ts'
import type { AlignedPolicy } from './aligned-policy.ts'
import type { BaseConfig } from './config.ts'
import { readExamples } from './read-prompts.ts'

/** The folders of the two policies below `out/`. */
export const INITIAL_POLICY = 'policies/initial'
export const BASE_POLICY = 'policies/base'

/** Writes `policy.json`, what later stages know of a policy. */
export function writePolicy(folder: string, policy: AlignedPolicy): void {
  writeFileAtomically(join(folder, 'policy.json'), `${JSON.stringify(policy, null, 2)}\n`)
}

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
    async run({ input, output, seed, progress, signal }) {
      const summary = await engineNamed(config.engine).train({
        method: 'lm',
        policy: input(INITIAL_POLICY),
        examples: await readExamples(input('prompts'), 'train'),
        validation: await readExamples(input('prompts'), 'validation'),
        settings: config,
        seed,
        output,
        progress,
        signal,
      })
      writePolicy(output, { arm: 'base', method: 'base', checkpoint: BASE_POLICY, exemplars: [] })
      return { ...summary }
    },
  }
}
