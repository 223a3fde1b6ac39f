/** @file The functions that build a graph, and the shape rule of every operation. */
import type { DataType, OpAttributes, OpName, TensorNode } from './graph.ts'
import { broadcastShapes, elementCount, printShape, type Shape, sameShape } from './shape.ts'

type Inputs = readonly TensorNode[]
type ShapeRule<Name extends OpName> = (inputs: Inputs, attributes: OpAttributes[Name]) => Shape

function expect(holds: boolean, op: string, expected: string, inputs: Inputs): void {
  if (holds) return
  const got = inputs.map(input => `${input.dataType}${printShape(input.shape)}`).join(' and ')
  throw new RangeError(`${op}: expected ${expected}, got ${got || 'no input'}`)
}

function requireFloats(inputs: Inputs): void {
  expect(
    inputs.every(({ dataType }) => dataType === 'float32'),
    'arithmetic',
    'float32',
    inputs,
  )
}
const broadcasting = (inputs: Inputs): Shape => {
  requireFloats(inputs)
  return broadcastShapes(inputs[0].shape, inputs[1].shape)
}
const elementwise = (inputs: Inputs): Shape => {
  requireFloats(inputs)
  return inputs[0].shape
}

/** The shape of an operation's result; throws RangeError naming the operation and the shapes it got. */
const shapeRules: { readonly [Name in OpName]: ShapeRule<Name> } = {
  input: (_, { shape }) => shape,
  constant: (_, { shape, values }) => {
    if (values.length !== elementCount(shape)) {
      throw new RangeError(
        `constant: expected ${elementCount(shape)} values for ${printShape(shape)}, got ${values.length}`,
      )
    }
    return shape
  },
  add: broadcasting,
  sub: broadcasting,
  mul: broadcasting,
  div: broadcasting,
  neg: elementwise,
  exp: elementwise,
  log: elementwise,
  sqrt: elementwise,
  sigmoid: elementwise,
  softplus: elementwise,
  silu: elementwise,
  minimum: broadcasting,
  lessOrEqual: broadcasting,
  stopGradient: elementwise,
  softmax: elementwise,
  matMul: ([a, b], { transposeA, transposeB }) => {
    const [m, k] = transposeA ? [a.shape.at(-1)!, a.shape.at(-2)!] : [a.shape.at(-2)!, a.shape.at(-1)!]
    const [k2, n] = transposeB ? [b.shape.at(-1)!, b.shape.at(-2)!] : [b.shape.at(-2)!, b.shape.at(-1)!]
    const holds = a.shape.length >= 2 && b.shape.length >= 2 && k === k2
    expect(holds, 'matMul', `equal inner sizes (transposeA ${transposeA}, transposeB ${transposeB})`, [a, b])
    return [...broadcastShapes(a.shape.slice(0, -2), b.shape.slice(0, -2)), m, n]
  },
  reduceSum: ([x], { axes }) => {
    expect(
      axes.every(axis => axis >= 0 && axis < x.shape.length),
      'reduceSum',
      `axes ${axes.join(', ')} to exist`,
      [x],
    )
    return x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size))
  },
  reshape: ([x], { shape }) => {
    expect(elementCount(shape) === elementCount(x.shape), 'reshape', `as many elements as ${printShape(shape)}`, [x])
    return shape
  },
  transpose: ([x], { permutation }) => {
    const sorted = [...permutation].sort((a, b) => a - b)
    expect(
      sorted.length === x.shape.length && sorted.every((axis, i) => axis === i),
      'transpose',
      `axes of the permutation ${permutation.join(', ')}`,
      [x],
    )
    return permutation.map(axis => x.shape[axis])
  },
  slice: ([x], { axis, start, end }) => {
    expect(start >= 0 && start < end && end <= x.shape[axis], 'slice', `axis ${axis} to hold ${start}..${end}`, [x])
    return x.shape.map((size, i) => (i === axis ? end - start : size))
  },
  concat: (parts, { axis }) => {
    const rest = (node: TensorNode) => node.shape.filter((_, i) => i !== axis)
    expect(
      parts.length > 0 && parts.every(part => sameShape(rest(part), rest(parts[0]))),
      'concat',
      `equal sizes on all axes but ${axis}`,
      parts,
    )
    const total = parts.reduce((sum, part) => sum + part.shape[axis], 0)
    return parts[0].shape.map((size, i) => (i === axis ? total : size))
  },
  pad: ([x], { axis, before, after }) => {
    expect(before >= 0 && after >= 0 && axis < x.shape.length, 'pad', `axis ${axis} and sizes of 0 or more`, [x])
    return x.shape.map((size, i) => (i === axis ? before + size + after : size))
  },
  expand: ([x], { shape }) => {
    expect(
      sameShape(broadcastShapes(x.shape, shape), shape),
      'expand',
      `a shape that broadcasts to ${printShape(shape)}`,
      [x],
    )
    return shape
  },
  rmsNorm: ([x, weight]) => {
    expect(sameShape(weight.shape, [x.shape.at(-1)!]), 'rmsNorm', 'a weight as long as the last axis', [x, weight])
    return x.shape
  },
  rope: ([x, positions]) => {
    expect(
      x.shape.length === 4 && x.shape[3] % 2 === 0 && sameShape(positions.shape, [x.shape[0], x.shape[2]]),
      'rope',
      'x [batch, heads, length, even] and positions [batch, length]',
      [x, positions],
    )
    return x.shape
  },
  gatherRows: ([table, ids]) => {
    expect(table.shape.length === 2 && ids.dataType === 'int32', 'gatherRows', 'a table [rows, width] and int32 ids', [
      table,
      ids,
    ])
    return [...ids.shape, table.shape[1]]
  },
  scatterAddRows: ([ids, updates], { rows }) => {
    expect(
      updates.shape.length === 2 && ids.dataType === 'int32' && sameShape(ids.shape, [updates.shape[0]]),
      'scatterAddRows',
      'int32 ids [n] and updates [n, width]',
      [ids, updates],
    )
    return [rows, updates.shape[1]]
  },
  selectedLogSoftmax: ([logits, ids]) => {
    expect(
      logits.shape.length === 2 && ids.dataType === 'int32' && sameShape(ids.shape, [logits.shape[0]]),
      'selectedLogSoftmax',
      'logits [n, classes] and int32 ids [n]',
      [logits, ids],
    )
    return ids.shape
  },
  oneHot: ([ids], { classes }) => {
    expect(ids.dataType === 'int32', 'oneHot', 'int32 ids', [ids])
    return [...ids.shape, classes]
  },
}

