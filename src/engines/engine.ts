/**
 * @file The seam between the study and whatever trains and runs models. Alignment and predictions know only this file;
 * an engine knows only messages and token counts, never a patient, a plan or a split.
 */
import type { Progress } from '../support/index.ts'

/** One turn of a conversation, in the form that chat templates and TRL take. */
export interface Message {
  readonly role: 'system' | 'user' | 'assistant'
  readonly content: string
}

/** One supervised example: the loss is taken on the completion only. */
export interface Example {
  readonly id: string
  readonly prompt: readonly Message[]
  readonly completion: readonly Message[]
}

/** One prompt to complete. */
export interface Prompt {
  readonly id: string
  readonly messages: readonly Message[]
}

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

/** How a training run proceeds; every value is written to the manifest. */
export interface TrainSettings {
  readonly epochs: number
  /** Sequences in one forward pass. */
  readonly batchSize: number
  /** Forward passes that share one optimiser step. */
  readonly gradientAccumulation: number
  readonly learningRate: number
  readonly schedule: 'linear' | 'cosine' | 'constant'
  /** Share of all optimiser steps over which the learning rate rises from 0. */
  readonly warmup: number
  readonly weightDecay: number
  readonly maxGradNorm: number
  /** Optimiser steps between two evaluations on the validation examples; 0 = only at the end. */
  readonly evaluateEvery: number
  /** Optimiser steps between two checkpoints. */
  readonly checkpointEvery: number
}

/** One line of `events.jsonl`. */
export type TrainEvent =
  | {
      readonly type: 'step'
      readonly step: number
      readonly epoch: number
      readonly loss: number
      readonly learningRate: number
      readonly gradNorm: number
      /** Tokens that entered the loss. */
      readonly lossTokens: number
      readonly tokens: number
    }
  | { readonly type: 'evaluation'; readonly step: number; readonly loss: number; readonly lossTokens: number }

/** What a training run is asked to do. An output folder that holds checkpoints of the same request is continued. */
export interface TrainRequest {
  /** `lm`: every token is learnt, examples packed in a row. `sft`: completion tokens only, one example a sequence. */
  readonly method: 'lm' | 'sft'
  /** Folder of the checkpoint to start from. */
  readonly policy: string
  readonly examples: readonly Example[]
  readonly validation: readonly Example[]
  readonly settings: TrainSettings
  readonly seed: number
  /** Receives the final checkpoint, `events.jsonl`, and `training/` while under way. */
  readonly output: string
  readonly progress: Progress
  readonly signal: AbortSignal
}

/** What a finished training run amounted to; losses are means over loss tokens. */
export interface TrainSummary {
  readonly steps: number
  readonly parameters: number
  readonly tokens: number
  readonly finalLoss: number
  readonly validationLoss: number | null
}

/** How completions are drawn. */
export interface GenerateSettings {
  readonly maxNewTokens: number
  /** 0 = greedy. */
  readonly temperature: number
  /** Nucleus mass in (0, 1]; 1 = all tokens. */
  readonly topP: number
  readonly seed: number
}

/** Prompts for one policy. */
export interface GenerateRequest {
  /** Folder of a checkpoint. */
  readonly policy: string
  readonly prompts: readonly Prompt[]
  readonly settings: GenerateSettings
  readonly signal: AbortSignal
}

/** One completion. What it says does not depend on which other prompts were in the request. */
export interface Completion {
  readonly id: string
  readonly text: string
  readonly promptTokens: number
  readonly completionTokens: number
  /** `end`: the model ended its turn; `length`: it was cut at `maxNewTokens` or at the end of its context. */
  readonly finish: 'end' | 'length'
}

/** The length of one conversation in tokens. */
export interface TokenCount {
  readonly prompt: number
  readonly whole: number
}

/** Trains a policy, and generates from one. */
export interface Engine {
  readonly name: string
  /** Makes a policy from nothing: trains a tokenizer on the texts, draws the weights, writes a checkpoint folder. */
  createPolicy(request: {
    readonly size: ModelSize
    readonly texts: readonly (readonly Message[])[]
    readonly seed: number
    readonly output: string
    readonly progress: Progress
  }): Promise<void>
  /**
   * Tokens of each conversation under the policy's own template, and the policy's context length. `prompt` counts up to
   * and with the opening of the assistant's turn; `whole` adds the completion, or equals it when there is none.
   */
  countTokens(
    policy: string,
    conversations: readonly {
      readonly id: string
      readonly prompt: readonly Message[]
      readonly completion?: readonly Message[]
    }[],
  ): Promise<{ readonly tokens: readonly TokenCount[]; readonly contextLength: number }>
  train(request: TrainRequest): Promise<TrainSummary>
  /** Yields completions as they are ready, in no particular order. */
  generate(request: GenerateRequest): AsyncIterable<Completion>
}
