/** @file Language modelling and supervised fine-tuning: the loss on given tokens, every loss token weighing the same. */
import type { ModelConfig } from '../../model/index.ts'
import type { SupervisedRequest } from '../engine.ts'
import { type Encoding, encodeExamples } from './encoding.ts'
import { graphCache } from './graph-cache.ts'
import { sequencesOf } from './sequences.ts'
import { supervisedPass } from './supervised-pass.ts'
import type { TrainingMethod } from './training-method.ts'
import { epochOrder, trainingOrder } from './training-order.ts'

const TITLES = { lm: 'language modelling', sft: 'supervised fine-tuning' } as const

/** Binds `lm` or `sft` to its examples. Throws InputError on an example that cannot be encoded. */
export async function supervisedMethod(
  request: SupervisedRequest,
  config: ModelConfig,
  encoding: Encoding,
  threads: number,
): Promise<TrainingMethod> {
  const { method, settings, seed } = request
  const { batchSize, gradientAccumulation, epochs, sampling } = settings
  const cases = await encodeExamples(request.examples, encoding)
  const validation = sequencesOf(method, await encodeExamples(request.validation, encoding), config.contextLength)
  const order = trainingOrder(
    epoch => sequencesOf(method, epochOrder(cases, epoch, { seed, sampling }), config.contextLength),
    { epochs, windowSize: batchSize * gradientAccumulation },
  )
  const graphs = graphCache(threads)
  return {
    title: TITLES[method],
    totalSteps: order.totalSteps,
    comparesWithStart: false,
    async step(step, weights) {
      const { epoch, items } = order.window(step)
      const pass = await supervisedPass(config, weights, graphs, items, { batchSize, gradients: true })
      const records = items.flatMap(({ records }) => records)
      return { epoch, ...pass, records, metrics: {}, note: `loss ${pass.loss.toFixed(3)}` }
    },
    async evaluate(weights) {
      if (validation.length === 0) return null
      let sum = 0
      let lossTokens = 0
      for (let start = 0; start < validation.length; start += batchSize) {
        const window = validation.slice(start, start + batchSize)
        const pass = await supervisedPass(config, weights, graphs, window, { batchSize, gradients: false })
        sum += pass.loss * pass.lossTokens
        lossTokens += pass.lossTokens
      }
      return { loss: lossTokens > 0 ? sum / lossTokens : 0, metrics: {}, perCase: null }
    },
    isSafePoint: () => true,
    release: () => graphs.release(),
  }
}
