import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type DecoderShape, decoderShape, loraParameters, shapeParameters } from './decoder-shape.ts'
import { type DeviceMemory, deviceMemory, parseNvidiaSmi } from './device-memory.ts'
import { checkDisk, diskNeeded, freeDisk } from './disk-space.ts'
import { checkMemory } from './memory-check.ts'
import { estimateMemory, formatBytes, type MemoryRequest } from './memory-estimate.ts'

const sizes = (vocab: number, hidden: number, ffn: number, blocks: number, heads: number, kv: number) => ({
  vocab_size: vocab,
  hidden_size: hidden,
  intermediate_size: ffn,
  num_hidden_layers: blocks,
  num_attention_heads: heads,
  num_key_value_heads: kv,
})
const QWEN3_8B = { ...sizes(151936, 4096, 12288, 36, 32, 8), model_type: 'qwen3', head_dim: 128 }

describe('parameters', () => {
  test.each([
    // All parameters, and those of PEFT's LoRA of rank 16 on q_proj, v_proj and down_proj: counted by Transformers and PEFT.
    [
      'qwen2',
      { ...sizes(151936, 896, 4864, 24, 14, 2), model_type: 'qwen2', tie_word_embeddings: true },
      494032768,
      3293184,
    ],
    ['qwen3', QWEN3_8B, 8190735360, 17104896],
    [
      'llama',
      { ...sizes(128256, 2048, 8192, 16, 32, 8), model_type: 'llama', tie_word_embeddings: true },
      1235814400,
      4325376,
    ],
  ])('%s: as Transformers and PEFT count them', (_, config, all, adapter) => {
    const shape = decoderShape(config)!
    expect(shapeParameters(shape)).toBe(all)
    expect(loraParameters(shape, 16, ['q_proj', 'v_proj', 'down_proj'])).toBe(adapter)
  })

  test('another kind of model has no shape', () => {
    expect(decoderShape({ model_type: 'gpt2', n_embd: 768 })).toBeNull()
    expect(decoderShape({ ...QWEN3_8B, num_experts: 128 })).toBeNull()
  })
})

const shape = decoderShape(QWEN3_8B) as DecoderShape
const request: MemoryRequest = {
  shape,
  sequences: 4,
  tokens: 1000,
  logitTokens: 1000,
  lora: null,
  weightBytes: 4,
  activationBytes: 2,
  gradientCheckpointing: true,
  referenceModel: false,
  processes: 1,
  sharding: 'none',
}

describe('the memory estimate', () => {
  test('of all weights: 16 bytes a parameter before activations', () => {
    const { weights, gradients, moments, logits } = estimateMemory(request)
    expect(weights + gradients + moments).toBe(16 * 8190735360)
    // 4 x 1000 positions x 151,936 tokens x 4 bytes, three times
    expect(logits).toBe(4 * 1000 * 151936 * 12)
  })

  test('of LoRA: the base once, 16 bytes a number of the adapter', () => {
    const lora = { rank: 16, targets: ['q_proj', 'v_proj', 'down_proj'] }
    const { weights, gradients, moments } = estimateMemory({ ...request, lora, weightBytes: 2 })
    expect(weights + gradients + moments).toBe(2 * 8190735360 + 16 * 17104896)
  })

  test('sharding divides what it says, and no more', () => {
    const among8 = (sharding: MemoryRequest['sharding']) => estimateMemory({ ...request, processes: 8, sharding })
    const alone = estimateMemory(request)
    expect(among8('none')).toEqual(alone)
    expect(among8('moments')).toMatchObject({
      weights: alone.weights,
      gradients: alone.gradients,
      moments: alone.moments / 8,
    })
    expect(among8('gradients')).toMatchObject({
      weights: alone.weights,
      gradients: alone.gradients / 8,
      moments: alone.moments / 8,
    })
    expect(among8('weights')).toMatchObject({ weights: alone.weights / 8, activations: alone.activations })
  })

  test('grows with each of its causes', () => {
    const causes = fc.constantFrom<keyof MemoryRequest>('sequences', 'tokens', 'logitTokens')
    fc.assert(
      fc.property(causes, fc.integer({ min: 1, max: 4000 }), fc.boolean(), (cause, value, gradientCheckpointing) => {
        const at = (size: number) => estimateMemory({ ...request, gradientCheckpointing, [cause]: size }).total
        expect(at(value + 1)).toBeGreaterThan(at(value))
      }),
    )
  })

  test('checkpointing keeps less, a reference model adds its weights', () => {
    const { activations, total } = estimateMemory(request)
    expect(estimateMemory({ ...request, gradientCheckpointing: false }).activations).toBeGreaterThan(10 * activations)
    expect(estimateMemory({ ...request, referenceModel: true }).total).toBe(total + 4 * 8190735360)
  })
})

