/** @file What a bare matrix product reaches on this machine: the yardstick of every engine benchmark. */
import { seconds } from '../support/index.ts'
import { input, matMul } from '../tensor/index.ts'
import { compileGraph } from './session.ts'

/** Median GFLOP/s of a float32 product of two size x size matrices through ONNX Runtime, after a warm-up. */
export async function measureMatMul(threads: number, repetitions = 15, size = 1024): Promise<number> {
  const graph = await compileGraph({ c: matMul(input('a', [size, size]), input('b', [size, size])) }, { threads })
  const feeds = { a: new Float32Array(size * size).fill(0.5), b: new Float32Array(size * size).fill(0.25) }
  const rates: number[] = []
  for (let i = 0; i < repetitions + 3; i++) {
    const start = seconds()
    await graph.run(feeds)
    if (i >= 3) rates.push((2 * size ** 3) / (seconds() - start) / 1e9)
  }
  await graph.release()
  return rates.sort((a, b) => a - b)[Math.floor(rates.length / 2)]
}
