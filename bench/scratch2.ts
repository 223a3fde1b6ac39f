import { initialWeights } from '../src/model/weights.ts'
import { generateTokens } from '../src/model/generate.ts'
import { measureMatMul } from '../src/onnx/index.ts'
import { randomStream } from '../src/support/index.ts'
for (const kv of [4, 2, 1]) {
const config = { vocabularySize: 2048, hiddenSize: 256, intermediateSize: 704, numBlocks: 4, numHeads: 4, numKvHeads: kv, headDim: 64, ropeTheta: 10000, rmsNormEps: 1e-5, contextLength: 512, tieWordEmbeddings: true, endTokenIds: [4], padTokenId: 0, beginTokenId: null }
const weights = initialWeights({ ...config }, 1)
const cfg = { ...config, endTokenIds: [] }
const prompts = () => Array.from({ length: 64 }, (_, i) => ({ ids: Array.from({ length: 128 }, (_, k) => (i * 31 + k * 17) % 2048), random: randomStream(1, i) }))
for (const temperature of [0, 1]) {
for await (const _ of generateTokens(cfg, weights, prompts(), { maxNewTokens: 4, temperature, topP: 1, threads: 2 }));
const bare = await measureMatMul(2)
const s = performance.now()
let n = 0
for await (const c of generateTokens(cfg, weights, prompts(), { maxNewTokens: 128, temperature, topP: 1, threads: 2 })) n += c.ids.length
const dt = (performance.now() - s) / 1000
console.log('kv', kv, 'T', temperature, 'tokens/s', (n / dt).toFixed(0), 'bare', bare.toFixed(0), 'scaled to 300:', (n / dt * 300 / bare).toFixed(0))
}}
