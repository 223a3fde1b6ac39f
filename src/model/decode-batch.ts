/**
 * @file Sequences that are decoded together: places for prompts, their key-value caches, and one step for all. A place
 * holds one prompt and the samples drawn for it; with several samples they share the keys and values of the prompt.
 */
import type { RandomStream } from '../support/index.ts'
import { MASKED } from './attention.ts'
import type { ModelConfig } from './config.ts'
import type { DecodeShape, GenerationGraphs } from './generation-graphs.ts'
import { argmax, sampleToken } from './sampling.ts'

/** One prompt as tokens, with a stream for each completion wanted; all prompts of a request want as many. */
export interface TokenPrompt {
  readonly ids: readonly number[]
  readonly random: readonly RandomStream[]
}

/** A completion as tokens. */
export interface TokenCompletion {
  /** Index of the prompt, and which of its samples this is. */
  readonly prompt: number
  readonly sample: number
  /** New tokens, without the end token. */
  readonly ids: readonly number[]
  readonly finish: 'end' | 'length'
  /** The end token that was drawn; null for one that was cut. */
  readonly endToken: number | null
}

/** How tokens are drawn, and on how many threads. */
export interface TokenGenerationOptions {
  readonly maxNewTokens: number
  readonly temperature: number
  readonly topP: number
  readonly threads: number
  /**
   * All prompts in one shape, and batches no larger than they need: faster for few prompts, but the arithmetic of a row
   * then depends on its company.
   */
  readonly together?: boolean
  /** Compiled graphs to use and keep, for callers that generate again and again. */
  readonly graphs?: GenerationGraphs
  readonly signal?: AbortSignal
}

/** A sequence under way. */
interface Row {
  readonly prompt: number
  readonly sample: number
  readonly produced: number[]
}

/** The places of a batch, which prompts enter and completions leave. */
export interface DecodeBatch {
  /** Places without a sequence under way. */
  freePlaces(): number[]
  /** True when a sequence is under way. */
  isBusy(): boolean
  /** Reads prompts of at most `length` tokens into as many places and draws the first token of each sample. */
  prefill(prompts: readonly number[], length: number, places: readonly number[]): Promise<void>
  /** Draws one more token for every sequence under way. */
  step(): Promise<void>
  /** Completions that ended since the last call. */
  takeDone(): TokenCompletion[]
}

