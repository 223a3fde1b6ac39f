/**
 * @file Batched generation with a key-value cache. What a prompt is answered does not depend on the other prompts: batch
 * sizes are fixed (empty places are filled with padding), shapes follow from the prompt's own length, and every sample
 * draws from its own random stream, so the arithmetic of a row is the same alone and in company.
 */
import { InterruptedError } from '../support/index.ts'
import type { ModelConfig } from './config.ts'
import { openDecodeBatch, type TokenCompletion, type TokenGenerationOptions, type TokenPrompt } from './decode-batch.ts'
import { type DecodeShape, generationGraphs } from './generation-graphs.ts'
import type { Weights } from './safetensors.ts'

const DECODE_BATCH = 64
/** Prompts read together. */
const PREFILL_BATCH = 8
/** Lengths are rounded up to a few classes, in coarser steps the longer they are, or to the context's length. */
function roundUp(length: number, contextLength: number): number {
  const step = length <= 512 ? 64 : length <= 1024 ? 128 : 512
  return Math.min(Math.ceil(length / step) * step, contextLength)
}

/**
 * Completes prompts; yields each completion when it is done. A prompt of the context's length or more yields empty
 * completions with finish `length`. Samples of one prompt share its keys and values. Throws RangeError on an empty prompt
 * or when prompts want different numbers of completions, InterruptedError when the signal aborts.
 */
export async function* generateTokens(
  config: ModelConfig,
  weights: Weights,
  prompts: readonly TokenPrompt[],
  options: TokenGenerationOptions,
): AsyncGenerator<TokenCompletion> {
  const { maxNewTokens, together } = options
  const samples = prompts[0]?.random.length ?? 1
  const lengths = new Map<number, number[]>()
  const longest = prompts.reduce((most, { ids }) => Math.max(most, ids.length), 0)
  for (const [index, { ids, random }] of prompts.entries()) {
    if (ids.length === 0 || random.length !== samples || samples === 0) {
      const got = `${ids.length} and ${random.length} in prompt ${index}`
      throw new RangeError(`generateTokens: expected tokens and as many streams for every prompt, got ${got}`)
    }
    if (ids.length >= config.contextLength || maxNewTokens === 0) {
      for (let sample = 0; sample < samples; sample++)
        yield { prompt: index, sample, ids: [], finish: 'length', endToken: null }
      continue
    }
    const length = roundUp(together ? longest : ids.length, config.contextLength)
    lengths.set(length, [...(lengths.get(length) ?? []), index])
  }
  const rows = together ? Math.min(DECODE_BATCH, prompts.length * samples) : DECODE_BATCH
  const places = Math.max(1, Math.floor(rows / samples))
  const room = roundUp(maxNewTokens, config.contextLength)
  for (const [length, members] of [...lengths].sort(([a], [b]) => a - b)) {
    // Samples that share their prompt need room for the completion alone; otherwise one cache holds both.
    const shape: DecodeShape =
      samples > 1
        ? { batch: places * samples, capacity: room, shared: { prompts: places, capacity: length } }
        : { batch: places, capacity: Math.min(length + room, config.contextLength) }
    yield* completeGroup(config, weights, prompts, members, { length, shape, samples, options })
  }
}

/** Completes prompts of one length class, in their order, refilling places as they become free. */
async function* completeGroup(
  config: ModelConfig,
  weights: Weights,
  prompts: readonly TokenPrompt[],
  members: readonly number[],
  setup: {
    readonly length: number
    readonly shape: DecodeShape
    readonly samples: number
    readonly options: TokenGenerationOptions
  },
): AsyncGenerator<TokenCompletion> {
  const { length, shape, samples, options } = setup
  const places = shape.batch / samples
  // A quarter of the places at most: otherwise many would stand empty until enough are free for the next prompts.
  const prefillBatch = Math.min(PREFILL_BATCH, options.together ? places : Math.max(1, places >> 2))
  // Graphs and caches of one shape at a time: on a long context, all of them together would take gigabytes.
  const graphs = options.graphs ?? generationGraphs(config, options.threads)
  try {
    const weightFeeds = Object.fromEntries([...weights].map(([name, { data }]) => [name, data]))
    const batch = await openDecodeBatch(config, weightFeeds, graphs, prompts, { shape, samples, prefillBatch, options })
    const waiting = [...members]
    for (;;) {
      if (options.signal?.aborted) throw new InterruptedError('generation was interrupted')
      // Read new prompts when a full chunk of places is free, or when nothing else is left to do.
      while (waiting.length > 0) {
        const free = batch.freePlaces()
        if (free.length < prefillBatch) break
        await batch.prefill(waiting.splice(0, prefillBatch), length, free)
      }
      yield* batch.takeDone()
      if (batch.isBusy()) await batch.step()
      else if (waiting.length === 0) return
    }
  } finally {
    if (!options.graphs) await graphs.release()
  }
}
