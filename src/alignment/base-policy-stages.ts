/**
 * @file The base policy that every arm starts from. Made in the run itself: a tokenizer and random weights (`initial`),
 * then language modelling on the training split's text with several cases in a row (`base`). Or a model that is there
 * already, taken as it is, with an adapter merged in, or trained on.
 */
import { copyFileSync, readdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { createPolicy, type EngineChoice, mergePolicy } from '../engines/index.ts'
import type { JsonValue, Stage } from '../support/index.ts'
import type { BaseConfig } from './config.ts'
import { givenAdapterFiles, givenModelFiles } from './given-model.ts'
import { readExamples } from './read-prompts.ts'
import { supervisedMaterial, trainPolicy, writePolicy } from './train-policy.ts'

/** The folders of the two policies below `out/`. */
export const INITIAL_POLICY = 'policies/initial'
export const BASE_POLICY = 'policies/base'

/** The stage that trains the tokenizer on the training split and draws the weights, or takes the model that is given. */
export function initialPolicyStage({
  config,
  studyFolder,
}: {
  readonly config: BaseConfig
  readonly studyFolder: string
}): Stage {
  const common = { artifact: INITIAL_POLICY, module: import.meta.url }
  if ('model' in config) {
    const files = givenModelFiles(config.model, studyFolder)
    const adapter = config.adapter === undefined ? [] : givenAdapterFiles(config.adapter, studyFolder)
    return {
      ...common,
      title: 'base model, given',
      inputs: [],
      sources: [...files, ...adapter],
      settings: null,
      async run({ output }) {
        if (adapter.length > 0) {
          mergePolicy({ policy: dirname(files[0]), adapter: dirname(adapter[0]), output })
          return { files: files.length + adapter.length }
        }
        for (const file of files) copyFileSync(file, join(output, basename(file)))
        return { files: files.length }
      },
    }
  }
  const { hiddenSize, intermediateSize, numBlocks, numHeads, numKvHeads, vocabularySize, contextLength } = config
  const size = { hiddenSize, intermediateSize, numBlocks, numHeads, numKvHeads, vocabularySize, contextLength }
  return {
    ...common,
    title: 'tokenizer',
    inputs: ['prompts'],
    sources: [],
    settings: { size },
    async run({ input, output, seed, progress }) {
      const examples = await readExamples(input('prompts'), 'train')
      const texts = examples.map(({ prompt, completion }) => [...prompt, ...completion])
      await createPolicy({ size, texts, seed, output, progress })
      return { trainingCases: examples.length }
    },
  }
}

/** The stage that trains the base policy; with 0 epochs it is the initial one, unchanged. */
export function basePolicyStage({
  config,
  engine,
}: {
  readonly config: BaseConfig
  readonly engine: EngineChoice
}): Stage {
  const policy = { arm: 'base', method: 'base', checkpoint: BASE_POLICY, exemplars: null } as const
  const { engine: _, ...settings } = config
  // A given model counts by its content, which is that of the initial policy, and not by where it lies.
  const { model: _model, adapter: _adapter, ...counted } = { model: null, adapter: null, ...settings }
  return {
    title: 'base model',
    artifact: BASE_POLICY,
    inputs: config.epochs === 0 ? ['census', INITIAL_POLICY] : ['prompts', 'census', INITIAL_POLICY],
    sources: [],
    settings: { ...counted, engine: engine.settings } as JsonValue,
    module: import.meta.url,
    async run(context) {
      const { input, output } = context
      if (config.epochs === 0) {
        const files = readdirSync(input(INITIAL_POLICY)).filter(name => name !== 'manifest.json')
        for (const name of files) copyFileSync(join(input(INITIAL_POLICY), name), join(output, name))
        writePolicy(output, policy)
        return { epochs: 0 }
      }
      const material = await supervisedMaterial('lm', input('prompts'))
      return trainPolicy(context, { engine, from: INITIAL_POLICY, material, settings, policy })
    },
  }
}
