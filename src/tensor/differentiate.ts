/** @file Reverse-mode differentiation: a graph in, the graph of its gradients out. */
import { gradientRules } from './gradient-rules.ts'
import { type OpName, type TensorNode, topologicalOrder } from './graph.ts'
import { add, constant, reduceSum, reshape } from './operations.ts'
import { elementCount, printShape, type Shape, sameShape } from './shape.ts'

/** Sums a cotangent over the axes that broadcasting added or stretched: the one place where this happens. */
function unbroadcast(cotangent: TensorNode, shape: Shape): TensorNode {
  if (sameShape(cotangent.shape, shape)) return cotangent
  const extra = cotangent.shape.length - shape.length
  const axes = cotangent.shape
    .map((_, axis) => axis)
    .filter(axis => axis < extra || (shape[axis - extra] === 1 && cotangent.shape[axis] !== 1))
  return reshape(reduceSum(cotangent, axes), shape)
}

/**
 * The gradients of a scalar with respect to nodes, as graphs of the nodes' shapes; zeros for a node that the scalar does
 * not depend on. Throws RangeError when `loss` has more than one element and TypeError when the path from a node to the
 * loss goes through an operation that is not differentiable.
 */
export function differentiate(loss: TensorNode, withRespectTo: readonly TensorNode[]): TensorNode[] {
  if (elementCount(loss.shape) !== 1) {
    throw new RangeError(`differentiate: expected a loss of one element, got ${printShape(loss.shape)}`)
  }
  const order = topologicalOrder([loss])
  // Only nodes that lead to what is asked for get a cotangent: constants and ids cost nothing.
  const needed = new Set<TensorNode>(withRespectTo)
  for (const node of order) if (node.inputs.some(input => needed.has(input))) needed.add(node)

  const cotangents = new Map<TensorNode, TensorNode>()
  cotangents.set(loss, constant(Float32Array.of(1), loss.shape))
  for (const node of order.reverse()) {
    const cotangent = cotangents.get(node)
    if (!cotangent || !needed.has(node) || node.inputs.length === 0) continue
    const rule = gradientRules[node.op] as (typeof gradientRules)[OpName]
    if (rule === 'not differentiable') {
      throw new TypeError(`differentiate: ${node.op} is not differentiable, but a gradient through it was asked for`)
    }
    const parts = (rule as (g: TensorNode, node: TensorNode) => readonly (TensorNode | null)[])(cotangent, node)
    node.inputs.forEach((input, i) => {
      const part = parts[i]
      if (!part || !needed.has(input)) return
      const share = unbroadcast(part, input.shape)
      const sum = cotangents.get(input)
      cotangents.set(input, sum ? add(sum, share) : share)
    })
  }
  return withRespectTo.map(
    node => cotangents.get(node) ?? constant(new Float32Array(elementCount(node.shape)), node.shape),
  )
}
