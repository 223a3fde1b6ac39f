/**
 * @file Batched generation with a key-value cache. What a prompt is answered does not depend on the other prompts: batch
 * sizes are fixed (empty places are filled with padding), shapes follow from the prompt's own length, and every prompt
 * draws from its own random stream, so the arithmetic of a row is the same alone and in company.
 */
import { InterruptedError, type RandomStream } from '../support/index.ts'
import type { ModelConfig } from './config.ts'
import { type GenerationGraphs, generationGraphs } from './generation-graphs.ts'
import { MASKED } from './llama.ts'
import type { Weights } from './safetensors.ts'
import { argmax, sampleToken } from './sampling.ts'

/** One prompt as tokens, with the stream that its completion is drawn from. */
export interface TokenPrompt {
  readonly ids: readonly number[]
  readonly random: RandomStream
}

/** A completion as tokens. */
export interface TokenCompletion {
  /** Index of the prompt. */
  readonly prompt: number
  /** New tokens, without the end token. */
  readonly ids: readonly number[]
  readonly finish: 'end' | 'length'
}

/** How tokens are drawn, and on how many threads. */
export interface TokenGenerationOptions {
  readonly maxNewTokens: number
  readonly temperature: number
  readonly topP: number
  readonly threads: number
  readonly signal?: AbortSignal
}

/** Sequences decoded together. */
const DECODE_BATCH = 64
/** Prompts read together. */
const PREFILL_BATCH = 8
/** Lengths are rounded up to a few classes, in coarser steps the longer they are, or to the context's length. */
function roundUp(length: number, contextLength: number): number {
  const step = length <= 512 ? 64 : length <= 1024 ? 128 : 512
  return Math.min(Math.ceil(length / step) * step, contextLength)
}

/** A sequence under way in one place of the decode batch. */
interface Slot {
  readonly prompt: number
  readonly produced: number[]
  /** Tokens whose keys and values are in the cache. */
  cached: number
  next: number
}

/**
 * Completes prompts; yields each completion when it is done. A prompt of the context's length or more yields an empty
 * completion with finish `length`. Throws RangeError on an empty prompt, InterruptedError when the signal aborts.
 */
export async function* generateTokens(
  config: ModelConfig,
  weights: Weights,
  prompts: readonly TokenPrompt[],
  options: TokenGenerationOptions,
): AsyncGenerator<TokenCompletion> {
  const groups = new Map<number, number[]>()
  for (const [index, { ids }] of prompts.entries()) {
    if (ids.length === 0)
      throw new RangeError(`generateTokens: expected at least one token, got none in prompt ${index}`)
    if (ids.length >= config.contextLength || options.maxNewTokens === 0) {
      yield { prompt: index, ids: [], finish: 'length' }
      continue
    }
    const capacity = roundUp(ids.length + options.maxNewTokens, config.contextLength)
    groups.set(capacity, [...(groups.get(capacity) ?? []), index])
  }
  const weightFeeds: Record<string, Float32Array> = {}
  for (const [name, tensor] of weights) weightFeeds[name] = tensor.data
  for (const [capacity, members] of [...groups].sort(([a], [b]) => a - b)) {
    // Graphs and cache of one capacity at a time: on a long context, all of them together would take gigabytes.
    const graphs = generationGraphs(config, options.threads)
    try {
      yield* decodeGroup(config, weightFeeds, graphs, capacity, prompts, members, options)
    } finally {
      await graphs.release()
    }
  }
}

