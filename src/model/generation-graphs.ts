/** @file The two graphs of generation: reading a prompt (prefill), and one more token per sequence (decode). */
import { type CompiledGraph, compileGraph } from '../onnx/index.ts'
import { input, mul, softmax, type TensorNode } from '../tensor/index.ts'
import type { BlockCache, CachedPast } from './attention.ts'
import type { ModelConfig } from './config.ts'
import { decoderPass, type Parameters, parameterInputs, vocabularyLogits } from './llama.ts'

/** The static shape of a decode graph. */
export interface DecodeShape {
  /** Sequences that get one more token. */
  readonly batch: number
  /** Tokens that the cache of each sequence holds. */
  readonly capacity: number
  /** The prompts' part of the cache, when `batch / prompts` neighbouring sequences share one; absent: none is shared. */
  readonly shared?: { readonly prompts: number; readonly capacity: number }
}

/** Compiled graphs by their static shapes; outputs are `probabilities`, `keys.<block>` and `values.<block>`. */
export interface GenerationGraphs {
  /**
   * Inputs ids, positions [batch, length], inverseTemperature [], and of the last token of each prompt lastRows [batch],
   * lastPositions [batch, 1] and lastMask [batch, 1, 1, length].
   */
  prefill(batch: number, length: number): Promise<CompiledGraph>
  /**
   * Inputs ids, positions [batch, 1], inverseTemperature [], and the cache: own.mask [batch, 1, 1, 1, capacity],
   * own.keys.<block>, own.values.<block> [batch, kvHeads, capacity, headDim]; with a shared part also shared.mask
   * [prompts, 1, 1, capacity], shared.keys.<block>, shared.values.<block> [prompts, kvHeads, capacity, headDim].
   */
  decode(shape: DecodeShape): Promise<CompiledGraph>
  release(): Promise<void>
}

/** Builds graphs on demand, one per shape, and keeps them. */
export function generationGraphs(config: ModelConfig, threads: number): GenerationGraphs {
  const compiled = new Map<string, Promise<CompiledGraph>>()
  const { numBlocks, numKvHeads, headDim } = config

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
  const cacheInputs = (name: 'own' | 'shared', rows: number, capacity: number, maskShape: number[]): CachedPast => ({
    blocks: Array.from({ length: numBlocks }, (_, block) => ({
      keys: input(`${name}.keys.${block}`, [rows, numKvHeads, capacity, headDim]),
      values: input(`${name}.values.${block}`, [rows, numKvHeads, capacity, headDim]),
    })),
    mask: input(`${name}.mask`, maskShape),
  })

  return {
    prefill: (batch, length) =>
      compile(`prefill ${batch} ${length}`, () => {
        const parameters = parameterInputs(config)
        const ids = input('ids', [batch, length], 'int32')
        const positions = input('positions', [batch, length], 'int32')
        const lastTokens = {
          rows: input('lastRows', [batch], 'int32'),
          positions: input('lastPositions', [batch, 1], 'int32'),
          mask: input('lastMask', [batch, 1, 1, length]),
        }
        const { hidden, caches } = decoderPass(config, parameters, ids, positions, { lastTokens })
        return outputs(parameters, hidden, caches)
      }),
    decode: ({ batch, capacity, shared }) =>
      compile(`decode ${batch} ${capacity} ${shared?.prompts} ${shared?.capacity}`, () => {
        const parameters = parameterInputs(config)
        const past = {
          own: cacheInputs('own', batch, capacity, [batch, 1, 1, 1, capacity]),
          shared:
            shared && cacheInputs('shared', shared.prompts, shared.capacity, [shared.prompts, 1, 1, shared.capacity]),
        }
        const ids = input('ids', [batch, 1], 'int32')
        const positions = input('positions', [batch, 1], 'int32')
        const { hidden, caches } = decoderPass(config, parameters, ids, positions, { past })
        return outputs(parameters, hidden, caches)
      }),
    async release() {
      for (const graph of compiled.values()) await (await graph).release()
      compiled.clear()
    },
  }
}
