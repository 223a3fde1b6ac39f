/**
 * @file Low-rank adaptation (Hu et al. 2022): beside the matrix W [out, in] of a linear layer stand A [rank, in] and
 * B [out, rank], and W + (alpha / rank) B A is used in its place. Names and first values are those of PEFT.
 */
import { randomStream } from '../support/index.ts'
import { elementCount } from '../tensor/index.ts'
import type { ModelConfig } from './config.ts'
import type { Weights, WeightTensor } from './safetensors.ts'
import { weightShapes } from './weights.ts'

/** The linear layers of a decoder block that an adapter may stand beside, by the last part of their module's name. */
export const LINEAR_LAYERS = ['q_proj', 'k_proj', 'v_proj', 'o_proj', 'gate_proj', 'up_proj', 'down_proj'] as const

/** The names of A and B of the linear layer whose matrix is called `matrix` (`....q_proj.weight`). */
export function adapterNames(matrix: string): { readonly a: string; readonly b: string } {
  const layer = matrix.replace(/\.weight$/, '')
  return { a: `${layer}.lora_A.weight`, b: `${layer}.lora_B.weight` }
}

/** The matrix that a tensor of an adapter stands beside; null for a tensor that is none. */
export function adaptedMatrix(name: string): string | null {
  return /\.lora_[AB]\.weight$/.test(name) ? name.replace(/\.lora_[AB]\.weight$/, '.weight') : null
}

/** Every tensor of the configuration's adapter with its shape, A before B; none when it has no adapter. */
export function adapterShapes(config: ModelConfig): Map<string, readonly number[]> {
  const shapes = new Map<string, readonly number[]>()
  const { adapter } = config
  if (!adapter) return shapes
  for (const [name, [out, inner]] of weightShapes(config)) {
    if (!adapter.targets.includes(name.split('.').at(-2) ?? '')) continue
    const { a, b } = adapterNames(name)
    shapes.set(a, [adapter.rank, inner])
    shapes.set(b, [out, adapter.rank])
  }
  return shapes
}

/**
 * An adapter before training, as PEFT draws it: A is Kaiming uniform with a = sqrt(5), which is uniform within
 * 1 / sqrt(in), and B is 0, so that the policy is the one without the adapter. Each tensor has its own random stream.
 */
export function initialAdapter(config: ModelConfig, seed: number): Weights {
  const weights = new Map<string, WeightTensor>()
  for (const [name, shape] of adapterShapes(config)) {
    const data = new Float32Array(elementCount(shape))
    if (name.endsWith('.lora_A.weight')) {
      const bound = 1 / Math.sqrt(shape[1])
      const random = randomStream(seed, 'initial adapter', name)
      for (let i = 0; i < data.length; i++) data[i] = bound * (2 * random.uniform() - 1)
    }
    weights.set(name, { shape, data })
  }
  return weights
}

/** `matrix` + scale B A as a new tensor; each row is summed in float64. */
function mergedMatrix(matrix: WeightTensor, a: WeightTensor, b: WeightTensor, scale: number): WeightTensor {
  const [out, inner] = matrix.shape
  const [rank] = a.shape
  const data = new Float32Array(matrix.data.length)
  const row = new Float64Array(inner)
  for (let o = 0; o < out; o++) {
    row.fill(0)
    for (let r = 0; r < rank; r++) {
      const factor = scale * b.data[o * rank + r]
      for (let i = 0; i < inner; i++) row[i] += factor * a.data[r * inner + i]
    }
    for (let i = 0; i < inner; i++) data[o * inner + i] = matrix.data[o * inner + i] + row[i]
  }
  return { shape: matrix.shape, data }
}

/**
 * The weights of the policy without an adapter that equals `weights` with one: tensors that no adapter stands beside are
 * the same objects, and the adapter's own are left out. Without tensors of an adapter it is `weights` itself.
 */
export function mergeAdapter(weights: Weights, scale: number): Weights {
  if (![...weights.keys()].some(name => adaptedMatrix(name) !== null)) return weights
  const merged = new Map<string, WeightTensor>()
  for (const [name, tensor] of weights) {
    if (adaptedMatrix(name) !== null) continue
    const { a, b } = adapterNames(name)
    const [low, high] = [weights.get(a), weights.get(b)]
    merged.set(name, low && high ? mergedMatrix(tensor, low, high, scale) : tensor)
  }
  return merged
}
