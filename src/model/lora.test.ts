import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compileGraph } from '../onnx/index.ts'
import { randomStream } from '../support/index.ts'
import { input } from '../tensor/index.ts'
import { loadCheckpoint } from './checkpoint.ts'
import type { ModelConfig } from './config.ts'
import { decoderPass, parameterInputs, vocabularyLogits } from './llama.ts'
import { adapterShapes, initialAdapter, LINEAR_LAYERS, mergeAdapter } from './lora.ts'
import { loadAdapter, saveAdapter } from './peft-adapter.ts'
import { readSafetensors, type Weights, type WeightTensor } from './safetensors.ts'

const fixtures = join(dirname(fileURLToPath(import.meta.url)), 'fixtures')
const { config: plain, weights: base } = loadCheckpoint(join(fixtures, 'transformers-llama'))
const adapter = { rank: 3, alpha: 6, targets: LINEAR_LAYERS }
const config: ModelConfig = { ...plain, adapter }

/** An adapter as training leaves it: B is no longer 0. */
function trainedAdapter(seed: number): Weights {
  const weights = initialAdapter(config, seed)
  for (const [name, { data }] of weights) {
    const random = randomStream(seed, 'noise', name)
    for (let i = 0; i < data.length; i++) data[i] += 0.1 * random.normal()
  }
  return weights
}

async function logitsOf(model: ModelConfig, weights: Weights): Promise<Float32Array> {
  const parameters = parameterInputs(model)
  const [ids, positions] = [input('ids', [1, 12], 'int32'), input('positions', [1, 12], 'int32')]
  const { hidden } = decoderPass(model, parameters, ids, positions)
  const graph = await compileGraph({ logits: vocabularyLogits(model, parameters, hidden) }, { threads: 2 })
  const count = (from: number) => Int32Array.from({ length: 12 }, (_, i) => from + i)
  const sequence = { ids: count(9), positions: count(0) }
  const { logits } = await graph.run({
    ...Object.fromEntries([...weights].map(([name, { data }]) => [name, data])),
    ...sequence,
  })
  await graph.release()
  return logits
}

const largestDifference = (a: Float32Array, b: Float32Array) =>
  a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i])), 0)

test('initialAdapter draws A uniform within 1 / sqrt(in), each tensor for itself, and B zero', () => {
  const weights = initialAdapter(config, 1)
  // Two blocks, seven linear layers, A and B.
  expect(weights.size).toBe(plain.numBlocks * 7 * 2)
  const values = [...weights].flatMap(([name, { shape, data }]) => {
    if (name.endsWith('lora_B.weight')) {
      expect(data.every(value => value === 0)).toBe(true)
      return []
    }
    // Variance of U(-b, b) is b^2 / 3, here 1 / (3 in): that of kaiming_uniform_(a = sqrt(5)).
    const scaled = [...data].map(value => value * Math.sqrt(shape[1]))
    expect(Math.max(...scaled.map(Math.abs))).toBeLessThanOrEqual(1)
    return scaled
  })
  const variance = values.reduce((sum, value) => sum + value * value, 0) / values.length
  expect(values.length).toBeGreaterThan(1000)
  expect(variance).toBeGreaterThan(0.31)
  expect(variance).toBeLessThan(0.36)
  // Fewer targets leave the others as they were.
  const fewer = initialAdapter({ ...config, adapter: { ...adapter, targets: ['v_proj'] } }, 1)
  expect(fewer.size).toBe(plain.numBlocks * 2)
  for (const [name, { data }] of fewer) expect(data).toEqual(weights.get(name)!.data)
})

test('a new adapter changes nothing, and a trained one equals the merged weights', async () => {
  const start = await logitsOf(plain, base)
  expect(await logitsOf(config, new Map([...base, ...initialAdapter(config, 1)]))).toEqual(start)
  const whole: Weights = new Map([...base, ...trainedAdapter(2)])
  const merged = mergeAdapter(whole, adapter.alpha / adapter.rank)
  expect([...merged.keys()]).toEqual([...base.keys()])
  const logits = await logitsOf(config, whole)
  expect(largestDifference(logits, start)).toBeGreaterThan(0.1)
  expect(largestDifference(logits, await logitsOf(plain, merged))).toBeLessThan(1e-5)
})

