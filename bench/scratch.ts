import { initialWeights, weightShapes, parameterCount } from '../src/model/weights.ts'
import { decoderPass, parameterInputs, vocabularyLogits } from '../src/model/llama.ts'
import * as t from '../src/tensor/index.ts'
import { compileGraph, measureMatMul } from '../src/onnx/index.ts'
const config = { vocabularySize: 2048, hiddenSize: 256, intermediateSize: 704, numBlocks: 4, numHeads: 4, numKvHeads: Number(process.argv[2] ?? 2), headDim: 64, ropeTheta: 10000, rmsNormEps: 1e-5, contextLength: 512, tieWordEmbeddings: true, endTokenIds: [4], padTokenId: 0, beginTokenId: null }
const [B, T] = [8, 384]
const params = parameterInputs(config)
const ids = t.input('ids', [B, T], 'int32'), pos = t.input('pos', [B, T], 'int32'), labels = t.input('labels', [B * T], 'int32'), w = t.input('w', [B * T])
const { hidden } = decoderPass(config, params, ids, pos)
const logp = t.selectedLogSoftmax(vocabularyLogits(config, params, hidden), labels)
const loss = t.neg(t.sumAll(t.mul(logp, w)))
const names = [...params.keys()]
const grads = t.differentiate(loss, [...params.values()])
const outputs: Record<string, t.TensorNode> = { loss }
names.forEach((n, i) => { outputs[`grad ${n}`] = grads[i] })
const weights = initialWeights(config, 1)
const flops = t.matMulFlops(Object.values(outputs))
console.log('params', parameterCount(config), 'GFLOP', flops / 1e9, 'nodes', t.topologicalOrder(Object.values(outputs)).length)
let s = performance.now()
const g = await compileGraph(outputs, { threads: 2 })
console.log('compile ms', performance.now() - s)
const feeds: Record<string, Float32Array | Int32Array> = { ids: new Int32Array(B * T).map((_, i) => (i * 7919) % 2048), pos: new Int32Array(B * T).map((_, i) => i % T), labels: new Int32Array(B * T).map((_, i) => ((i + 1) * 7919) % 2048), w: new Float32Array(B * T).fill(1 / (B * T)) }
for (const [n, x] of weights) feeds[n] = x.data
const bare = await measureMatMul(2)
const times: number[] = []
for (let i = 0; i < 10; i++) { s = performance.now(); const r = await g.run(feeds); times.push(performance.now() - s); if (i === 0) console.log('loss', r.loss[0], Math.log(2048)) }
times.sort((a, b) => a - b)
console.log('bare', bare.toFixed(0), 'GFLOP/s; step ms', times[5].toFixed(0), 'min', times[0].toFixed(0), 'GFLOP/s', (flops / times[5] / 1e6).toFixed(0), 'ratio', (flops / times[5] / 1e6 / bare).toFixed(2))
