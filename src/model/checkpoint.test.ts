import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { InputError } from '../support/index.ts'
import { loadCheckpoint, saveCheckpoint } from './checkpoint.ts'
import { buildFixtureCheckpoint } from './fixtures/write-checkpoint.ts'
import { writeSafetensors } from './safetensors.ts'
import { parameterCount } from './weights.ts'

const FIXTURES = join(import.meta.dirname, 'fixtures')
const OURS = join(FIXTURES, 'bedside-llama')
const root = mkdtempSync(join(tmpdir(), 'checkpoint-'))
afterAll(() => rmSync(root, { recursive: true }))

const FILES = [
  'chat_template.jinja',
  'config.json',
  'generation_config.json',
  'model.safetensors',
  'tokenizer.json',
  'tokenizer_config.json',
]

function copyOfOurs(): string {
  const folder = mkdtempSync(join(root, 'copy-'))
  cpSync(OURS, folder, { recursive: true })
  return folder
}

test('saveCheckpoint writes the fixture that Transformers was shown, byte for byte', () => {
  const folder = join(root, 'again')
  saveCheckpoint(folder, buildFixtureCheckpoint(join(FIXTURES, 'texts.json')))
  expect(readdirSync(folder).sort()).toEqual(FILES)
  for (const file of FILES)
    expect(readFileSync(join(folder, file)).equals(readFileSync(join(OURS, file))), file).toBe(true)
})

test('loadCheckpoint reads what saveCheckpoint wrote, and saving that again changes no byte', () => {
  const built = buildFixtureCheckpoint(join(FIXTURES, 'texts.json'))
  const loaded = loadCheckpoint(OURS)
  expect(loaded.config).toEqual(built.config)
  expect(loaded.weights).toEqual(built.weights)
  expect(loaded.tokenizer.encode('AMH 1.8')).toEqual(built.tokenizer.encode('AMH 1.8'))
  const folder = join(root, 'resaved')
  saveCheckpoint(folder, loaded)
  for (const file of FILES.filter(name => name !== 'tokenizer_config.json')) {
    expect(readFileSync(join(folder, file)).equals(readFileSync(join(OURS, file))), file).toBe(true)
  }
  const config = (at: string) => JSON.parse(readFileSync(join(at, 'tokenizer_config.json'), 'utf8')) as unknown
  expect(config(folder)).toEqual(config(OURS))
})

test('Transformers counts the parameters and reads the token ids of our checkpoint as we do', () => {
  const expected = JSON.parse(readFileSync(join(OURS, 'expected.json'), 'utf8'))
  const { config } = loadCheckpoint(OURS)
  expect(expected).toMatchObject({
    parameters: parameterCount(config),
    bosTokenId: config.beginTokenId,
    eosTokenId: config.endTokenIds[0],
    padTokenId: config.padTokenId,
    contextLength: config.contextLength,
  })
})

test('loadCheckpoint reads what Transformers saved', () => {
  const { config, weights, tokenizer } = loadCheckpoint(join(FIXTURES, 'transformers-llama'))
  expect(config).toMatchObject({ numHeads: 4, numKvHeads: 2, headDim: 8, tieWordEmbeddings: true, endTokenIds: [4] })
  expect(weights.get('model.layers.1.self_attn.k_proj.weight')!.shape).toEqual([16, 32])
  expect(tokenizer.vocabularySize).toBe(320)
})

test('loadCheckpoint takes the chat template from tokenizer_config.json when it has no file of its own', () => {
  const folder = copyOfOurs()
  rmSync(join(folder, 'chat_template.jinja'))
  expect(loadCheckpoint(folder).tokenizer.files.chatTemplate).toBe(loadCheckpoint(OURS).tokenizer.files.chatTemplate)
})

test('loadCheckpoint adds the end tokens of generation_config.json', () => {
  const folder = copyOfOurs()
  writeFileSync(join(folder, 'generation_config.json'), JSON.stringify({ eos_token_id: [4, 0] }))
  expect(loadCheckpoint(folder).config.endTokenIds).toEqual([4, 0])
})

test.each(['config.json', 'model.safetensors', 'tokenizer.json', 'tokenizer_config.json'])(
  'loadCheckpoint(without %s, or with a part of it) is an InputError naming it',
  file => {
    const folder = copyOfOurs()
    const path = join(folder, file)
    truncateSync(path, readFileSync(path).length - 5)
    expect(() => loadCheckpoint(folder)).toThrow(InputError)
    expect(() => loadCheckpoint(folder)).toThrow(path)
    rmSync(path)
    expect(() => loadCheckpoint(folder)).toThrow(InputError)
    expect(() => loadCheckpoint(folder)).toThrow(path)
  },
)

test('loadCheckpoint(tensor missing, superfluous, or of another shape) names file and tensor', () => {
  const folder = copyOfOurs()
  const file = join(folder, 'model.safetensors')
  const name = 'model.layers.1.mlp.up_proj.weight'
  const { weights } = loadCheckpoint(OURS)
  const tensor = weights.get(name)!
  weights.set(name, { shape: [24, 40], data: tensor.data })
  writeSafetensors(file, weights)
  expect(() => loadCheckpoint(folder)).toThrow(`${file}, field "${name}": expected shape [40, 24], got [24, 40]`)
  weights.delete(name)
  writeSafetensors(file, weights)
  expect(() => loadCheckpoint(folder)).toThrow(`${file}, field "${name}": expected a tensor [40, 24], got none`)
  weights.set(name, tensor).set('model.extra', tensor)
  writeSafetensors(file, weights)
  expect(() => loadCheckpoint(folder)).toThrow(`${file}, field "model.extra": expected no tensor of this name`)
})

test('loadCheckpoint(tokenizer larger than the model) is an InputError', () => {
  const folder = copyOfOurs()
  const file = join(folder, 'config.json')
  writeFileSync(file, readFileSync(file, 'utf8').replace('"vocab_size": 320', '"vocab_size": 300'))
  expect(() => loadCheckpoint(folder)).toThrow("expected token ids below the model's vocab_size 300, got 319")
})

test('saveCheckpoint(weights of another size) throws before anything is written', () => {
  const checkpoint = loadCheckpoint(OURS)
  const folder = join(root, 'never')
  const save = () => saveCheckpoint(folder, { ...checkpoint, config: { ...checkpoint.config, hiddenSize: 32 } })
  expect(save).toThrow(/model\.embed_tokens\.weight: expected shape \[320, 32\], got \[320, 24\]/)
  expect(readdirSync(root)).not.toContain('never')
})
