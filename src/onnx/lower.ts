/** @file Lowers a tensor graph to ONNX: one table, one row an operation. */
import {
  elementCount,
  type OpAttributes,
  type OpName,
  type Shape,
  type TensorNode,
  topologicalOrder,
} from '../tensor/index.ts'
import { type ElementType, encodeModel, type OnnxAttribute, type OnnxInitializer, type OnnxNode } from './wire.ts'

/** What a lowering may add to the model; every method returns the name of a value. */
interface Emitter {
  /** Adds a node with one output. */
  node(
    opType: string,
    inputs: readonly string[],
    attributes?: Readonly<Record<string, OnnxAttribute>>,
    domain?: OnnxNode['domain'],
  ): string
  /** An int64 list stored once per content, as ONNX wants shapes and axes. */
  integers(values: readonly number[]): string
  /** A stored tensor, made once per key. */
  stored(key: string, elementType: ElementType, shape: Shape, make: () => Float32Array | Int32Array): string
}

type Lowering<Name extends OpName> = (emit: Emitter, inputs: readonly string[], node: TensorNode<Name>) => string

/** A row for an operation that is one ONNX operator without attributes. */
const operator =
  (opType: string) =>
  (emit: Emitter, inputs: readonly string[]): string =>
    emit.node(opType, inputs)

/** cos or sin of position x frequency, [maxPosition, half]: theta^(-i / half) is the i-th frequency. */
function ropeTable(theta: number, maxPosition: number, half: number, turn: (angle: number) => number): Float32Array {
  return Float32Array.from({ length: maxPosition * half }, (_, flat) =>
    turn(Math.floor(flat / half) * theta ** (-(flat % half) / half)),
  )
}

const lowerings: { readonly [Name in OpName]: Lowering<Name> } = {
  input: (_, __, { attributes: { name } }) => name,
  constant: (emit, _, { attributes: { values, shape, dataType } }) =>
    emit.stored(`constant ${values.length}`, dataType, shape, () => values),
  add: operator('Add'),
  sub: operator('Sub'),
  mul: operator('Mul'),
  div: operator('Div'),
  neg: operator('Neg'),
  exp: operator('Exp'),
  log: operator('Log'),
  sqrt: operator('Sqrt'),
  sigmoid: operator('Sigmoid'),
  softplus: operator('Softplus'),
  silu: (emit, [x]) => emit.node('Mul', [x, emit.node('Sigmoid', [x])]),
  minimum: operator('Min'),
  lessOrEqual: (emit, inputs) => emit.node('Cast', [emit.node('LessOrEqual', inputs)], { to: { int: 1 } }),
  stopGradient: operator('Identity'),
  matMul: (emit, inputs, { inputs: operands, attributes: { transposeA, transposeB, scale } }) => {
    const [transA, transB] = [{ int: Number(transposeA) }, { int: Number(transposeB) }]
    const alpha = { float: scale }
    return operands.every(operand => operand.shape.length === 2)
      ? emit.node('Gemm', inputs, { transA, transB, alpha })
      : emit.node('FusedMatMul', inputs, { transA, transB, alpha }, 'com.microsoft')
  },
  reduceSum: (emit, [x], { attributes: { axes } }) =>
    emit.node('ReduceSum', [x, emit.integers(axes)], { keepdims: { int: 1 } }),
  reshape: (emit, [x], { attributes: { shape } }) => emit.node('Reshape', [x, emit.integers(shape)]),
  transpose: (emit, inputs, { attributes: { permutation } }) =>
    emit.node('Transpose', inputs, { perm: { ints: permutation } }),
  slice: (emit, [x], { attributes: { axis, start, end } }) =>
    emit.node('Slice', [x, emit.integers([start]), emit.integers([end]), emit.integers([axis])]),
  concat: (emit, inputs, { attributes: { axis } }) => emit.node('Concat', inputs, { axis: { int: axis } }),
  pad: (emit, [x], { shape, attributes: { axis, before, after } }) => {
    const sizes = (size: number) => shape.map((_, i) => (i === axis ? size : 0))
    return emit.node('Pad', [x, emit.integers([...sizes(before), ...sizes(after)])])
  },
  expand: (emit, [x], { attributes: { shape } }) => emit.node('Expand', [x, emit.integers(shape)]),
  softmax: (emit, inputs) => emit.node('Softmax', inputs, { axis: { int: -1 } }),
  rmsNorm: (emit, inputs, { attributes: { epsilon } }) =>
    emit.node('SimplifiedLayerNormalization', inputs, { axis: { int: -1 }, epsilon: { float: epsilon } }),
  rope: (emit, [x, positions], { shape, attributes: { theta, maxPosition, inverse } }) => {
    const half = shape[3] / 2
    const table = (name: string, turn: (angle: number) => number) =>
      emit.stored(`rope ${name} ${theta} ${maxPosition} ${half}`, 'float32', [maxPosition, half], () =>
        ropeTable(theta, maxPosition, half, turn),
      )
    const cos = table('cos', Math.cos)
    const sin = inverse ? table('-sin', angle => -Math.sin(angle)) : table('sin', Math.sin)
    const ids = emit.node('Cast', [positions], { to: { int: 7 } })
    return emit.node('RotaryEmbedding', [x, ids, cos, sin], { interleaved: { int: 0 } }, 'com.microsoft')
  },
  gatherRows: (emit, inputs) => emit.node('Gather', inputs, { axis: { int: 0 } }),
  // Not ScatterND: its CPU kernel adds from several threads without a lock, so repeated ids lose updates at random
  // (microsoft/onnxruntime issue 23396). ScatterElements adds in one thread, in order.
  scatterAddRows: (emit, [ids, updates], { inputs, attributes: { rows } }) => {
    const [count, width] = inputs[1].shape
    const column = emit.node('Reshape', [ids, emit.integers([count, 1])], {})
    const indices = emit.node('Expand', [column, emit.integers([count, width])], {})
    const zeros = emit.stored(`zeros ${rows} ${width}`, 'float32', [rows, width], () => new Float32Array(rows * width))
    return emit.node('ScatterElements', [zeros, indices, updates], { axis: { int: 0 }, reduction: { string: 'add' } })
  },
  selectedLogSoftmax: (emit, [logits, ids], { shape }) => {
    const column = emit.node('Reshape', [ids, emit.integers([shape[0], 1])], {})
    const all = emit.node('LogSoftmax', [logits], { axis: { int: -1 } })
    const selected = emit.node('GatherElements', [all, column], { axis: { int: 1 } })
    return emit.node('Reshape', [selected, emit.integers(shape)])
  },
  oneHot: (emit, [ids], { attributes: { classes } }) => {
    const depth = emit.stored(`depth ${classes}`, 'int32', [1], () => Int32Array.of(classes))
    const offOn = emit.stored('off on', 'float32', [2], () => Float32Array.of(0, 1))
    return emit.node('OneHot', [ids, depth, offOn], { axis: { int: -1 } })
  },
}

