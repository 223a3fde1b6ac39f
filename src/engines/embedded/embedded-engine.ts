/** @file The engine that needs neither a GPU nor Python: training graphs run by ONNX Runtime on the CPU. */
import { setImmediate } from 'node:timers/promises'
import {
  generateTokens,
  initialWeights,
  loadCheckpoint,
  loadConfig,
  loadTokenizer,
  type ModelConfig,
  openTokenizer,
  saveCheckpoint,
  trainTokenizer,
} from '../../model/index.ts'
import { InterruptedError, randomStream } from '../../support/index.ts'
import type { Engine, ModelSize, ScoredCompletion, TokenCount } from '../engine.ts'
import { scoreCompletions } from './completion-scores.ts'
import { asGroup, encodeExamples } from './encoding.ts'
import { graphCache } from './graph-cache.ts'
import { groupLimits } from './group-batch.ts'
import { trainEmbedded } from './train.ts'

/** Completions scored in one forward pass, and between two looks at the clock and at Ctrl-C. */
const SCORE_BATCH = 8
const SCORE_CHUNK = 256
const ROPE_THETA = 10000
const RMS_NORM_EPS = 1e-5

function modelConfig(
  size: ModelSize,
  vocabularySize: number,
  endTokenIds: readonly number[],
  padTokenId: number,
): ModelConfig {
  return {
    vocabularySize,
    hiddenSize: size.hiddenSize,
    intermediateSize: size.intermediateSize,
    numBlocks: size.numBlocks,
    numHeads: size.numHeads,
    numKvHeads: size.numKvHeads,
    headDim: size.hiddenSize / size.numHeads,
    ropeTheta: ROPE_THETA,
    rmsNormEps: RMS_NORM_EPS,
    contextLength: size.contextLength,
    tieWordEmbeddings: true,
    endTokenIds,
    padTokenId,
    beginTokenId: null,
  }
}

/** The embedded engine on `threads` threads. The same threads, versions and seed give the same bits. */
export function embeddedEngine(threads: number): Engine {
  return {
    name: 'embedded',
    async createPolicy({ size, texts, seed, output, progress }) {
      const task = progress.begin('training the tokenizer', 0)
      const contents = texts.flatMap(messages => messages.map(message => message.content))
      const tokenizer = openTokenizer(trainTokenizer(contents, size.vocabularySize))
      task.finish(`${tokenizer.vocabularySize} tokens`)
      const config = modelConfig(size, tokenizer.vocabularySize, tokenizer.endTokenIds, tokenizer.padTokenId ?? 0)
      saveCheckpoint(output, { config, weights: initialWeights(config, seed), tokenizer })
    },
    async countTokens(policy, conversations) {
      const tokenizer = loadTokenizer(policy)
      const tokens: TokenCount[] = []
      for (const { id, prompt, completion } of conversations) {
        if (completion) {
          const { ids, promptLength } = tokenizer.encodeExample(prompt, completion, { id })
          tokens.push({ prompt: promptLength, whole: ids.length })
        } else {
          const length = tokenizer.encodePrompt(prompt, { id }).length
          tokens.push({ prompt: length, whole: length })
        }
        // Lets Ctrl-C be heard.
        if (tokens.length % 200 === 0) await setImmediate()
      }
      return { tokens, contextLength: loadConfig(policy).contextLength }
    },
    train: request => trainEmbedded(request, threads),
    async score({ policy, examples, progress, signal }) {
      const { config, weights, tokenizer } = loadCheckpoint(policy)
      const cases = await encodeExamples(examples, {
        tokenizer,
        contextLength: config.contextLength,
        progress,
        signal,
      })
      const groups = cases.map(asGroup)
      const limits = groupLimits(groups)
      const graphs = graphCache(threads)
      const task = progress.begin('log-probabilities', groups.length)
      const scored: ScoredCompletion[] = []
      try {
        for (let start = 0; start < groups.length; start += SCORE_CHUNK) {
          if (signal.aborted) throw new InterruptedError('scoring was interrupted')
          const chunk = groups.slice(start, start + SCORE_CHUNK)
          const scores = await scoreCompletions(config, weights, graphs, chunk, { prompts: SCORE_BATCH, limits })
          for (const [i, [logps]] of scores.entries()) {
            const logp = logps.reduce((sum, value) => sum + value, 0)
            scored.push({ id: chunk[i].id, logp, tokens: logps.length })
          }
          task.update(scored.length)
        }
      } finally {
        await graphs.release()
      }
      task.finish()
      return scored
    },
    async *generate({ policy, prompts, settings, signal }) {
      const { config, weights, tokenizer } = loadCheckpoint(policy)
      const { samples = 1, seed } = settings
      const encoded = prompts.map(({ id, messages }) => ({
        ids: tokenizer.encodePrompt(messages, { id }),
        random: Array.from({ length: samples }, (_, sample) => randomStream(seed, 'completion', id, sample)),
      }))
      for await (const { prompt, sample, ids, finish } of generateTokens(config, weights, encoded, {
        ...settings,
        threads,
        signal,
      })) {
        yield {
          id: prompts[prompt].id,
          sample,
          text: tokenizer.decode(ids),
          promptTokens: encoded[prompt].ids.length,
          completionTokens: ids.length,
          finish,
        }
      }
    },
  }
}
