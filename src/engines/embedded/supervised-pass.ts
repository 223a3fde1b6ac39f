/** @file Loss and gradients of a window of sequences: micro-batches, length buckets, and one normaliser for them all. */
import type { ModelConfig, Weights } from '../../model/index.ts'
import type { Sequence } from './sequences.ts'
import { GRADIENT, type GraphCache } from './training-graph.ts'

/** Lengths are padded up to one of these steps, so that few graphs serve all batches. */
const bucketOf = (length: number) => (length <= 1024 ? Math.ceil(length / 64) * 64 : Math.ceil(length / 256) * 256)

/** Result of a window: the mean loss over its loss tokens, and the gradient of that mean. */
export interface SupervisedPass {
  readonly loss: number
  readonly lossTokens: number
  readonly tokens: number
  /** Gradient per tensor; empty when none was asked for. */
  readonly gradients: ReadonlyMap<string, Float32Array>
}

const count = (sequence: Sequence) => sequence.isTarget.reduce((sum, target) => sum + target, 0)

/**
 * Runs a window in micro-batches of `batchSize` sequences. Each loss token weighs the same, wherever it stands (TRL: sum
 * of cross-entropy over the number of loss tokens of the whole accumulation window), so batch 8 x 1 equals 1 x 8. A
 * window without any loss token has loss 0 and zero gradients.
 */
export async function supervisedPass(
  config: ModelConfig,
  weights: Weights,
  graphs: GraphCache,
  window: readonly Sequence[],
  options: { batchSize: number; gradients: boolean },
): Promise<SupervisedPass> {
  const { batchSize } = options
  const lossTokens = window.reduce((sum, sequence) => sum + count(sequence), 0)
  const tokens = window.reduce((sum, sequence) => sum + sequence.ids.length, 0)
  // Long with long: a micro-batch is padded to its longest. The sum over the window does not depend on the order.
  const sorted = [...window].sort((a, b) => b.ids.length - a.ids.length)
  const feeds: Record<string, Float32Array> = {}
  for (const [name, tensor] of weights) feeds[name] = tensor.data
  const gradients = new Map<string, Float32Array>()
  let loss = 0
  for (let start = 0; start < sorted.length; start += batchSize) {
    const batch = sorted.slice(start, start + batchSize)
    const length = Math.min(bucketOf(batch[0].ids.length), config.contextLength)
    const inputs = batchInputs(batch, batchSize, length, config.padTokenId, Math.max(1, lossTokens))
    const graph = await graphs.get(batchSize, length, options.gradients)
    const results = await graph.run({ ...feeds, ...inputs })
    loss += results.loss[0]
    for (const [output, values] of Object.entries(results)) {
      if (!output.startsWith(GRADIENT)) continue
      const name = output.slice(GRADIENT.length)
      const sum = gradients.get(name)
      if (sum) for (let i = 0; i < sum.length; i++) sum[i] += values[i]
      else gradients.set(name, values)
    }
  }
  return { loss, lossTokens, tokens, gradients }
}

/** Pads sequences on the right to [batchSize, length]; missing rows are all padding and weigh nothing. */
function batchInputs(batch: readonly Sequence[], batchSize: number, length: number, pad: number, lossTokens: number) {
  const ids = new Int32Array(batchSize * length).fill(pad)
  const targets = new Int32Array(batchSize * length).fill(pad)
  const lossWeights = new Float32Array(batchSize * length)
  batch.forEach((sequence, row) => {
    const start = row * length
    ids.set(sequence.ids, start)
    targets.set(sequence.ids.subarray(1), start)
    for (let t = 1; t < sequence.ids.length; t++) {
      if (sequence.isTarget[t]) lossWeights[start + t - 1] = 1 / lossTokens
    }
  })
  const positions = Int32Array.from(ids, (_, flat) => flat % length)
  return { ids, positions, targets, lossWeights }
}
