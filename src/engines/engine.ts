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
  /** With `lm`: examples of one episode stand in a row, and no row holds two episodes. */
  readonly episode?: string
}

/** Two completions of one prompt, the first preferred, with the reference policy's log-probabilities of both. */
export interface PreferencePair {
  readonly id: string
  readonly prompt: readonly Message[]
  readonly chosen: readonly Message[]
  readonly rejected: readonly Message[]
  /** Summed log-probability of each completion's tokens (its end token included) under the reference policy. */
  readonly referenceLogps: { readonly chosen: number; readonly rejected: number }
}

/** One prompt to complete. */
export interface Prompt {
  readonly id: string
  readonly messages: readonly Message[]
}

/**
 * Low-rank adaptation (Hu et al. 2022): the weights stay as they are, and W + (alpha / rank) B A is used instead of each
 * target W, with A and B learnt. The checkpoint that results is merged; the adapter is kept beside it, as PEFT reads it.
 */
export interface LoraSettings {
  readonly rank: number
  readonly alpha: number
  /** Share of inputs to A that are set to 0 while training. */
  readonly dropout: number
  /** Last parts of the names of linear layers, such as `q_proj`. */
  readonly targets: readonly string[]
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
  /** `sequential`: examples in the order given, for comparisons with another trainer; absent: shuffled by the seed. */
  readonly sampling?: 'sequential'
  /** Absent: all weights are trained. */
  readonly lora?: LoraSettings | undefined
}

/** The losses of direct preference optimisation, by TRL's names; `cdpo` has no equivalent in TRL 1.x. */
export type PreferenceLoss = 'sigmoid' | 'ipo' | 'hinge' | 'robust' | 'sigmoid_norm' | 'cdpo'

/** What DPO optimises. */
export interface PreferenceSettings {
  readonly lossType: PreferenceLoss
  /** Strength of the pull towards the reference policy. */
  readonly beta: number
  /** Share of labels taken to be wrong, in [0, 0.5); read by `robust` and `cdpo` only. */
  readonly labelSmoothing: number
}

/** How GRPO reduces the losses of tokens to one, by TRL's names. */
export type RolloutLoss = 'grpo' | 'bnpo' | 'dr_grpo' | 'dapo'

/** What GRPO samples and optimises. */
export interface RolloutSettings {
  /** Completions sampled for each prompt (the group); at least 2. */
  readonly generations: number
  readonly maxNewTokens: number
  readonly temperature: number
  readonly lossType: RolloutLoss
  /** Weight of the KL divergence to the starting policy; 0 = no reference is loaded. */
  readonly beta: number
  /** Multiplies the KL estimate by the importance ratio, which makes its gradient unbiased off policy. */
  readonly biasCorrectedKl: boolean
  /** The ratio is clipped to [1 - epsilonLow, 1 + epsilonHigh]. */
  readonly epsilonLow: number
  readonly epsilonHigh: number
  /** What advantages are divided by: the standard deviation of the group, of the whole batch, or nothing. */
  readonly scaleRewards: 'group' | 'batch' | 'none'
  /** Optimiser steps on the same completions. */
  readonly iterations: number
  /** Completions that did not end within `maxNewTokens` do not enter the loss. */
  readonly maskTruncated: boolean
}

/** A sampled completion as a reward function meets it. */
export interface Sample {
  /** Of the prompt. */
  readonly id: string
  readonly text: string
  readonly completionTokens: number
  readonly finish: 'end' | 'length'
}

/** A named reward; null = it does not apply to this sample. Whatever it throws stops the run with its name and the id. */
export interface Reward {
  readonly name: string
  readonly weight: number
  score(sample: Sample): number | null | Promise<number | null>
}

/** Mean and sample standard deviation over the completions of a step; null when no function gave a number. */
export interface Moments {
  readonly mean: number | null
  readonly std: number | null
}

/** What DPO logs beside its loss, means over pairs; rewards are beta x (log-probability - reference log-probability). */
export interface PreferenceMetrics {
  readonly chosenReward: number
  readonly rejectedReward: number
  /** Chosen minus rejected reward. */
  readonly margin: number
  /** Share of pairs whose chosen reward is the higher one. */
  readonly accuracy: number
}

/** What GRPO logs beside its loss. */
export interface RolloutMetrics {
  /** The weighted sum of the reward functions. */
  readonly reward: Moments
  readonly rewards: Readonly<Record<string, Moments>>
  /** Share of groups whose rewards are all equal: they teach nothing. */
  readonly zeroVariance: number
  /** Mean k3 estimate of the divergence from the starting policy per token; null when beta is 0. */
  readonly kl: number | null
  /** Mean entropy of the policy per completion token, nats. */
  readonly entropy: number
  /** Share of tokens whose ratio was clipped. */
  readonly clipped: number
  readonly completionTokens: { readonly mean: number; readonly min: number; readonly max: number }
  /** Share of completions that did not end within the limit. */
  readonly truncated: number
}