/** The run-time inputs that a set of outputs needs, by name. */
export function graphInputs(outputs: readonly TensorNode[]): Map<string, TensorNode<'input'>> {
  const inputs = new Map<string, TensorNode<'input'>>()
  for (const node of topologicalOrder(outputs)) {
    if (node.op !== 'input') continue
    const found = node as TensorNode<'input'>
    const other = inputs.get(found.attributes.name)
    if (other && other !== found) {
      throw new RangeError(`graphInputs: expected one node per input name, got two called "${found.attributes.name}"`)
    }
    inputs.set(found.attributes.name, found)
  }
  return inputs
}

/**
 * The bytes of an ONNX model that computes named outputs. An output that is itself an input or a constant is passed
 * through an Identity, since ONNX wants every output to be computed.
 */
export function lowerGraph(outputs: Readonly<Record<string, TensorNode>>): Uint8Array {
  const nodes: OnnxNode[] = []
  const initializers = new Map<string, OnnxInitializer>()
  const names = new Map<TensorNode, string>()
  let counter = 0

  const store = (
    name: string,
    elementType: ElementType,
    shape: Shape,
    values: Float32Array | Int32Array | BigInt64Array,
  ) => {
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
    initializers.set(name, { name, elementType, shape, bytes })
    return name
  }
  const emit: Emitter = {
    node(opType, inputs, attributes = {}, domain = '') {
      // No input or output of a graph begins like this, so names never meet.
      const output = `%${opType}.${counter++}`
      nodes.push({ opType, domain, inputs, outputs: [output], attributes })
      return output
    },
    integers(values) {
      const name = `%integers ${values.join(',')}`
      if (initializers.has(name)) return name
      return store(name, 'int64', [values.length], BigInt64Array.from(values, BigInt))
    },
    stored(key, elementType, shape, make) {
      const name = key.startsWith('constant') ? `%${key} ${counter++}` : `%${key}`
      if (initializers.has(name)) return name
      const values = make()
      if (values.length !== elementCount(shape)) {
        throw new RangeError(`lowerGraph: expected ${elementCount(shape)} values for ${key}, got ${values.length}`)
      }
      return store(name, elementType, shape, values)
    },
  }

  const roots = Object.values(outputs)
  for (const node of topologicalOrder(roots)) {
    const lower = lowerings[node.op] as Lowering<OpName>
    const inputs = node.inputs.map(input => names.get(input)!)
    names.set(node, lower(emit, inputs, node))
  }
  const outputValues = Object.entries(outputs).map(([name, node]) => {
    nodes.push({ opType: 'Identity', domain: '', inputs: [names.get(node)!], outputs: [name], attributes: {} })
    return { name, elementType: node.dataType, shape: node.shape }
  })
  const inputs = [...graphInputs(roots).values()].map(node => {
    const attributes = node.attributes as OpAttributes['input']
    return { name: attributes.name, elementType: attributes.dataType, shape: attributes.shape }
  })
  return encodeModel({ inputs, outputs: outputValues, initializers: [...initializers.values()], nodes })
}