function make<Name extends OpName>(
  op: Name,
  inputs: Inputs,
  attributes: OpAttributes[Name],
  dataType: DataType = 'float32',
) {
  const shape = (shapeRules[op] as ShapeRule<Name>)(inputs, attributes)
  return { op, inputs, attributes, shape, dataType } as TensorNode
}

const none = {}

/** A value given at run time under `name`. */
export function input(name: string, shape: Shape, dataType: DataType = 'float32'): TensorNode {
  return make('input', [], { name, shape, dataType }, dataType)
}
/** A value stored in the graph: float32, or int32 for ids. */
export function constant(values: Float32Array | Int32Array, shape: Shape): TensorNode {
  const dataType = values instanceof Int32Array ? 'int32' : 'float32'
  return make('constant', [], { shape, values, dataType }, dataType)
}
/** A float32 number. */
export function scalar(value: number): TensorNode {
  return constant(Float32Array.of(value), [])
}
/** a + b, broadcasting. */
export function add(a: TensorNode, b: TensorNode): TensorNode {
  return make('add', [a, b], none)
}
/** a - b, broadcasting. */
export function sub(a: TensorNode, b: TensorNode): TensorNode {
  return make('sub', [a, b], none)
}
/** a * b elementwise, broadcasting. */
export function mul(a: TensorNode, b: TensorNode): TensorNode {
  return make('mul', [a, b], none)
}
/** a / b elementwise, broadcasting. */
export function div(a: TensorNode, b: TensorNode): TensorNode {
  return make('div', [a, b], none)
}
/** -x. */
export function neg(x: TensorNode): TensorNode {
  return make('neg', [x], none)
}
/** e^x. */
export function exp(x: TensorNode): TensorNode {
  return make('exp', [x], none)
}
/** Natural logarithm. */
export function log(x: TensorNode): TensorNode {
  return make('log', [x], none)
}
/** Square root. */
export function sqrt(x: TensorNode): TensorNode {
  return make('sqrt', [x], none)
}
/** 1 / (1 + e^-x). */
export function sigmoid(x: TensorNode): TensorNode {
  return make('sigmoid', [x], none)
}
/** log(1 + e^x); -softplus(-x) is the logarithm of sigmoid(x), exact also where sigmoid(x) would round to 0. */
export function softplus(x: TensorNode): TensorNode {
  return make('softplus', [x], none)
}
/** The smaller of a and b elementwise, broadcasting. */
export function minimum(a: TensorNode, b: TensorNode): TensorNode {
  return make('minimum', [a, b], none)
}
/** The larger of a and b elementwise, broadcasting. */
export function maximum(a: TensorNode, b: TensorNode): TensorNode {
  return neg(minimum(neg(a), neg(b)))
}
/** 1 where a <= b, 0 elsewhere, broadcasting; has no gradient. */
export function lessOrEqual(a: TensorNode, b: TensorNode): TensorNode {
  return make('lessOrEqual', [a, b], none)
}
/** x, taken for a constant when differentiating (PyTorch's detach). */
export function stopGradient(x: TensorNode): TensorNode {
  return make('stopGradient', [x], none)
}
/** `scale * op(a) op(b)` over the last two axes, op = transpose where asked. */
export function matMul(
  a: TensorNode,
  b: TensorNode,
  options: { transposeA?: boolean; transposeB?: boolean; scale?: number } = {},
): TensorNode {
  const { transposeA = false, transposeB = false, scale = 1 } = options
  return make('matMul', [a, b], { transposeA, transposeB, scale })
}
/** Sum over axes, kept with size 1; the node itself when there is no axis to sum. */
export function reduceSum(x: TensorNode, axes: readonly number[]): TensorNode {
  return axes.length === 0 ? x : make('reduceSum', [x], { axes })
}
/** The same elements in another shape; the node itself when the shape is the same. */
export function reshape(x: TensorNode, shape: Shape): TensorNode {
  return sameShape(x.shape, shape) ? x : make('reshape', [x], { shape }, x.dataType)
}
/** Axes in another order: axis i of the result is axis `permutation[i]` of x; a reshape where no element moves. */
export function transpose(x: TensorNode, permutation: readonly number[]): TensorNode {
  const node = make('transpose', [x], { permutation }, x.dataType)
  const moving = permutation.filter(axis => x.shape[axis] !== 1)
  return moving.every((axis, i) => i === 0 || moving[i - 1] < axis) ? reshape(x, node.shape) : node
}
/** Elements start <= i < end of one axis. */
export function slice(x: TensorNode, axis: number, start: number, end: number): TensorNode {
  return make('slice', [x], { axis, start, end }, x.dataType)
}
/** Parts one after another along an axis. */
export function concat(parts: Inputs, axis: number): TensorNode {
  return make('concat', parts, { axis }, parts[0]?.dataType)
}
/** Zeros before and after the elements of one axis; the node itself when there are none to add. */
export function pad(x: TensorNode, axis: number, before: number, after: number): TensorNode {
  return before === 0 && after === 0 ? x : make('pad', [x], { axis, before, after })
}
/** Broadcast to a larger shape; the node itself when the shape is the same. */
export function expand(x: TensorNode, shape: Shape): TensorNode {
  return sameShape(x.shape, shape) ? x : make('expand', [x], { shape })
}
/** Softmax over the last axis. */
export function softmax(x: TensorNode): TensorNode {
  return make('softmax', [x], none)
}
/** Root-mean-square normalisation over the last axis, times a weight (Zhang and Sennrich 2019). */
export function rmsNorm(x: TensorNode, weight: TensorNode, epsilon: number): TensorNode {
  return make('rmsNorm', [x, weight], { epsilon })
}
/** Rotary position embedding of x [batch, heads, length, headDim] at int32 positions [batch, length]. */
export function rope(
  x: TensorNode,
  positions: TensorNode,
  attributes: { theta: number; maxPosition: number; inverse?: boolean },
): TensorNode {
  return make('rope', [x, positions], { inverse: false, ...attributes })
}
/** Rows of `table` [rows, width] by int32 ids [...]: [..., width]. */
export function gatherRows(table: TensorNode, ids: TensorNode): TensorNode {
  return make('gatherRows', [table, ids], none)
}
/** Zeros [rows, width] with updates [n, width] added at int32 ids [n]; ids may repeat. */
export function scatterAddRows(ids: TensorNode, updates: TensorNode, rows: number): TensorNode {
  return make('scatterAddRows', [ids, updates], { rows })
}
/** The log-probability of one class a row: logits [n, classes], ids [n] -> [n]. */
export function selectedLogSoftmax(logits: TensorNode, ids: TensorNode): TensorNode {
  return make('selectedLogSoftmax', [logits, ids], none)
}
/** 1 at the id, 0 elsewhere: ids [...] -> [..., classes]. */
export function oneHot(ids: TensorNode, classes: number): TensorNode {
  return make('oneHot', [ids], { classes })
}
/** x * sigmoid(x), the activation of Llama's feed-forward block. */
export function silu(x: TensorNode): TensorNode {
  return make('silu', [x], none)
}
/** The sum of all elements, as a scalar. */
export function sumAll(x: TensorNode): TensorNode {
  return reshape(
    reduceSum(
      x,
      x.shape.map((_, axis) => axis),
    ),
    [],
  )
}
