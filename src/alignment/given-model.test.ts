import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { embeddedChoice } from '../engines/index.ts'
import { silentProgress } from '../support/index.ts'
import { basePolicyStage, INITIAL_POLICY, initialPolicyStage } from './base-policy-stages.ts'
import { readTrlCases } from '../../test/trl/trl-fixtures.ts'
import { baseConfig } from './config.ts'
import { givenAdapterFiles, givenModelFiles } from './given-model.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bedside-model-'))
  mkdirSync(join(folder, 'model'))
  for (const name of ['config.json', 'tokenizer.json', 'model.safetensors', 'README.md', 'optimizer.pt']) {
    writeFileSync(join(folder, 'model', name), name)
  }
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('givenModelFiles takes the files of a checkpoint and no others, from the study folder', () => {
  const files = givenModelFiles('model', folder).map(file => basename(file))
  expect(files.sort()).toEqual(['config.json', 'model.safetensors', 'tokenizer.json'])
})

test('givenModelFiles(no checkpoint) says what was expected and where', () => {
  expect(() => givenModelFiles('modle', folder)).toThrow(
    /^field "base.model": expected the name of a model.*"modle" \(no config.json\)/,
  )
})

test('baseConfig(model) has 0 epochs, and refuses the sizes of a new model beside it', () => {
  expect(baseConfig.parse({ model: 'x' })).toMatchObject({ model: 'x', epochs: 0 })
  expect(baseConfig.safeParse({ model: 'x', hiddenSize: 64 }).success).toBe(false)
  expect(baseConfig.parse({})).toMatchObject({ hiddenSize: 128, epochs: 2 })
})

test('a given model with 0 epochs becomes the base policy unchanged', async () => {
  const config = baseConfig.parse({ model: 'model' })
  const context = (output: string) => {
    mkdirSync(join(folder, output), { recursive: true })
    return {
      output: join(folder, output),
      input: (name: string) => join(folder, name),
      seed: 1,
      progress: silentProgress,
      signal: new AbortController().signal,
    }
  }
  await initialPolicyStage({ config, studyFolder: folder }).run(context(INITIAL_POLICY))
  await basePolicyStage({ engine: embeddedChoice, config }).run(context('policies/base'))
  const read = (name: string) => readFileSync(join(folder, 'policies/base', name), 'utf8')
  expect(read('model.safetensors')).toBe('model.safetensors')
  expect(JSON.parse(read('policy.json'))).toMatchObject({ arm: 'base', checkpoint: 'policies/base' })
})

test('givenAdapterFiles(no adapter) says what was expected and where', () => {
  expect(() => givenAdapterFiles('model', folder)).toThrow(
    /^field "base.adapter": expected the folder of an adapter that PEFT saved, got "model" \(no adapter_config.json\)/,
  )
})

test('initialPolicyStage(model with an adapter) is the model with the adapter merged in', async () => {
  const trl = join(import.meta.dirname, '..', '..', 'test', 'trl', 'fixtures')
  const config = baseConfig.parse({ model: join(trl, 'policy'), adapter: join(trl, 'adapter') })
  const stage = initialPolicyStage({ config, studyFolder: folder })
  // Another adapter is another policy: its files are sources beside the model's.
  expect(stage.sources.map(file => basename(file))).toContain('adapter_model.safetensors')
  const output = join(folder, INITIAL_POLICY)
  mkdirSync(output, { recursive: true })
  const surroundings = { seed: 1, progress: silentProgress, signal: new AbortController().signal }
  await stage.run({ ...surroundings, output, input: () => folder })
  const { sft } = readTrlCases().lora
  // The first step of a run that trains this adapter: its loss is that of the policy with it.
  const examples = sft.examples.slice(0, sft.batchSize)
  const scored = await embeddedChoice.open().score({ policy: output, examples, ...surroundings })
  const sum = (values: number[]) => values.reduce((total, value) => total + value)
  const loss = -sum(scored.map(({ logp }) => logp)) / sum(scored.map(({ tokens }) => tokens))
  expect(loss).toBeCloseTo(sft.curve[0].loss, 4)
})
