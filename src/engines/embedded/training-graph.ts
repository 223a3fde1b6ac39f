/** @file The graph of one forward and backward pass over a batch, compiled once per shape. */
import { decoderPass, type ModelConfig, parameterInputs, vocabularyLogits } from '../../model/index.ts'
import { type CompiledGraph, compileGraph } from '../../onnx/index.ts'
import { differentiate, input, mul, neg, selectedLogSoftmax, sumAll, type TensorNode } from '../../tensor/index.ts'

/** Prefix of the outputs that hold gradients; the rest of the name is the tensor's. */
export const GRADIENT = 'gradient '

/**
 * Outputs `loss` = -sum of weight x log-probability over [batch, length] int32 `ids`, `positions`, `targets` and float
 * `lossWeights`, all flat, and with `gradients` one output per tensor of the checkpoint.
 */
export function supervisedGraph(
  config: ModelConfig,
  batch: number,
  length: number,
  gradients: boolean,
): Record<string, TensorNode> {
  const parameters = parameterInputs(config)
  const ids = input('ids', [batch, length], 'int32')
  const positions = input('positions', [batch, length], 'int32')
  const targets = input('targets', [batch * length], 'int32')
  const lossWeights = input('lossWeights', [batch * length])
  const { hidden } = decoderPass(config, parameters, ids, positions)
  const logps = selectedLogSoftmax(vocabularyLogits(config, parameters, hidden), targets)
  const loss = neg(sumAll(mul(logps, lossWeights)))
  const outputs: Record<string, TensorNode> = { loss }
  if (gradients) {
    const names = [...parameters.keys()]
    differentiate(loss, [...parameters.values()]).forEach((gradient, i) => {
      outputs[GRADIENT + names[i]] = gradient
    })
  }
  return outputs
}

/** Compiled graphs by shape. Each holds the memory of its activations, so only the last few are kept. */
export interface GraphCache {
  get(batch: number, length: number, gradients: boolean): Promise<CompiledGraph>
  release(): Promise<void>
}

const KEPT_GRAPHS = 6

/** Compiles on demand and releases the least recently used graph beyond a small number. */
export function graphCache(config: ModelConfig, threads: number): GraphCache {
  const graphs = new Map<string, CompiledGraph>()
  return {
    async get(batch, length, gradients) {
      const key = `${batch} ${length} ${gradients}`
      const graph =
        graphs.get(key) ?? (await compileGraph(supervisedGraph(config, batch, length, gradients), { threads }))
      graphs.delete(key)
      graphs.set(key, graph)
      const oldest = graphs.keys().next()
      if (graphs.size > KEPT_GRAPHS && !oldest.done) {
        await graphs.get(oldest.value)?.release()
        graphs.delete(oldest.value)
      }
      return graph
    },
    async release() {
      for (const graph of graphs.values()) await graph.release()
      graphs.clear()
    },
  }
}
