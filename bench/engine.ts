/**
 * @file The speed of the embedded engine as ratios to a bare matrix product of ONNX Runtime, measured in turns in one
 * run, so that another load on the machine touches both. Run by `npm run bench:engine`; no test depends on it.
 */
import { availableParallelism } from 'node:os'
import { sequenceGraph } from '../src/engines/embedded/sequence-graph.ts'
import { generateTokens, initialWeights, type ModelConfig, parameterCount } from '../src/model/index.ts'
import { compileGraph, measureMatMul, runtimeVersion } from '../src/onnx/index.ts'
import { adamWDefaults, adamWStep, initialMoments } from '../src/optim/index.ts'
import { randomStream, seconds } from '../src/support/index.ts'
import { matMulFlops } from '../src/tensor/index.ts'

const THREADS = 2
const [BATCH, LENGTH] = [8, 384]
const ROUNDS = 7

const config: ModelConfig = {
  vocabularySize: 2048,
  hiddenSize: 256,
  intermediateSize: 800,
  numBlocks: 4,
  numHeads: 4,
  numKvHeads: 1,
  headDim: 64,
  ropeTheta: 10000,
  rmsNormEps: 1e-5,
  contextLength: 512,
  tieWordEmbeddings: true,
  // No end token: every sequence generates to the limit, so that the amount of work is known.
  endTokenIds: [],
  padTokenId: 0,
  beginTokenId: null,
}

const say = (line: string) => void process.stdout.write(`${line}\n`)
const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]
const timed = async (work: () => Promise<unknown> | unknown) => {
  const start = seconds()
  await work()
  return seconds() - start
}

const weights = initialWeights(config, 1)
say(`ONNX Runtime ${runtimeVersion()}, ${THREADS} threads of ${availableParallelism()} cores`)
say(`model: ${(parameterCount(config) / 1e6).toFixed(2)} M parameters, hidden 256, 4 blocks, vocabulary 2048`)

const outputs = sequenceGraph(config, BATCH, LENGTH, true)
const graph = await compileGraph(outputs, { threads: THREADS })
const flops = matMulFlops(Object.values(outputs))
const feeds: Record<string, Float32Array | Int32Array> = {
  ids: Int32Array.from({ length: BATCH * LENGTH }, (_, i) => (i * 7919) % config.vocabularySize),
  positions: Int32Array.from({ length: BATCH * LENGTH }, (_, i) => i % LENGTH),
  targets: Int32Array.from({ length: BATCH * LENGTH }, (_, i) => ((i + 1) * 7919) % config.vocabularySize),
  lossWeights: new Float32Array(BATCH * LENGTH).fill(1 / (BATCH * LENGTH)),
}
for (const [name, { data }] of weights) feeds[name] = data
for (let i = 0; i < 3; i++) await graph.run(feeds)

const [bare, step, ratios]: number[][] = [[], [], []]
for (let round = 0; round < ROUNDS; round++) {
  const before = await measureMatMul(THREADS, 5)
  const duration = median([
    await timed(() => graph.run(feeds)),
    await timed(() => graph.run(feeds)),
    await timed(() => graph.run(feeds)),
  ])
  const rate = (before + (await measureMatMul(THREADS, 5))) / 2
  bare.push(rate)
  step.push(duration)
  ratios.push(flops / duration / 1e9 / rate)
}
await graph.release()
say('')
say(`bare 1024 x 1024 x 1024 MatMul: ${median(bare).toFixed(0)} GFLOP/s`)
say(
  `forward and backward, batch ${BATCH} x ${LENGTH}: ${(median(step) * 1000).toFixed(0)} ms, ${(flops / 1e9).toFixed(1)} GFLOP in matrix products`,
)
say(`training ratio: ${median(ratios).toFixed(2)} of the bare MatMul (bar 0.70)`)

const moments = new Map([...weights].map(([name, { data }]) => [name, initialMoments(data.length)]))
const optimiser = await timed(() => {
  for (const [name, { data }] of weights) {
    adamWStep(data, new Float32Array(data.length), moments.get(name)!, 1, 0, { ...adamWDefaults, weightDecay: 0 })
  }
})
say(
  `AdamW over all weights: ${(optimiser * 1000).toFixed(0)} ms, ${((optimiser / median(step)) * 100).toFixed(0)} % of a step`,
)

const SEQUENCES = 64
const [PROMPT, NEW] = [128, 128]
for (const temperature of [0, 1]) {
  const generate = async (limit: number) => {
    const prompts = Array.from({ length: SEQUENCES }, (_, i) => ({
      ids: Array.from({ length: PROMPT }, (_, t) => (i * 31 + t * 17) % config.vocabularySize),
      random: [randomStream(1, i)],
    }))
    const options = { maxNewTokens: limit, temperature, topP: 1, threads: THREADS }
    for await (const _ of generateTokens(config, weights, prompts, options));
  }
  await generate(4)
  const [rates, scaled]: number[][] = [[], []]
  for (let round = 0; round < 5; round++) {
    const before = await measureMatMul(THREADS, 5)
    const rate = (SEQUENCES * NEW) / (await timed(() => generate(NEW)))
    rates.push(rate)
    scaled.push((rate * 300 * 2) / (before + (await measureMatMul(THREADS, 5))))
  }
  say(
    `generation, ${SEQUENCES} sequences, prompt ${PROMPT}, ${NEW} new tokens, temperature ${temperature}: ` +
      `${median(rates).toFixed(0)} tokens/s; scaled to a MatMul of 300 GFLOP/s ${median(scaled).toFixed(0)} (bar 8000)`,
  )
}
