/**
 * @file A slow, plain evaluation of a graph in float64: what every gradient rule and every ONNX lowering is checked
 * against.
 */
import { type OpAttributes, type OpName, type TensorNode, topologicalOrder } from './graph.ts'
import { elementCount, printShape, type Shape, stridesOf } from './shape.ts'

type Values = Float64Array
type Evaluation<Name extends OpName> = (
  inputs: readonly Values[],
  attributes: OpAttributes[Name],
  node: TensorNode,
) => Values

/** Calls `visit` with the flat index of the output and of each operand, under broadcasting strides. */
function forEachIndex(shape: Shape, strides: readonly (readonly number[])[], visit: (...flat: number[]) => void): void {
  const index = new Array<number>(shape.length).fill(0)
  const total = elementCount(shape)
  for (let flat = 0; flat < total; flat++) {
    visit(flat, ...strides.map(stride => stride.reduce((sum, step, axis) => sum + step * index[axis], 0)))
    for (let axis = shape.length - 1; axis >= 0 && ++index[axis] === shape[axis]; axis--) index[axis] = 0
  }
}

/** Strides of an operand, aligned to the last axes of the shape that it broadcasts to. */
function alignedStrides(shape: Shape, target: Shape): number[] {
  return [...new Array<number>(target.length - shape.length).fill(0), ...stridesOf(shape, true)]
}

const binary =
  (compute: (a: number, b: number) => number) =>
  ([a, b]: readonly Values[], _: unknown, node: TensorNode): Values => {
    const result = new Float64Array(elementCount(node.shape))
    const strides = node.inputs.map(input => alignedStrides(input.shape, node.shape))
    forEachIndex(node.shape, strides, (flat, i, j) => {
      result[flat] = compute(a[i], b[j])
    })
    return result
  }

const unary =
  (compute: (x: number) => number) =>
  ([x]: readonly Values[]): Values =>
    x.map(compute)

/** Copies elements of x to the places that strides and an offset into x give. */
function pick(x: Values, shape: Shape, strides: readonly number[], offset = 0): Values {
  const result = new Float64Array(elementCount(shape))
  forEachIndex(shape, [strides], (flat, i) => {
    result[flat] = x[offset + i]
  })
  return result
}

function rows(values: Values, width: number): Values[] {
  return Array.from({ length: values.length / width }, (_, row) => values.subarray(row * width, (row + 1) * width))
}

function softmaxRow(row: Values): Values {
  const largest = row.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)
  const powers = row.map(value => Math.exp(value - largest))
  const sum = powers.reduce((a, b) => a + b, 0)
  return powers.map(power => power / sum)
}

function mapRows(values: Values, width: number, compute: (row: Values, index: number) => Values): Values {
  const result = new Float64Array(values.length)
  rows(values, width).forEach((row, index) => {
    result.set(compute(row, index), index * width)
  })
  return result
}

