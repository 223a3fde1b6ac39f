/** @file One or more cases for every operation: what gradient and lowering tests run through. */
import * as t from '../../src/tensor/index.ts'

/** A function of named inputs; `ids` inputs hold integers below the given bound. */
export interface OperationCase {
  readonly title: string
  readonly build: () => t.TensorNode
  /** Names of float inputs whose values must be positive (log, sqrt, divisor). */
  readonly positive?: readonly string[]
  /** Bound of integer inputs. */
  readonly idBound?: number
  /** The operation has no gradient. */
  readonly notDifferentiable?: boolean
}

const x = (...shape: number[]) => t.input('x', shape)
const y = (...shape: number[]) => t.input('y', shape)
const ids = (...shape: number[]) => t.input('ids', shape, 'int32')
const rope = { theta: 10000, maxPosition: 16 }

/** Cases per operation; the type makes an operation without a case a compile error. */
export const operationCases: { readonly [Name in t.OpName]: readonly OperationCase[] } = {
  input: [{ title: 'x', build: () => x(2, 3) }],
  constant: [{ title: 'x + constant', build: () => t.add(x(2, 2), t.constant(Float32Array.of(1, 2, 3, 4), [2, 2])) }],
  add: [
    { title: '[2,3] + [2,3]', build: () => t.add(x(2, 3), y(2, 3)) },
    { title: '[2,3] + [3]', build: () => t.add(x(2, 3), y(3)) },
    { title: '[2,1,3] + [4,1]', build: () => t.add(x(2, 1, 3), y(4, 1)) },
    { title: '[] + [2,2]', build: () => t.add(x(), y(2, 2)) },
  ],
  sub: [
    { title: '[2,3] - [2,1]', build: () => t.sub(x(2, 3), y(2, 1)) },
    { title: '[3] - [2,3]', build: () => t.sub(x(3), y(2, 3)) },
  ],
  mul: [
    { title: '[2,3] * [2,3]', build: () => t.mul(x(2, 3), y(2, 3)) },
    { title: '[2,3] * [1,3]', build: () => t.mul(x(2, 3), y(1, 3)) },
    { title: 'x * x', build: () => (n => t.mul(n, n))(x(4)) },
  ],
  div: [
    { title: '[2,3] / [3]', build: () => t.div(x(2, 3), y(3)), positive: ['y'] },
    { title: '[2,1] / [2,3]', build: () => t.div(x(2, 1), y(2, 3)), positive: ['y'] },
  ],
  neg: [{ title: '-x', build: () => t.neg(x(5)) }],
  exp: [{ title: 'e^x', build: () => t.exp(x(5)) }],
  log: [{ title: 'log x', build: () => t.log(x(5)), positive: ['x'] }],
  sqrt: [{ title: 'sqrt x', build: () => t.sqrt(x(5)), positive: ['x'] }],
  sigmoid: [{ title: 'sigmoid x', build: () => t.sigmoid(x(5)) }],
  silu: [{ title: 'silu x', build: () => t.silu(x(2, 3)) }],
  softplus: [{ title: 'log(1 + e^x)', build: () => t.softplus(x(5)) }],
  minimum: [
    { title: '[2,3] and [3]', build: () => t.minimum(x(2, 3), y(3)) },
    { title: 'maximum of [2,3] and [2,1]', build: () => t.maximum(x(2, 3), y(2, 1)) },
  ],
  lessOrEqual: [{ title: '[2,3] <= [3]', build: () => t.lessOrEqual(x(2, 3), y(3)), notDifferentiable: true }],
  stopGradient: [{ title: 'x', build: () => t.stopGradient(x(4)), notDifferentiable: true }],
  matMul: [false, true]
    .flatMap(transposeA =>
      [false, true].flatMap(transposeB =>
        [[], [2, 3]].map(batch => ({
          title: `[${batch}] A${transposeA ? "'" : ''} B${transposeB ? "'" : ''} / 2`,
          build: () =>
            t.matMul(x(...batch, ...(transposeA ? [4, 2] : [2, 4])), y(...batch, ...(transposeB ? [3, 4] : [4, 3])), {
              transposeA,
              transposeB,
              scale: 0.5,
            }),
        })),
      ),
    )
    .concat([
      { title: '[2,3,1,4] [2,1,4,5], batch broadcast', build: () => t.matMul(x(2, 3, 1, 4), y(2, 1, 4, 5)) },
      {
        title: "[2,4] [3,5,4]', batch broadcast",
        build: () => t.matMul(x(2, 4), y(3, 5, 4), { transposeB: true, scale: 3 }),
      },
    ]),
  reduceSum: [
    { title: 'axis 0', build: () => t.reduceSum(x(3, 2), [0]) },
    { title: 'axes 0 and 2', build: () => t.reduceSum(x(2, 3, 2), [0, 2]) },
    { title: 'all', build: () => t.sumAll(x(2, 3)) },
  ],
  reshape: [{ title: '[2,6] to [3,4]', build: () => t.reshape(x(2, 6), [3, 4]) }],
  transpose: [
    { title: '[2,3,4] to [4,2,3]', build: () => t.transpose(x(2, 3, 4), [2, 0, 1]) },
    { title: '[2,1,4] to [1,2,4], nothing moves', build: () => t.transpose(x(2, 1, 4), [1, 0, 2]) },
    { title: '[2,1,4] to [1,4,2]', build: () => t.transpose(x(2, 1, 4), [1, 2, 0]) },
  ],
  slice: [
    { title: 'middle of axis 1', build: () => t.slice(x(2, 5), 1, 1, 4) },
    { title: 'start of axis 0', build: () => t.slice(x(3, 2), 0, 0, 1) },
    { title: 'end of axis 0', build: () => t.slice(x(3, 2), 0, 1, 3) },
  ],
  concat: [
    { title: 'axis 0', build: () => t.concat([x(1, 3), y(2, 3)], 0) },
    { title: 'axis 1, one part twice', build: () => (n => t.concat([n, y(2, 1), n], 1))(x(2, 2)) },
  ],
  pad: [
    { title: 'axis 1, both sides', build: () => t.pad(x(2, 3), 1, 1, 2) },
    { title: 'axis 0, after', build: () => t.pad(x(2, 3), 0, 0, 1) },
  ],
  expand: [
    { title: '[2,1] to [2,3]', build: () => t.expand(x(2, 1), [2, 3]) },
    { title: '[3] to [2,2,3]', build: () => t.expand(x(3), [2, 2, 3]) },
  ],
  softmax: [{ title: '[2,4]', build: () => t.softmax(x(2, 4)) }],
  rmsNorm: [{ title: '[2,3,4]', build: () => t.rmsNorm(x(2, 3, 4), y(4), 1e-5) }],
  rope: [
    { title: '[2,2,3,4]', build: () => t.rope(x(2, 2, 3, 4), ids(2, 3), rope), idBound: 16 },
    { title: 'inverse', build: () => t.rope(x(1, 2, 3, 4), ids(1, 3), { ...rope, inverse: true }), idBound: 16 },
  ],
  gatherRows: [{ title: 'repeated ids', build: () => t.gatherRows(x(3, 2), ids(2, 4)), idBound: 3 }],
  scatterAddRows: [{ title: 'repeated ids', build: () => t.scatterAddRows(ids(7), x(7, 2), 4), idBound: 4 }],
  selectedLogSoftmax: [{ title: '[4,5]', build: () => t.selectedLogSoftmax(x(4, 5), ids(4)), idBound: 5 }],
  oneHot: [{ title: '[2,3] of 4', build: () => t.oneHot(ids(2, 3), 4), idBound: 4, notDifferentiable: true }],
}
