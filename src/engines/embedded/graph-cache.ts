/** @file Compiled graphs by their shape, and what every training graph gives: gradients by the name of the tensor. */
import type { Parameters, Weights } from '../../model/index.ts'
import { type CompiledGraph, compileGraph } from '../../onnx/index.ts'
import { differentiate, type TensorNode } from '../../tensor/index.ts'

/** Prefix of the outputs that hold gradients; the rest of the name is the tensor's. */
const GRADIENT = 'gradient '

/** The outputs of a graph with the gradient of its loss with respect to every parameter beside them. */
export function withGradients(
  outputs: Readonly<Record<string, TensorNode>> & { readonly loss: TensorNode },
  parameters: Parameters,
): Record<string, TensorNode> {
  const gradients = differentiate(outputs.loss, [...parameters.values()])
  const named = [...parameters.keys()].map((name, i) => [GRADIENT + name, gradients[i]] as const)
  return { ...outputs, ...Object.fromEntries(named) }
}

/** Adds the gradients among a run's outputs to their sums; takes the arrays over where there is no sum yet. */
export function addGradients(
  sums: Map<string, Float32Array>,
  outputs: Readonly<Record<string, Float32Array>>,
): Map<string, Float32Array> {
  for (const [output, values] of Object.entries(outputs)) {
    if (!output.startsWith(GRADIENT)) continue
    const name = output.slice(GRADIENT.length)
    const sum = sums.get(name)
    if (sum) for (let i = 0; i < sum.length; i++) sum[i] += values[i]
    else sums.set(name, values)
  }
  return sums
}

/** The weights as inputs of a graph, read in place. */
export function weightFeeds(weights: Weights): Record<string, Float32Array> {
  return Object.fromEntries([...weights].map(([name, { data }]) => [name, data]))
}

/** Compiles on demand, and keeps the last few graphs; none holds the memory of its activations between two runs. */
export interface GraphCache {
  get(key: string, build: () => Record<string, TensorNode>): Promise<CompiledGraph>
  release(): Promise<void>
}

const KEPT_GRAPHS = 12

/** Opens an empty cache, which releases the least recently used graph beyond a small number. */
export function graphCache(threads: number): GraphCache {
  const graphs = new Map<string, CompiledGraph>()
  return {
    async get(key, build) {
      const graph = graphs.get(key) ?? (await compileGraph(build(), { threads, keepsMemory: false }))
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

/** Lengths are padded up to a multiple of `step`, so that few graphs serve all batches, but not beyond the longest. */
export function paddedLength(length: number, step: number, longest: number): number {
  return Math.min(Math.ceil(length / step) * step, longest)
}