const gpu = (total: number, free = total): DeviceMemory => ({
  name: 'a GPU',
  kind: 'gpu',
  total,
  free,
  sharedBy: 'one',
})
const severities = (device: DeviceMemory | null, change: Partial<MemoryRequest> = {}) =>
  checkMemory({ ...request, ...change }, device).map(({ severity }) => severity)

test('checkMemory: a note; a warning beyond what is free; an error where weights and moments alone are beyond all there is', () => {
  expect(severities(null)).toEqual(['note'])
  expect(severities(gpu(200e9))).toEqual(['note'])
  // 131 GB of weights, gradients and moments, 13 GB of the rest
  expect(severities(gpu(200e9, 135e9))).toEqual(['note', 'warning'])
  expect(severities(gpu(135e9))).toEqual(['note', 'warning'])
  expect(severities(gpu(80e9))).toEqual(['note', 'error'])
  expect(severities(gpu(80e9), { processes: 4, sharding: 'weights' })).toEqual(['note'])
  // Processes on one machine without a GPU share its memory.
  const machine: DeviceMemory = { name: 'this machine', kind: 'cpu', total: 200e9, free: 200e9, sharedBy: 'all' }
  expect(severities(machine)).toEqual(['note'])
  expect(severities(machine, { processes: 2 })).toEqual(['note', 'error'])
})

test('parseNvidiaSmi reads its lines, and nothing where there is none', () => {
  expect(parseNvidiaSmi('NVIDIA H100 80GB HBM3, 81559, 81008\nNVIDIA H100 80GB HBM3, 81559, 120\n')).toEqual([
    { name: 'NVIDIA H100 80GB HBM3', kind: 'gpu', total: 81559 * 2 ** 20, free: 81008 * 2 ** 20, sharedBy: 'one' },
    { name: 'NVIDIA H100 80GB HBM3', kind: 'gpu', total: 81559 * 2 ** 20, free: 120 * 2 ** 20, sharedBy: 'one' },
  ])
  expect(parseNvidiaSmi('No devices were found\n')).toEqual([])
})

test('deviceMemory of the CPU is within the machine', () => {
  const { kind, total, free } = deviceMemory('cpu')
  expect(kind).toBe('cpu')
  expect(free).toBeGreaterThan(0)
  expect(free).toBeLessThanOrEqual(total)
})

test('the disk: weights and moments of every checkpoint and the result', () => {
  const all = { weights: 400, trained: 100, lora: false, keptCheckpoints: 2 }
  // 3 checkpoints of 400 + 800, and the policy
  expect(diskNeeded(all)).toBe(4000)
  // 3 checkpoints of 40 + 80, the merged policy and its adapter
  expect(diskNeeded({ ...all, trained: 10, lora: true })).toBe(3 * 120 + 400 + 40)
  const severity = (free: number | null) => checkDisk(all, free).map(finding => finding.severity)
  expect([severity(null), severity(6000), severity(4500), severity(3999)]).toEqual([
    ['note'],
    ['note'],
    ['note', 'warning'],
    ['note', 'error'],
  ])
  expect(freeDisk(join(tmpdir(), 'not', 'yet', 'there'))).toBeGreaterThan(0)
})

test('formatBytes', () => {
  expect([5e6, 640e6, 12.44e9, 131e9].map(formatBytes)).toEqual(['5.0 MB', '640 MB', '12.4 GB', '131 GB'])
})
