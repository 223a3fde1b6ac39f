/**
 * @file A tensor graph: immutable nodes with static shapes. Building an expression builds the graph; nothing is computed
 * here. The list of operations is `OpAttributes`: every table (shape rule, gradient, float64 evaluation, ONNX lowering)
 * is typed over it, so an operation with a missing row does not compile.
 */
import type { Shape } from './shape.ts'

/** What a tensor's elements are; int32 is for ids and positions only. */
export type DataType = 'float32' | 'int32'

/** What each operation takes besides its inputs. */
export interface OpAttributes {
  /** A value given at run time. */
  input: { readonly name: string; readonly shape: Shape; readonly dataType: DataType }
  /** A value stored in the graph. */
  constant: { readonly shape: Shape; readonly dataType: DataType; readonly values: Float32Array | Int32Array }
  /** Elementwise with broadcasting. */
  add: Empty
  sub: Empty
  mul: Empty
  div: Empty
  /** Elementwise. */
  neg: Empty
  exp: Empty
  log: Empty
  sqrt: Empty
  sigmoid: Empty
  /** log(1 + e^x). */
  softplus: Empty
  /** x * sigmoid(x). */
  silu: Empty
  /** The smaller of two numbers, elementwise with broadcasting; where they are equal, the gradient goes to the first. */
  minimum: Empty
  /** 1 where a <= b, 0 elsewhere, with broadcasting. */
  lessOrEqual: Empty
  /** x itself, taken for a constant when differentiating. */
  stopGradient: Empty
  /** `scale * op(a) op(b)` on the last two axes; the earlier axes broadcast. */
  matMul: { readonly transposeA: boolean; readonly transposeB: boolean; readonly scale: number }
  /** Sum over axes, which stay with size 1. */
  reduceSum: { readonly axes: readonly number[] }
  reshape: { readonly shape: Shape }
  transpose: { readonly permutation: readonly number[] }
  /** Elements start <= i < end of one axis. */
  slice: { readonly axis: number; readonly start: number; readonly end: number }
  concat: { readonly axis: number }
  /** Zeros before and after the elements of one axis. */
  pad: { readonly axis: number; readonly before: number; readonly after: number }
  /** Broadcast to a larger shape. */
  expand: { readonly shape: Shape }
  /** Softmax over the last axis. */
  softmax: Empty
  /** `x / sqrt(mean(x^2) + epsilon) * weight` over the last axis. */
  rmsNorm: { readonly epsilon: number }
  /** Rotary position embedding, rotate-half form as in Hugging Face Llama; `inverse` turns the other way. */
  rope: { readonly theta: number; readonly maxPosition: number; readonly inverse: boolean }
  /** Rows of a table [rows, width] by int32 ids [...]: [..., width]. */
  gatherRows: Empty
  /** The transpose of gatherRows: adds updates [n, width] into zeros [rows, width] at int32 ids [n]. */
  scatterAddRows: { readonly rows: number }
  /** `log softmax(logits)[id]` per row: logits [n, classes], int32 ids [n] -> [n] (TRL's selective_log_softmax). */
  selectedLogSoftmax: Empty
  /** int32 ids [...] -> [..., classes] of 0 and 1. */
  oneHot: { readonly classes: number }
}

type Empty = Readonly<Record<never, never>>

/** The name of an operation. */
export type OpName = keyof OpAttributes

/** One value of the graph. Two nodes are the same value only when they are the same object. */
export interface TensorNode<Name extends OpName = OpName> {
  readonly op: Name
  readonly inputs: readonly TensorNode[]
  readonly attributes: OpAttributes[Name]
  readonly shape: Shape
  readonly dataType: DataType
}

/** All nodes that the outputs need, each after its inputs. Iterative, so that deep graphs do not overflow the stack. */
export function topologicalOrder(outputs: readonly TensorNode[]): TensorNode[] {
  const order: TensorNode[] = []
  const state = new Map<TensorNode, 'open' | 'done'>()
  const stack = [...outputs].reverse()
  while (stack.length > 0) {
    const node = stack[stack.length - 1]
    if (state.has(node)) {
      stack.pop()
      if (state.get(node) === 'open') {
        state.set(node, 'done')
        order.push(node)
      }
      continue
    }
    state.set(node, 'open')
    for (let i = node.inputs.length - 1; i >= 0; i--) {
      if (!state.has(node.inputs[i])) stack.push(node.inputs[i])
    }
  }
  return order
}

/** Floating-point operations of all matrix products (2 m n k each), which dominate the cost of a graph. */
export function matMulFlops(outputs: readonly TensorNode[]): number {
  let flops = 0
  for (const node of topologicalOrder(outputs)) {
    if (node.op !== 'matMul') continue
    const { transposeA } = (node as TensorNode<'matMul'>).attributes
    const inner = node.inputs[0].shape.at(transposeA ? -2 : -1)!
    flops += 2 * inner * node.shape.reduce((product, size) => product * size, 1)
  }
  return flops
}
