/** @file Loss and gradients of supervised fine-tuning: cross-entropy on the tokens of given completions. */
import { type ModelConfig, parameterInputs, trainedParameters, type Weights } from '../../model/index.ts'
import { input, mul, neg, sumAll } from '../../tensor/index.ts'
import type { EncodedGroup } from './encoding.ts'
import { addGradients, type GraphCache, withGradients } from './graph-cache.ts'
import { type GroupLimits, runGroups, tokenValues } from './group-batch.ts'
import { completionLogps } from './group-graph.ts'
import type { SupervisedPass } from './sequence-pass.ts'

/**
 * Runs a window of one completion a prompt in micro-batches of `batchSize`. Each token weighs the same, wherever it
 * stands (TRL: sum of cross-entropy over the number of loss tokens of the whole accumulation window), so batch 8 x 1
 * equals 1 x 8.
 */
export async function completionPass(
  config: ModelConfig,
  weights: Weights,
  graphs: GraphCache,
  window: readonly EncodedGroup[],
  options: { readonly batchSize: number; readonly limits: GroupLimits; readonly gradients: boolean },
): Promise<SupervisedPass> {
  const { batchSize, limits, gradients: wanted } = options
  const lossTokens = window.reduce((sum, { completions: [completion] }) => sum + completion.length, 0)
  const tokens = window.reduce((sum, { prompt }) => sum + prompt.length, lossTokens)
  const gradients = new Map<string, Float32Array>()
  let loss = 0
  const pass = runGroups(config, weights, graphs, window, {
    prompts: batchSize,
    limits,
    temperature: 1,
    key: `completions ${wanted}`,
    build(shape) {
      const parameters = parameterInputs(config)
      const { logps } = completionLogps(config, parameters, shape)
      const outputs = { loss: neg(sumAll(mul(logps, input('tokenWeights', logps.shape)))) }
      return wanted ? withGradients(outputs, trainedParameters(config, parameters)) : outputs
    },
    feeds: batch => ({ tokenWeights: tokenValues(batch, window, () => 1 / lossTokens) }),
  })
  for await (const { outputs } of pass) {
    loss += outputs.loss[0]
    addGradients(gradients, outputs)
  }
  return { loss, lossTokens, tokens, gradients }
}
