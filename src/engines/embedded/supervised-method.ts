/** @file Language modelling and supervised fine-tuning: the loss on given tokens, every loss token weighing the same. */
import type { ModelConfig, Weights } from '../../model/index.ts'
import type { SupervisedRequest } from '../engine.ts'
import { completionPass } from './completion-pass.ts'
import { asGroup, type EncodedCase, type Encoding, encodeExamples } from './encoding.ts'
import { graphCache } from './graph-cache.ts'
import { groupLimits } from './group-batch.ts'
import { type SupervisedPass, sequencePass } from './sequence-pass.ts'
import { packSequences } from './sequences.ts'
import type { TrainingMethod } from './training-method.ts'
import { epochOrder, trainingOrder } from './training-order.ts'

/** What the items of a step are, and how a window of them is run. */
interface Rows<Item> {
  readonly title: string
  /** The items that the cases of an epoch make, in their order. */
  itemsOf(cases: readonly EncodedCase[]): readonly Item[]
  idsOf(item: Item): readonly string[]
  run(weights: Weights, window: readonly Item[], gradients: boolean): Promise<SupervisedPass>
}

/** Binds `lm` or `sft` to its examples. Throws InputError on an example that cannot be encoded. */
export async function supervisedMethod(
  request: SupervisedRequest,
  config: ModelConfig,
  encoding: Encoding,
  threads: number,
): Promise<TrainingMethod> {
  const { batchSize } = request.settings
  const cases = await encodeExamples(request.examples, encoding)
  const validation = await encodeExamples(request.validation, encoding)
  const graphs = graphCache(threads)
  const { contextLength } = config
  if (request.method === 'lm') {
    return bind(request, cases, validation, () => graphs.release(), {
      title: 'language modelling',
      itemsOf: ordered => packSequences(ordered, contextLength, request.learn),
      idsOf: ({ records }) => records,
      run: (weights, window, gradients) => sequencePass(config, weights, graphs, window, { batchSize, gradients }),
    })
  }
  const limits = groupLimits([...cases, ...validation].map(asGroup))
  return bind(request, cases, validation, () => graphs.release(), {
    title: 'supervised fine-tuning',
    itemsOf: ordered => ordered.map(asGroup),
    idsOf: ({ id }) => [id],
    run: (weights, window, gradients) =>
      completionPass(config, weights, graphs, window, { batchSize, limits, gradients }),
  })
}

function bind<Item>(
  { settings, seed }: SupervisedRequest,
  cases: readonly EncodedCase[],
  validation: readonly EncodedCase[],
  release: () => Promise<void>,
  { title, itemsOf, idsOf, run }: Rows<Item>,
): TrainingMethod {
  const { batchSize, gradientAccumulation, epochs, sampling } = settings
  const order = trainingOrder(epoch => itemsOf(epochOrder(cases, epoch, { seed, sampling })), {
    epochs,
    windowSize: batchSize * gradientAccumulation,
  })
  const heldOut = itemsOf(validation)
  return {
    title,
    totalSteps: order.totalSteps,
    heldOutFigure: null,
    async step(step, weights) {
      const { epoch, items } = order.window(step)
      const pass = await run(weights, items, true)
      return { epoch, ...pass, records: items.flatMap(idsOf), metrics: {}, note: `loss ${pass.loss.toFixed(3)}` }
    },
    async evaluate(weights) {
      if (heldOut.length === 0) return null
      const { loss } = await run(weights, heldOut, false)
      return { loss, metrics: {}, perCase: null }
    },
    isSafePoint: () => true,
    release,
  }
}
