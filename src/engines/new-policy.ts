/** @file A policy made from nothing, as a Hugging Face checkpoint that any engine trains. */
import { initialWeights, type ModelConfig, openTokenizer, saveCheckpoint, trainTokenizer } from '../model/index.ts'
import type { Progress } from '../support/index.ts'
import type { Message } from './engine.ts'

/** The size of a policy that is made from nothing. */
export interface ModelSize {
  readonly hiddenSize: number
  readonly intermediateSize: number
  readonly numBlocks: number
  readonly numHeads: number
  readonly numKvHeads: number
  /** Upper bound; the trainer stops earlier when no pair of tokens is left to merge. */
  readonly vocabularySize: number
  /** Longest sequence in tokens. */
  readonly contextLength: number
}

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

/** Trains a tokenizer on the texts, draws the weights of a Llama decoder, and writes a checkpoint folder. */
export async function createPolicy({
  size,
  texts,
  seed,
  output,
  progress,
}: {
  readonly size: ModelSize
  readonly texts: readonly (readonly Message[])[]
  readonly seed: number
  readonly output: string
  readonly progress: Progress
}): Promise<void> {
  const task = progress.begin('training the tokenizer', 0)
  const contents = texts.flatMap(messages => messages.map(message => message.content))
  const tokenizer = openTokenizer(trainTokenizer(contents, size.vocabularySize))
  task.finish(`${tokenizer.vocabularySize} tokens`)
  const config = modelConfig(size, tokenizer.vocabularySize, tokenizer.endTokenIds, tokenizer.padTokenId ?? 0)
  saveCheckpoint(output, { config, weights: initialWeights(config, seed), tokenizer })
}
