import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { embeddedChoice } from '../engines/index.ts'
import { silentProgress } from '../support/index.ts'
import { basePolicyStage, INITIAL_POLICY, initialPolicyStage } from './base-policy-stages.ts'
import { baseConfig } from './config.ts'
import { givenModelFiles } from './given-model.ts'

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
