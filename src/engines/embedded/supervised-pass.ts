/** @file Loss and gradients of a window of sequences: micro-batches, length buckets, and one normaliser for them all. */
import type { ModelConfig, Weights } from '../../model/index.ts'
import { addGradients, type GraphCache, paddedLength, weightFeeds } from './graph-cache.ts'
import type { Sequence } from './sequences.ts'
import { type SupervisedShape, supervisedGraph } from './supervised-graph.ts'

/** Steps to which lengths, and numbers of learnt positions a sequence, are padded. */
const LENGTH_STEP = 64
const TARGETS_STEP = 64

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
  const { batchSize, gradients: wanted } = options
  const lossTokens = window.reduce((sum, sequence) => sum + count(sequence), 0)
  const tokens = window.reduce((sum, sequence) => sum + sequence.ids.length, 0)
  // Long with long: a micro-batch is padded to its longest. The sum over the window does not depend on the order.
  const sorted = [...window].sort((a, b) => b.ids.length - a.ids.length)
  const feeds = weightFeeds(weights)
  const gradients = new Map<string, Float32Array>()
  let loss = 0
  for (let start = 0; start < sorted.length; start += batchSize) {
    const batch = sorted.slice(start, start + batchSize)
    const length = paddedLength(batch[0].ids.length, LENGTH_STEP, config.contextLength)
    const learnt = Math.ceil(batch.reduce((sum, sequence) => sum + count(sequence), 0) / batchSize)
    const shape = { batch: batchSize, length, targets: batchSize * paddedLength(learnt, TARGETS_STEP, length) }
    const inputs = batchInputs(batch, shape, config.padTokenId, Math.max(1, lossTokens))
    const graph = await graphs.get(`${batchSize} ${length} ${shape.targets} ${wanted}`, () =>
      supervisedGraph(config, shape, wanted),
    )
    const results = await graph.run({ ...feeds, ...inputs })
    loss += results.loss[0]
    addGradients(gradients, results)
  }
  return { loss, lossTokens, tokens, gradients }
}

/** Pads sequences on the right; missing rows and targets are all padding and weigh nothing. */
function batchInputs(batch: readonly Sequence[], shape: SupervisedShape, pad: number, lossTokens: number) {
  const { length } = shape
  const ids = new Int32Array(shape.batch * length).fill(pad)
  const rows = new Int32Array(shape.targets)
  const targets = new Int32Array(shape.targets).fill(pad)
  const lossWeights = new Float32Array(shape.targets)
  let next = 0
  batch.forEach((sequence, row) => {
    ids.set(sequence.ids, row * length)
    for (let t = 1; t < sequence.ids.length; t++) {
      if (!sequence.isTarget[t]) continue
      rows[next] = row * length + t - 1
      targets[next] = sequence.ids[t]
      lossWeights[next] = 1 / lossTokens
      next++
    }
  })
  const positions = Int32Array.from(ids, (_, flat) => flat % length)
  return { ids, positions, rows, targets, lossWeights }
}
