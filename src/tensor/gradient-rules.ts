/**
 * @file The gradient of every operation, as a graph. A rule gives one cotangent per input, in the shape that comes
 * naturally: `differentiate` sums it down to the input's own shape, in one place for all operations.
 */
import type { OpName, TensorNode } from './graph.ts'
import {
  add,
  div,
  expand,
  gatherRows,
  lessOrEqual,
  matMul,
  mul,
  neg,
  oneHot,
  pad,
  reduceSum,
  reshape,
  rope,
  scalar,
  scatterAddRows,
  sigmoid,
  slice,
  softmax,
  sqrt,
  sub,
  transpose,
} from './operations.ts'
import { elementCount } from './shape.ts'

/** One cotangent per input; null for an input that has none, such as integer ids. */
type GradientRule<Name extends OpName> = (
  cotangent: TensorNode,
  node: TensorNode<Name>,
) => readonly (TensorNode | null)[]

/** The table of gradients, one row an operation. */
export const gradientRules: { readonly [Name in OpName]: GradientRule<Name> | 'not differentiable' } = {
  input: () => [],
  constant: () => [],
  oneHot: 'not differentiable',
  add: g => [g, g],
  sub: g => [g, neg(g)],
  mul: (g, { inputs: [a, b] }) => [mul(g, b), mul(g, a)],
  div: (g, { inputs: [a, b] }) => [div(g, b), neg(div(mul(g, a), mul(b, b)))],
  neg: g => [neg(g)],
  exp: (g, node) => [mul(g, node)],
  log: (g, { inputs: [x] }) => [div(g, x)],
  sqrt: (g, node) => [div(mul(g, scalar(0.5)), node)],
  softplus: (g, { inputs: [x] }) => [mul(g, sigmoid(x))],
  // s + y (1 - s) with s = sigmoid(x) and y = x s.
  silu: (g, node) => {
    const s = sigmoid(node.inputs[0])
    return [mul(g, add(s, mul(node, sub(scalar(1), s))))]
  },
  minimum: (g, { inputs: [a, b] }) => {
    const first = lessOrEqual(a, b)
    return [mul(g, first), mul(g, sub(scalar(1), first))]
  },
  lessOrEqual: 'not differentiable',
  stopGradient: () => [null],
  sigmoid: (g, node) => [mul(g, mul(node, sub(scalar(1), node)))],
  matMul: (g, { inputs: [a, b], attributes: { transposeA, transposeB, scale } }) => [
    transposeA
      ? matMul(b, g, { transposeA: transposeB, transposeB: true, scale })
      : matMul(g, b, { transposeB: !transposeB, scale }),
    transposeB
      ? matMul(g, a, { transposeA: true, transposeB: transposeA, scale })
      : matMul(a, g, { transposeA: !transposeA, scale }),
  ],
  reduceSum: (g, { inputs: [x] }) => [expand(g, x.shape)],
  reshape: (g, { inputs: [x] }) => [reshape(g, x.shape)],
  transpose: (g, { attributes: { permutation } }) => {
    const inverse = new Array<number>(permutation.length)
    permutation.forEach((axis, i) => {
      inverse[axis] = i
    })
    return [transpose(g, inverse)]
  },
  slice: (g, { inputs: [x], attributes: { axis, start, end } }) => [pad(g, axis, start, x.shape[axis] - end)],
  pad: (g, { inputs: [x], attributes: { axis, before } }) => [slice(g, axis, before, before + x.shape[axis])],
  concat: (g, { inputs, attributes: { axis } }) => {
    let start = 0
    return inputs.map(part => {
      const end = start + part.shape[axis]
      const cotangent = slice(g, axis, start, end)
      start = end
      return cotangent
    })
  },
  // The sum over the broadcast axes happens in `differentiate`, as for every other operation.
  expand: g => [g],
  softmax: (g, node) => {
    const last = node.shape.length - 1
    return [mul(node, sub(g, reduceSum(mul(g, node), [last])))]
  },
  rmsNorm: (g, { inputs: [x, weight], attributes: { epsilon } }) => {
    const last = x.shape.length - 1
    const width = x.shape[last]
    const meanSquare = mul(reduceSum(mul(x, x), [last]), scalar(1 / width))
    const inverse = div(scalar(1), sqrt(add(meanSquare, scalar(epsilon))))
    const normalised = mul(x, inverse)
    const weighted = mul(g, weight)
    const projection = mul(reduceSum(mul(weighted, normalised), [last]), scalar(1 / width))
    return [mul(inverse, sub(weighted, mul(normalised, projection))), mul(g, normalised)]
  },
  // A rotation is undone by the opposite rotation, which is also its transpose.
  rope: (g, { inputs: [, positions], attributes }) => [
    rope(g, positions, { ...attributes, inverse: !attributes.inverse }),
    null,
  ],
  gatherRows: (g, { inputs: [table, ids] }) => {
    const count = elementCount(ids.shape)
    const width = table.shape[1]
    return [scatterAddRows(reshape(ids, [count]), reshape(g, [count, width]), table.shape[0]), null]
  },
  scatterAddRows: (g, { inputs: [ids] }) => [null, gatherRows(g, ids)],
  selectedLogSoftmax: (g, { inputs: [logits, ids] }) => {
    const column = reshape(g, [...g.shape, 1])
    return [mul(column, sub(oneHot(ids, logits.shape[1]), softmax(logits))), null]
  },
}