test('mergeAdapter adds scale B A to its matrix, and leaves the other tensors the same objects', () => {
  const size = fc.integer({ min: 1, max: 5 })
  const tensor = (rows: number, columns: number, seed: number): WeightTensor => {
    const random = randomStream(seed, rows, columns)
    return { shape: [rows, columns], data: Float32Array.from({ length: rows * columns }, () => random.normal()) }
  }
  fc.assert(
    fc.property(
      size,
      size,
      size,
      fc.integer(),
      fc.double({ min: 0.1, max: 4, noNaN: true }),
      (o, n, r, seed, scale) => {
        const [w, a, b, other] = [
          tensor(o, n, seed),
          tensor(r, n, seed + 1),
          tensor(o, r, seed + 2),
          tensor(2, 2, seed),
        ]
        const weights = new Map([
          ['x.q_proj.weight', w],
          ['x.norm.weight', other],
          ['x.q_proj.lora_A.weight', a],
          ['x.q_proj.lora_B.weight', b],
        ])
        const merged = mergeAdapter(weights, scale)
        expect([...merged.keys()]).toEqual(['x.q_proj.weight', 'x.norm.weight'])
        expect(merged.get('x.norm.weight')).toBe(other)
        for (let i = 0; i < o; i++) {
          for (let j = 0; j < n; j++) {
            let product = 0
            for (let k = 0; k < r; k++) product += b.data[i * r + k] * a.data[k * n + j]
            expect(merged.get('x.q_proj.weight')!.data[i * n + j]).toBeCloseTo(w.data[i * n + j] + scale * product, 4)
          }
        }
      },
    ),
    { numRuns: 50 },
  )
  expect(mergeAdapter(base, 2)).toBe(base)
})

const folder = () => mkdtempSync(join(tmpdir(), 'bedside-adapter-'))

test('saveAdapter and loadAdapter give the same tensors, under the names of PEFT on disk', () => {
  const [place, weights] = [folder(), trainedAdapter(3)]
  saveAdapter(place, adapter, weights, '../base')
  const read = loadAdapter(place, plain)
  expect(read.scale).toBe(2)
  expect(read.weights.size).toBe(adapterShapes(config).size)
  for (const [name, { shape, data }] of weights) expect(read.weights.get(name)).toEqual({ shape, data })
  const names = [...readSafetensors(join(place, 'adapter_model.safetensors')).keys()]
  expect(names).toContain('base_model.model.model.layers.1.mlp.down_proj.lora_B.weight')
})

test.each([
  ['r', 4, /adapter_model.safetensors, field ".*lora_[AB].weight": expected shape \[4, \d+\], got \[3, \d+\]/],
  ['use_dora', true, /field "use_dora"/],
  ['modules_to_save', ['lm_head'], /field "modules_to_save"/],
  ['rank_pattern', { q_proj: 8 }, /field "rank_pattern"/],
  ['peft_type', 'IA3', /field "peft_type"/],
  ['init_lora_weights', 'pissa', /field "init_lora_weights"/],
])('loadAdapter refuses %s = %j by its name', (key, value, message) => {
  const place = folder()
  saveAdapter(place, adapter, trainedAdapter(4), '../base')
  const file = join(place, 'adapter_config.json')
  writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), [key]: value }))
  expect(() => loadAdapter(place, plain)).toThrow(message)
})

test('loadAdapter takes the scale of rsLoRA, and refuses tensors that the model has no layer for', () => {
  const place = folder()
  saveAdapter(place, adapter, trainedAdapter(5), '../base')
  const file = join(place, 'adapter_config.json')
  writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), use_rslora: true }))
  expect(loadAdapter(place, plain).scale).toBeCloseTo(6 / Math.sqrt(3), 12)
  expect(() => loadAdapter(place, { ...plain, numBlocks: 1 })).toThrow(
    /field "model\.layers\.1\..*": expected a matrix beside a linear layer of the model/,
  )
  const [[name, lonely]] = trainedAdapter(5)
  saveAdapter(place, adapter, new Map([[name, lonely]]), '../base')
  expect(() => loadAdapter(place, plain)).toThrow(/expected both lora_A and lora_B of a layer, got one/)
})
