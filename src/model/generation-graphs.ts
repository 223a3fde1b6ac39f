/** @file The two graphs of generation: reading a prompt (prefill), and one more token per sequence (decode). */
import { type CompiledGraph, compileGraph } from '../onnx/index.ts'
import { gatherRows, input, mul, softmax, type TensorNode } from '../tensor/index.ts'
import type { ModelConfig } from './config.ts'
import { type BlockCache, decoderPass, type Parameters, parameterInputs, vocabularyLogits } from './llama.ts'

/** Compiled graphs by their static shapes; outputs are `probabilities`, `keys.<block>` and `values.<block>`. */
export interface GenerationGraphs {
  /** Inputs ids, positions [batch, length], lastRows [batch], inverseTemperature []. */
  prefill(batch: number, length: number): Promise<CompiledGraph>
  /** Inputs ids, positions [batch, 1], mask [batch, 1, 1, 1, capacity], past.keys.<block>, past.values.<block>, inverseTemperature. */
  decode(batch: number, capacity: number): Promise<CompiledGraph>
  release(): Promise<void>
}

/** Builds graphs on demand, one per shape, and keeps them. */
export function generationGraphs(config: ModelConfig, threads: number): GenerationGraphs {
  const compiled = new Map<string, Promise<CompiledGraph>>()
  const { numBlocks, numKvHeads, headDim } = config
  const blocks = Array.from({ length: numBlocks }, (_, block) => block)

  const compile = (key: string, build: () => Record<string, TensorNode>) => {
    const found = compiled.get(key) ?? compileGraph(build(), { threads })
    compiled.set(key, found)
    return found
  }
  const outputs = (parameters: Parameters, last: TensorNode, caches: readonly BlockCache[]) => {
    const logits = vocabularyLogits(config, parameters, last)
    const made: Record<string, TensorNode> = { probabilities: softmax(mul(logits, input('inverseTemperature', []))) }
    caches.forEach(({ keys, values }, block) => {
      made[`keys.${block}`] = keys
      made[`values.${block}`] = values
    })
    return made
  }

  return {
    prefill: (batch, length) =>
      compile(`prefill ${batch} ${length}`, () => {
        const parameters = parameterInputs(config)
        const ids = input('ids', [batch, length], 'int32')
        const positions = input('positions', [batch, length], 'int32')
        const { hidden, caches } = decoderPass(config, parameters, ids, positions)
        const last = gatherRows(hidden, input('lastRows', [batch], 'int32'))
        return outputs(parameters, last, caches)
      }),
    decode: (batch, capacity) =>
      compile(`decode ${batch} ${capacity}`, () => {
        const parameters = parameterInputs(config)
        const past = {
          blocks: blocks.map(block => ({
            keys: input(`past.keys.${block}`, [batch, numKvHeads, capacity, headDim]),
            values: input(`past.values.${block}`, [batch, numKvHeads, capacity, headDim]),
          })),
          mask: input('mask', [batch, 1, 1, 1, capacity]),
        }
        const ids = input('ids', [batch, 1], 'int32')
        const positions = input('positions', [batch, 1], 'int32')
        const { hidden, caches } = decoderPass(config, parameters, ids, positions, past)
        return outputs(parameters, hidden, caches)
      }),
    async release() {
      for (const graph of compiled.values()) await (await graph).release()
      compiled.clear()
    },
  }
}
