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
import { randomStream } from '../../support/index.ts'
import type { Engine, ModelSize, TokenCount } from '../engine.ts'
import { trainEmbedded } from './train.ts'

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
    async *generate({ policy, prompts, settings, signal }) {
      const { config, weights, tokenizer } = loadCheckpoint(policy)
      const encoded = prompts.map(({ id, messages }) => ({
        ids: tokenizer.encodePrompt(messages, { id }),
        random: randomStream(settings.seed, 'completion', id),
      }))
      for await (const { prompt, ids, finish } of generateTokens(config, weights, encoded, {
        ...settings,
        threads,
        signal,
      })) {
        yield {
          id: prompts[prompt].id,
          text: tokenizer.decode(ids),
          promptTokens: encoded[prompt].ids.length,
          completionTokens: ids.length,
          finish,
        }
      }
    },
  }
}
