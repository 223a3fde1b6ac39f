/** @file ONNX as the machine language of the tensor graph. */
export { measureMatMul } from './matmul-speed.ts'
export { type CompiledGraph, compileGraph, type Feeds, runtimeVersion } from './session.ts'