/** Opens an empty batch. `prefillBatch` is the fixed number of rows of a prefill pass; empty ones hold padding. */
export async function openDecodeBatch(
  config: ModelConfig,
  weights: Readonly<Record<string, Float32Array>>,
  graphs: GenerationGraphs,
  prompts: readonly TokenPrompt[],
  setup: {
    readonly shape: DecodeShape
    readonly samples: number
    readonly prefillBatch: number
    readonly options: TokenGenerationOptions
  },
): Promise<DecodeBatch> {
  const { numBlocks, numKvHeads, headDim, padTokenId, vocabularySize, contextLength, endTokenIds } = config
  const { shape, samples, prefillBatch, options } = setup
  const { batch, capacity } = shape
  const inverseTemperature = Float32Array.of(options.temperature > 0 ? 1 / options.temperature : 1)
  const decode = await graphs.decode(shape)
  const names = Array.from({ length: numBlocks }, (_, block) => [`keys.${block}`, `values.${block}`]).flat()

  const ids = new Int32Array(batch).fill(padTokenId)
  const positions = new Int32Array(batch)
  /** The caches of one kind: what a pass made of some tokens is copied to a row of it, and unmasked. */
  const cache = (kind: 'own' | 'shared', rows: number, size: number) => {
    const mask = new Float32Array(rows * size).fill(MASKED)
    const tensors = names.map(name => ({ name, data: new Float32Array(rows * numKvHeads * size * headDim) }))
    const feeds = Object.fromEntries(tensors.map(({ name, data }) => [`${kind}.${name}`, data]))
    return {
      feeds: { ...feeds, [`${kind}.mask`]: mask },
      clear: (row: number) => mask.fill(MASKED, row * size, (row + 1) * size),
      /** Takes `tokens` of `length` tokens that row `from` of a pass made, [kvHeads, length, headDim], to `position`. */
      write(
        made: Readonly<Record<string, Float32Array>>,
        source: { from: number; length: number; tokens: number },
        row: number,
        position: number,
      ) {
        for (const { name, data } of tensors) {
          for (let head = 0; head < numKvHeads; head++) {
            const start = (source.from * numKvHeads + head) * source.length * headDim
            const target = ((row * numKvHeads + head) * size + position) * headDim
            data.set(made[name].subarray(start, start + source.tokens * headDim), target)
          }
        }
        mask.fill(0, row * size + position, row * size + position + source.tokens)
      },
    }
  }
  const own = cache('own', batch, capacity)
  const shared = shape.shared && cache('shared', shape.shared.prompts, shape.shared.capacity)
  const feeds = { ...weights, ...own.feeds, ...shared?.feeds, ids, positions, inverseTemperature }

  const rows: (Row | null)[] = new Array(batch).fill(null)
  const done: TokenCompletion[] = []

  const choose = ({ prompt, sample }: Row, probabilities: Float32Array, at: number): number => {
    const row = probabilities.subarray(at * vocabularySize, (at + 1) * vocabularySize)
    return options.temperature > 0 ? sampleToken(row, options.topP, prompts[prompt].random[sample]) : argmax(row)
  }
  /** Gives a sequence its next token: it ends there, or keeps its place for the next step. */
  const advance = (at: number, row: Row, token: number) => {
    const ends = endTokenIds.includes(token)
    if (!ends) row.produced.push(token)
    const length = prompts[row.prompt].ids.length + row.produced.length
    const isFull = row.produced.length >= options.maxNewTokens || length >= contextLength
    rows[at] = ends || isFull ? null : row
    if (rows[at] !== null) {
      ids[at] = token
      positions[at] = length - 1
      return
    }
    done.push({
      prompt: row.prompt,
      sample: row.sample,
      ids: row.produced,
      finish: ends ? 'end' : 'length',
      endToken: ends ? token : null,
    })
    own.clear(at)
  }

  return {
    freePlaces: () =>
      Array.from({ length: batch / samples }, (_, place) => place).filter(place =>
        rows.slice(place * samples, (place + 1) * samples).every(row => row === null),
      ),
    isBusy: () => rows.some(row => row !== null),
    takeDone: () => done.splice(0),
    async prefill(chunk, length, places) {
      const graph = await graphs.prefill(prefillBatch, length)
      const promptIds = new Int32Array(prefillBatch * length).fill(padTokenId)
      const lastRows = new Int32Array(prefillBatch)
      const lastPositions = new Int32Array(prefillBatch)
      const lastMask = new Float32Array(prefillBatch * length).fill(MASKED)
      chunk.forEach((prompt, row) => {
        const tokens = prompts[prompt].ids
        promptIds.set(tokens, row * length)
        lastPositions[row] = tokens.length - 1
        lastRows[row] = row * length + tokens.length - 1
        lastMask.fill(0, row * length, row * length + tokens.length)
      })
      const promptPositions = Int32Array.from(promptIds, (_, flat) => flat % length)
      const made = await graph.run({
        ...weights,
        inverseTemperature,
        ids: promptIds,
        positions: promptPositions,
        lastRows,
        lastPositions,
        lastMask,
      })
      chunk.forEach((prompt, from) => {
        const place = places[from]
        const source = { from, length, tokens: prompts[prompt].ids.length }
        shared?.clear(place)
        shared?.write(made, source, place, 0)
        for (let sample = 0; sample < samples; sample++) {
          const at = place * samples + sample
          if (!shared) own.write(made, source, at, 0)
          const row = { prompt, sample, produced: [] }
          advance(at, row, choose(row, made.probabilities, from))
        }
      })
    },
    async step() {
      const made = await decode.run(feeds)
      for (const [at, row] of rows.entries()) {
        if (row === null) continue
        // The token that was fed is the last produced one; without a shared part the prompt comes before it.
        const position = row.produced.length - 1 + (shared ? 0 : prompts[row.prompt].ids.length)
        own.write(made, { from: at, length: 1, tokens: 1 }, at, position)
        advance(at, row, choose(row, made.probabilities, at))
      }
    },
  }
}