/** One line of `events.jsonl`. */
export type TrainEvent =
  | ({
      readonly type: 'step'
      readonly step: number
      readonly epoch: number
      readonly loss: number
      readonly learningRate: number
      readonly gradNorm: number
      /** Tokens that entered the loss. */
      readonly lossTokens: number
      readonly tokens: number
    } & Partial<PreferenceMetrics> &
      Partial<RolloutMetrics>)
  | ({
      readonly type: 'evaluation'
      readonly step: number
      /** Null for GRPO, whose held-out figure is the reward. */
      readonly loss: number | null
    } & Partial<PreferenceMetrics> &
      Partial<Pick<RolloutMetrics, 'reward' | 'rewards' | 'completionTokens' | 'truncated'>>)

/** What every training run is asked. An output folder that holds the state of the same request is continued. */
interface RunRequest {
  /** Folder of the checkpoint to start from; for DPO and GRPO also the reference policy. */
  readonly policy: string
  readonly settings: TrainSettings
  readonly seed: number
  /** Receives the final checkpoint, `events.jsonl`, and `training/` while under way. */
  readonly output: string
  readonly progress: Progress
  readonly signal: AbortSignal
}

/** `lm`: examples packed in a row, and every token learnt or only those of completions. `sft`: completion tokens only, one example a sequence. */
export interface SupervisedRequest extends RunRequest {
  readonly method: 'lm' | 'sft'
  readonly examples: readonly Example[]
  readonly validation: readonly Example[]
  /** Of `lm`: which tokens are learnt; all when unset. */
  readonly learn?: 'all' | 'completions'
}

/** Direct preference optimisation; `settings.batchSize` counts pairs. */
export interface PreferenceRequest extends RunRequest {
  readonly method: 'dpo'
  readonly pairs: readonly PreferencePair[]
  readonly validation: readonly PreferencePair[]
  readonly preference: PreferenceSettings
}

/** Group relative policy optimisation; `settings.batchSize` counts completions, whole groups of them. */
export interface RolloutRequest extends RunRequest {
  readonly method: 'grpo'
  readonly prompts: readonly Prompt[]
  readonly validation: readonly Prompt[]
  readonly rollout: RolloutSettings
  readonly rewards: readonly Reward[]
}

/** What a training run is asked to do. */
export type TrainRequest = SupervisedRequest | PreferenceRequest | RolloutRequest

/** What a held-out case came to under the policy at the start and at the end of a run; a line of `held-out.jsonl`. */
export interface HeldOutChange {
  readonly id: string
  /** DPO: log-probability of chosen minus rejected. GRPO: mean reward of the completions sampled for the prompt. */
  readonly start: number
  readonly end: number
}

/** What a finished training run amounted to; losses are means over loss tokens (DPO: over pairs). */
export interface TrainSummary {
  readonly steps: number
  readonly parameters: number
  readonly tokens: number
  readonly finalLoss: number
  readonly validationLoss: number | null
  /** DPO: held-out margins of log-probability; GRPO: held-out mean rewards; null without a validation split. */
  readonly heldOut: { readonly cases: number; readonly start: number; readonly end: number } | null
  /** Engine, device and versions, where they are others than this program's own. */
  readonly madeWith?: Readonly<Record<string, string>>
}

/** The log-probability of one completion, its end token included. */
export interface ScoredCompletion {
  readonly id: string
  /** Sum over the completion's tokens. */
  readonly logp: number
  readonly tokens: number
}

/**
 * A folder for work under way that the caller owns; it may not exist. What an engine leaves in it is what the same request
 * is continued from; the caller removes it when it has kept the results. Without one nothing is continued.
 */
export type WorkFolder = string

/** How completions are drawn. */
export interface GenerateSettings {
  readonly maxNewTokens: number
  /** 0 = greedy. */
  readonly temperature: number
  /** Nucleus mass in (0, 1]; 1 = all tokens. */
  readonly topP: number
  readonly seed: number
  /** Completions of each prompt; 1 when absent. */
  readonly samples?: number
}

/** Prompts for one policy. */
export interface GenerateRequest {
  /** Folder of a checkpoint. */
  readonly policy: string
  readonly prompts: readonly Prompt[]
  readonly settings: GenerateSettings
  readonly work?: WorkFolder
  /** Receives what is done before the first completion, such as loading a model; absent: nobody is told. */
  readonly progress?: Progress
  /** Told how far completions under way are, where they take long; empty when they are there. Absent: nobody is told. */
  drawing?(note: string): void
  readonly signal: AbortSignal
}

/** Completions to be scored by one policy. */
export interface ScoreRequest {
  /** Folder of a checkpoint. */
  readonly policy: string
  readonly examples: readonly Example[]
  readonly work?: WorkFolder
  readonly progress: Progress
  readonly signal: AbortSignal
}

/** One completion. What it says does not depend on which other prompts were in the request. */
export interface Completion {
  readonly id: string
  /** Which of the prompt's completions this is, from 0. */
  readonly sample: number
  readonly text: string
  readonly promptTokens: number
  readonly completionTokens: number
  /** `end`: the model ended its turn; `length`: it was cut at `maxNewTokens` or at the end of its context. */
  readonly finish: 'end' | 'length'
}

/** Trains a policy, and generates from one. */
export interface Engine {
  readonly name: string
  train(request: TrainRequest): Promise<TrainSummary>
  /** Log-probabilities of given completions under a policy, in the order given. */
  score(request: ScoreRequest): Promise<readonly ScoredCompletion[]>
  /** Yields completions as they are ready, in no particular order; a continued one may yield again what it had yielded. */
  generate(request: GenerateRequest): AsyncIterable<Completion>
}