const evaluations: { readonly [Name in OpName]: Evaluation<Name> } = {
  input: (_, { name }) => {
    throw new RangeError(`evaluate: expected a value for input "${name}", got none`)
  },
  constant: (_, { values }) => Float64Array.from(values),
  add: binary((a, b) => a + b),
  sub: binary((a, b) => a - b),
  mul: binary((a, b) => a * b),
  div: binary((a, b) => a / b),
  neg: unary(x => -x),
  exp: unary(Math.exp),
  log: unary(Math.log),
  sqrt: unary(Math.sqrt),
  sigmoid: unary(x => 1 / (1 + Math.exp(-x))),
  softplus: unary(x => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))),
  silu: unary(x => x / (1 + Math.exp(-x))),
  minimum: binary(Math.min),
  lessOrEqual: binary((a, b) => (a <= b ? 1 : 0)),
  stopGradient: unary(x => x),
  matMul: ([a, b], { transposeA, transposeB, scale }, node) => {
    const [m, n] = node.shape.slice(-2)
    const k = node.inputs[0].shape.at(transposeA ? -2 : -1)!
    const result = new Float64Array(elementCount(node.shape))
    const batchShape = node.shape.slice(0, -2)
    const strides = node.inputs.map(input => alignedStrides(input.shape.slice(0, -2), batchShape))
    forEachIndex(batchShape, strides, (batch, batchA, batchB) => {
      for (let row = 0; row < m; row++) {
        for (let column = 0; column < n; column++) {
          let sum = 0
          for (let inner = 0; inner < k; inner++) {
            const left = a[batchA * m * k + (transposeA ? inner * m + row : row * k + inner)]
            const right = b[batchB * k * n + (transposeB ? column * k + inner : inner * n + column)]
            sum += left * right
          }
          result[(batch * m + row) * n + column] = scale * sum
        }
      }
    })
    return result
  },
  reduceSum: ([x], _, node) => {
    const result = new Float64Array(elementCount(node.shape))
    const source = node.inputs[0].shape
    forEachIndex(source, [stridesOf(node.shape, true)], (flat, i) => {
      result[i] += x[flat]
    })
    return result
  },
  reshape: ([x]) => x,
  transpose: ([x], { permutation }, node) => {
    const strides = stridesOf(node.inputs[0].shape)
    return pick(
      x,
      node.shape,
      permutation.map(axis => strides[axis]),
    )
  },
  slice: ([x], { axis, start }, node) => {
    const strides = stridesOf(node.inputs[0].shape)
    return pick(x, node.shape, strides, start * strides[axis])
  },
  concat: (parts, { axis }, node) => {
    const result = new Float64Array(elementCount(node.shape))
    const strides = stridesOf(node.shape)
    let start = 0
    node.inputs.forEach((part, p) => {
      forEachIndex(part.shape, [strides], (flat, i) => {
        result[i + start * strides[axis]] = parts[p][flat]
      })
      start += part.shape[axis]
    })
    return result
  },
  pad: ([x], { axis, before }, node) => {
    const result = new Float64Array(elementCount(node.shape))
    const strides = stridesOf(node.shape)
    forEachIndex(node.inputs[0].shape, [strides], (flat, i) => {
      result[i + before * strides[axis]] = x[flat]
    })
    return result
  },
  expand: ([x], _, node) => pick(x, node.shape, alignedStrides(node.inputs[0].shape, node.shape)),
  softmax: ([x], _, node) => mapRows(x, node.shape.at(-1)!, softmaxRow),
  rmsNorm: ([x, weight], { epsilon }, node) =>
    mapRows(x, node.shape.at(-1)!, row => {
      const meanSquare = row.reduce((sum, value) => sum + value * value, 0) / row.length
      return row.map((value, i) => (value / Math.sqrt(meanSquare + epsilon)) * weight[i])
    }),
  rope: ([x, positions], { theta, inverse }, node) => {
    const [, heads, length, width] = node.shape
    const half = width / 2
    return mapRows(x, width, (row, index) => {
      const position = positions[Math.floor(index / (heads * length)) * length + (index % length)]
      return row.map((value, i) => {
        const angle = position * theta ** (-(i % half) / half) * (inverse ? -1 : 1)
        const rotated = i < half ? -row[i + half] : row[i - half]
        return value * Math.cos(angle) + rotated * Math.sin(angle)
      })
    })
  },
  gatherRows: ([table, ids], _, node) => {
    const width = node.shape.at(-1)!
    return mapRows(new Float64Array(elementCount(node.shape)), width, (_row, index) =>
      table.subarray(ids[index] * width, (ids[index] + 1) * width),
    )
  },
  scatterAddRows: ([ids, updates], _, node) => {
    const width = node.shape[1]
    const result = new Float64Array(elementCount(node.shape))
    updates.forEach((value, flat) => {
      result[ids[Math.floor(flat / width)] * width + (flat % width)] += value
    })
    return result
  },
  selectedLogSoftmax: ([logits, ids], _, node) =>
    Float64Array.from(rows(logits, node.inputs[0].shape[1]), (row, i) => Math.log(softmaxRow(row)[ids[i]])),
  oneHot: ([ids], { classes }) => {
    const result = new Float64Array(ids.length * classes)
    ids.forEach((id, i) => {
      result[i * classes + id] = 1
    })
    return result
  },
}

/**
 * Evaluates nodes in float64, given a value per input name; throws RangeError for an input without a value or of the
 * wrong length.
 */
export function evaluate(outputs: readonly TensorNode[], feeds: Readonly<Record<string, ArrayLike<number>>>): Values[] {
  const values = new Map<TensorNode, Values>()
  for (const node of topologicalOrder(outputs)) {
    const { name } = node.attributes as OpAttributes['input']
    if (node.op === 'input' && name in feeds) {
      if (feeds[name].length !== elementCount(node.shape)) {
        throw new RangeError(
          `evaluate: expected ${elementCount(node.shape)} values for "${name}" ${printShape(node.shape)}, got ${feeds[name].length}`,
        )
      }
      values.set(node, Float64Array.from(feeds[name]))
      continue
    }
    const run = evaluations[node.op] as Evaluation<OpName>
    values.set(
      node,
      run(
        node.inputs.map(input => values.get(input)!),
        node.attributes,
        node,
      ),
    )
  }
  return outputs.map(output => values.get(output)!)
}
