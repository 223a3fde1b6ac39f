/** @file Compiles a tensor graph and runs it with ONNX Runtime on the CPU: the only importer of onnxruntime-node. */
// First: the runtime reads the variable when it begins.
import './without-telemetry.ts'
import * as ort from 'onnxruntime-node'
import { elementCount, printShape, type TensorNode } from '../tensor/index.ts'
import { graphInputs, lowerGraph } from './lower.ts'

/** Values for the inputs of a graph: Float32Array or Int32Array, in row-major order. */
export type Feeds = Readonly<Record<string, Float32Array | Int32Array>>

/** A graph ready to run. */
export interface CompiledGraph<Name extends string = string> {
  /**
   * Computes the outputs. Feeds are read in place, without a copy (so weights may be updated between runs, not during
   * one); outputs are fresh arrays. Throws RangeError for a missing input or one of the wrong length.
   */
  run(feeds: Feeds): Promise<Readonly<Record<Name, Float32Array>>>
  /** Frees the memory of the session. */
  release(): Promise<void>
}

/** How a graph is run. */
export interface GraphOptions {
  readonly threads: number
  /**
   * Whether the session keeps the memory of a run for the next one (the default). It is faster for small graphs that run
   * often, and costs several times the activations of a large one.
   */
  readonly keepsMemory?: boolean
}

/** Compiles named outputs into a session that uses `threads` threads; the same feeds always give the same bits. */
export async function compileGraph<Name extends string>(
  outputs: Readonly<Record<Name, TensorNode>>,
  options: GraphOptions,
): Promise<CompiledGraph<Name>> {
  const inputs = graphInputs(Object.values(outputs))
  const session = await ort.InferenceSession.create(lowerGraph(outputs), {
    executionProviders: ['cpu'],
    intraOpNumThreads: options.threads,
    interOpNumThreads: 1,
    enableCpuMemArena: options.keepsMemory ?? true,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    logSeverityLevel: 3,
  })
  return {
    async run(feeds) {
      const tensors: Record<string, ort.Tensor> = {}
      for (const [name, node] of inputs) {
        const values = feeds[name]
        if (values?.length !== elementCount(node.shape)) {
          const got = values ? `${values.length} values` : 'nothing'
          throw new RangeError(`CompiledGraph.run: expected ${printShape(node.shape)} for input "${name}", got ${got}`)
        }
        tensors[name] =
          values instanceof Int32Array
            ? new ort.Tensor('int32', values, node.shape)
            : new ort.Tensor('float32', values, node.shape)
      }
      const results = await session.run(tensors)
      const arrays = Object.entries(results).map(([name, tensor]) => [name, tensor.data as Float32Array])
      return Object.fromEntries(arrays) as Record<Name, Float32Array>
    },
    release: () => session.release(),
  }
}

/** The version of ONNX Runtime that is loaded. */
export function runtimeVersion(): string {
  return ort.env.versions.node ?? ort.env.versions.common
}
