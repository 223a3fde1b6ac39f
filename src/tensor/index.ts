/** @file A typed tensor graph with static shapes and reverse-mode differentiation. */
export { differentiate } from './differentiate.ts'
export { evaluate } from './evaluate.ts'
export {
  type DataType,
  matMulFlops,
  type OpAttributes,
  type OpName,
  type TensorNode,
  topologicalOrder,
} from './graph.ts'
export * from './operations.ts'
export { elementCount, printShape, type Shape, sameShape } from './shape.ts'
