/** @file Loss and gradients of a window of packed sequences: micro-batches, length buckets, one normaliser for them all. */
import type { ModelConfig, Weights } from '../../model/index.ts'
import { addGradients, type GraphCache, paddedLength, weightFeeds } from './graph-cache.ts'
import { sequenceGraph } from './sequence-graph.ts'
import { learntTokens, type Sequence } from './sequences.ts'

const LENGTH_STEP = 64

/** Result of a window: the mean loss over its loss tokens, and the gradient of that mean. */
export interface SupervisedPass {
  readonly loss: number
  readonly lossTokens: number
  readonly tokens: number
  /** Gradient per tensor; empty when none was asked for. */
  readonly gradients: ReadonlyMap<string, Float32Array>
}

/**
 * Runs a window in micro-batches of `batchSize` sequences; every learnt token weighs the same, so batch 8 x 1 equals
 * 1 x 8.
 */
export async function sequencePass(
  config: ModelConfig,
  weights: Weights,
  graphs: GraphCache,
  window: readonly Sequence[],
  options: { readonly batchSize: number; readonly gradients: boolean },
): Promise<SupervisedPass> {
  const { batchSize, gradients: wanted } = options
  const tokens = window.reduce((sum, { ids }) => sum + ids.length, 0)
  const lossTokens = window.reduce((sum, sequence) => sum + learntTokens(sequence), 0)
  // Long with long: a micro-batch is padded to its longest. The sum over the window does not depend on the order.
  const sorted = [...window].sort((a, b) => b.ids.length - a.ids.length)
  const gradients = new Map<string, Float32Array>()
  let loss = 0
  for (let start = 0; start < sorted.length; start += batchSize) {
    const batch = sorted.slice(start, start + batchSize)
    const length = paddedLength(batch[0].ids.length, LENGTH_STEP, config.contextLength)
    const graph = await graphs.get(`sequences ${batchSize} ${length} ${wanted}`, () =>
      sequenceGraph(config, batchSize, length, wanted),
    )
    const inputs = batchInputs(batch, batchSize, length, config.padTokenId, lossTokens)
    const results = await graph.run({ ...weightFeeds(weights), ...inputs })
    loss += results.loss[0]
    addGradients(gradients, results)
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
    for (let at = 1; at < sequence.ids.length; at++) {
      if (sequence.learnt[at] === 1) lossWeights[start + at - 1] = 1 / lossTokens
    }
  })
  const positions = Int32Array.from(ids, (_, flat) => flat % length)
  return { ids, positions, targets, lossWeights }
}