async function* decodeGroup(
  config: ModelConfig,
  weightFeeds: Readonly<Record<string, Float32Array>>,
  graphs: GenerationGraphs,
  capacity: number,
  prompts: readonly TokenPrompt[],
  members: readonly number[],
  options: TokenGenerationOptions,
): AsyncGenerator<TokenCompletion> {
  const { numBlocks, numKvHeads, headDim, padTokenId, vocabularySize } = config
  const inverseTemperature = Float32Array.of(options.temperature > 0 ? 1 / options.temperature : 1)
  const decode = await graphs.decode(DECODE_BATCH, capacity)
  const sequenceSize = numKvHeads * capacity * headDim
  const feeds: Record<string, Float32Array | Int32Array> = {
    ...weightFeeds,
    inverseTemperature,
    ids: new Int32Array(DECODE_BATCH).fill(padTokenId),
    positions: new Int32Array(DECODE_BATCH),
    mask: new Float32Array(DECODE_BATCH * capacity).fill(MASKED),
  }
  const cacheNames = Array.from({ length: numBlocks }, (_, block) => [`keys.${block}`, `values.${block}`]).flat()
  for (const name of cacheNames) feeds[`past.${name}`] = new Float32Array(DECODE_BATCH * sequenceSize)
  const mask = feeds.mask as Float32Array

  const choose = (prompt: number, row: Float32Array) =>
    options.temperature > 0 ? sampleToken(row, options.topP, prompts[prompt].random) : argmax(row)

  /** Copies what a pass made of one sequence, [kvHeads, length, headDim] at `from`, into its place of the cache. */
  const writeCache = (
    made: Readonly<Record<string, Float32Array>>,
    from: number,
    length: number,
    target: { place: number; position: number; tokens: number },
  ) => {
    for (const name of cacheNames) {
      const cache = feeds[`past.${name}`]
      for (let head = 0; head < numKvHeads; head++) {
        const source = from + head * length * headDim
        const start = target.place * sequenceSize + (head * capacity + target.position) * headDim
        cache.set(made[name].subarray(source, source + target.tokens * headDim), start)
      }
    }
  }

  const slots: (Slot | null)[] = new Array(DECODE_BATCH).fill(null)
  const done: TokenCompletion[] = []

  /** Takes a sequence's next token: ends it, or keeps it for the next step. */
  const advance = (place: number, slot: Slot, token: number) => {
    const ends = config.endTokenIds.includes(token)
    if (!ends) slot.produced.push(token)
    const full =
      slot.produced.length >= options.maxNewTokens ||
      prompts[slot.prompt].ids.length + slot.produced.length >= config.contextLength
    if (ends || full) {
      done.push({ prompt: slot.prompt, ids: slot.produced, finish: ends ? 'end' : 'length' })
      slots[place] = null
      mask.fill(MASKED, place * capacity, (place + 1) * capacity)
    } else {
      slot.next = token
      slots[place] = slot
    }
  }

  /** Reads up to PREFILL_BATCH prompts of one length class into free places. */
  const prefill = async (chunk: readonly number[], length: number, places: readonly number[]) => {
    const graph = await graphs.prefill(PREFILL_BATCH, length)
    const ids = new Int32Array(PREFILL_BATCH * length).fill(padTokenId)
    const lastRows = new Int32Array(PREFILL_BATCH)
    chunk.forEach((prompt, row) => {
      ids.set(prompts[prompt].ids, row * length)
      lastRows[row] = row * length + prompts[prompt].ids.length - 1
    })
    const positions = Int32Array.from(ids, (_, flat) => flat % length)
    const made = await graph.run({ ...weightFeeds, inverseTemperature, ids, positions, lastRows })
    chunk.forEach((prompt, row) => {
      const place = places[row]
      const promptLength = prompts[prompt].ids.length
      writeCache(made, row * numKvHeads * length * headDim, length, { place, position: 0, tokens: promptLength })
      mask.fill(0, place * capacity, place * capacity + promptLength)
      const row0 = row * vocabularySize
      const token = choose(prompt, made.probabilities.subarray(row0, row0 + vocabularySize))
      advance(place, { prompt, produced: [], cached: promptLength, next: token }, token)
    })
  }

  const waiting = new Map<number, number[]>()
  for (const prompt of members) {
    const length = roundUp(prompts[prompt].ids.length, config.contextLength)
    waiting.set(length, [...(waiting.get(length) ?? []), prompt])
  }
  for (;;) {
    if (options.signal?.aborted) throw new InterruptedError('generation was interrupted')
    // Read new prompts when a full chunk of places is free, or when nothing else is left to do.
    for (const [length, queue] of waiting) {
      for (;;) {
        const places = [...slots.keys()].filter(place => slots[place] === null)
        if (queue.length === 0 || places.length < PREFILL_BATCH) break
        await prefill(queue.splice(0, PREFILL_BATCH), length, places)
      }
    }
    yield* done.splice(0)
    const active = [...slots.entries()].filter((entry): entry is [number, Slot] => entry[1] !== null)
    if (active.length === 0) {
      if ([...waiting.values()].every(queue => queue.length === 0)) return
      continue
    }
    for (const [place, slot] of active) {
      ;(feeds.ids as Int32Array)[place] = slot.next
      ;(feeds.positions as Int32Array)[place] = slot.cached
    }
    const made = await decode.run(feeds)
    for (const [place, slot] of active) {
      writeCache(made, place * numKvHeads * headDim, 1, { place, position: slot.cached, tokens: 1 })
      mask[place * capacity + slot.cached] = 0
      slot.cached++
      const row = place * vocabularySize
      advance(place, slot, choose(slot.prompt, made.probabilities.subarray(row, row + vocabularySize)))
    }
  }
}
