/** @file Log-probabilities of given completions, without gradients: reference policies and held-out cases. */
import { type ModelConfig, parameterInputs, type Weights } from '../../model/index.ts'
import type { EncodedGroup } from './encoding.ts'
import type { GraphCache } from './graph-cache.ts'
import { type GroupLimits, runGroups } from './group-batch.ts'
import { completionLogps } from './group-graph.ts'

/**
 * Log-probability of every token of every completion, [group][sample][token], at a temperature, with `prompts` groups in
 * one forward pass.
 */
export async function scoreCompletions(
  config: ModelConfig,
  weights: Weights,
  graphs: GraphCache,
  window: readonly EncodedGroup[],
  pass: { readonly prompts: number; readonly limits: GroupLimits; readonly temperature?: number },
): Promise<Float32Array[][]> {
  const scores: Float32Array[][] = window.map(() => [])
  const run = runGroups(config, weights, graphs, window, {
    temperature: 1,
    ...pass,
    key: 'score',
    build: shape => ({ logps: completionLogps(config, parameterInputs(config), shape).logps }),
    feeds: () => ({}),
  })
  for await (const { batch, outputs } of run) {
    const { samples, completionLength } = batch.shape
    batch.members.forEach((member, place) => {
      scores[member] = window[member].completions.map(({ length }, sample) => {
        const start = (place * samples + sample) * completionLength
        return outputs.logps.slice(start, start + length)
      })
    })
  }
  return scores
}
