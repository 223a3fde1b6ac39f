/** @file The settings of `base` and `arms` in a study file. */
import { z } from 'zod'
import { endpointConfig } from '../engines/endpoint/index.ts'
import { LINEAR_LAYERS } from '../engines/index.ts'
import { pairsConfig } from './preferences/index.ts'
import { rewardsConfig } from './rewards/index.ts'

const trainSettings = {
  epochs: z.number().positive().max(1000),
  batchSize: z.int().min(1).max(1024),
  gradientAccumulation: z.int().min(1).max(1024).default(1),
  learningRate: z.number().positive().max(1),
  schedule: z.enum(['linear', 'cosine', 'constant']).default('cosine'),
  warmup: z.number().min(0).max(1).default(0.05),
  weightDecay: z.number().min(0).max(1).default(0),
  maxGradNorm: z.number().positive().default(1),
  evaluateEvery: z.int().min(0).default(0),
  checkpointEvery: z.int().min(1).default(50),
}

/** `base.engine`, which every arm trains with. */
const engineName = z.enum(['embedded', 'trl']).default('embedded')

/** `lora:` trains low-rank matrices beside the linear layers instead of all weights. */
const loraConfig = z.strictObject({
  rank: z.int().min(1).max(1024).default(16),
  alpha: z.number().positive().max(4096).default(32),
  dropout: z.number().min(0).lt(1).default(0),
  targets: z
    .array(z.enum(LINEAR_LAYERS))
    .min(1)
    .refine(targets => new Set(targets).size === targets.length, { message: 'expected each layer once' })
    .default([...LINEAR_LAYERS]),
})

/** The training settings of a policy that is there already. */
const adaptationSettings = { ...trainSettings, lora: loraConfig.optional() }

/** `base:` made in the run itself, from random weights, on the training split's text. */
const newBaseConfig = z.strictObject({
  engine: engineName,
  hiddenSize: z.int().min(8).default(128),
  intermediateSize: z.int().min(8).default(352),
  numBlocks: z.int().min(1).default(4),
  numHeads: z.int().min(1).default(4),
  numKvHeads: z.int().min(1).default(1),
  vocabularySize: z.int().min(300).default(1024),
  contextLength: z.int().min(32).default(512),
  ...trainSettings,
  epochs: trainSettings.epochs.default(2),
  batchSize: trainSettings.batchSize.default(8),
  learningRate: trainSettings.learningRate.default(2e-3),
  weightDecay: trainSettings.weightDecay.default(0.01),
})

/** `base:` that is there already: a model that comes with Bedside, by name, or the folder of a checkpoint. */
const givenBaseConfig = z.strictObject({
  engine: engineName,
  model: z.string().min(1),
  /** Folder of a LoRA adapter in PEFT's form, which is merged into the model first. */
  adapter: z.string().min(1).optional(),
  ...adaptationSettings,
  /** Passes over the training split's text before any arm starts; 0 = the model as it is. */
  epochs: z.number().min(0).max(1000).default(0),
  batchSize: trainSettings.batchSize.default(8),
  learningRate: trainSettings.learningRate.default(5e-4),
  weightDecay: trainSettings.weightDecay.default(0.01),
})

/** `base:`, the model that every arm starts from. */
export const baseConfig = z.union([givenBaseConfig, newBaseConfig])

/** `arms.base`: the base model itself, without exemplars, for comparison. */
const bareBaseConfig = z.strictObject({})

/** `arms.sft`: supervised fine-tuning of the base on prompt and completion. */
export const sftConfig = z.strictObject({
  ...adaptationSettings,
  epochs: trainSettings.epochs.default(2),
  batchSize: trainSettings.batchSize.default(16),
  learningRate: trainSettings.learningRate.default(5e-4),
})

/** `arms.icl.endpoint`: a large model behind a server, that is asked instead of the base. */
const iclEndpointConfig = endpointConfig.safeExtend({
  /** Tokens that the server's model takes; exemplars that would not fit are left out. Absent: all are always shown. */
  contextLength: z.int().min(32).optional(),
  /** What becomes of a case that got no answer for a reason that may pass: the study stops, or it counts as wrong. */
  unanswered: z.enum(['stop', 'wrong']).default('stop'),
})

/** `arms.icl`: worked cases from the training split put before every prompt; no weights change. */
export const iclConfig = z
  .strictObject({
    shots: z.int().min(1).max(64).default(4),
    selection: z.enum(['random', 'nearest', 'selective']).default('selective'),
    /** The same exemplars for the whole study, or chosen anew for each case. */
    per: z.enum(['study', 'case']).optional(),
    endpoint: iclEndpointConfig.optional(),
  })
  .refine(({ selection, per }) => selection !== 'nearest' || per !== 'study', {
    path: ['per'],
    message: 'expected "case" with the selection "nearest", got "study"',
  })
  .transform(({ shots, selection, per, endpoint }) => ({
    ...(endpoint && { endpoint }),
    shots,
    selection,
    per: per ?? (selection === 'nearest' ? ('case' as const) : ('study' as const)),
  }))

/** `arms.dpo`: direct preference optimisation of a policy on pairs of completions; `batchSize` counts pairs. */
export const dpoConfig = z
  .strictObject({
    from: z.enum(['base', 'sft']).default('sft'),
    loss: z.enum(['sigmoid', 'ipo', 'hinge', 'robust', 'sigmoid_norm', 'cdpo']).default('sigmoid'),
    beta: z.number().positive().max(100).default(0.1),
    labelSmoothing: z.number().min(0).lt(0.5).default(0),
    pairs: pairsConfig.prefault({}),
    ...adaptationSettings,
    epochs: trainSettings.epochs.default(1),
    batchSize: trainSettings.batchSize.default(8),
    learningRate: trainSettings.learningRate.default(1e-4),
  })
  .refine(({ loss, labelSmoothing }) => labelSmoothing === 0 || loss === 'robust' || loss === 'cdpo', {
    path: ['labelSmoothing'],
    message: 'expected 0 unless the loss is "robust" or "cdpo", the only ones that read it, got another number',
  })

/** `arms.grpo`: reinforcement learning on completions that the policy samples; `batchSize` counts completions. */
export const grpoConfig = z
  .strictObject({
    from: z.enum(['base', 'sft', 'dpo']).default('sft'),
    generations: z.int().min(2).max(64).default(8),
    maxNewTokens: z.int().min(1).max(8192).default(256),
    temperature: z.number().min(0.01).max(5).default(1),
    loss: z.enum(['grpo', 'bnpo', 'dr_grpo', 'dapo']).default('dapo'),
    beta: z.number().min(0).max(100).default(0),
    biasCorrectedKl: z.boolean().default(true),
    epsilonLow: z.number().gt(0).lt(1).default(0.2),
    epsilonHigh: z.number().gt(0).max(10).default(0.2),
    scaleRewards: z.enum(['group', 'batch', 'none']).default('group'),
    iterations: z.int().min(1).max(64).default(1),
    maskTruncated: z.boolean().default(false),
    rewards: rewardsConfig.prefault({}),
    /** Seed of this arm's training alone; absent: the study's. */
    seed: z.int().min(0).optional(),
    ...adaptationSettings,
    epochs: trainSettings.epochs.default(1),
    batchSize: trainSettings.batchSize.default(32),
    learningRate: trainSettings.learningRate.default(1e-4),
  })
  .refine(({ batchSize, generations }) => batchSize % generations === 0, {
    path: ['batchSize'],
    message: 'expected a multiple of generations (a batch holds whole groups), got another number',
  })

/** `arms:`, one entry an arm. */
export const armsConfig = z
  .strictObject({
    base: bareBaseConfig.optional(),
    icl: iclConfig.optional(),
    sft: sftConfig.optional(),
    dpo: dpoConfig.optional(),
    grpo: grpoConfig.optional(),
  })
  .refine(arms => Object.keys(arms).length > 0, { message: 'expected at least one arm, got none' })
  .superRefine((arms, context) => {
    for (const name of ['dpo', 'grpo'] as const) {
      const from = arms[name]?.from
      if (from === undefined || from === 'base' || arms[from]) continue
      const message = `expected an arm "${from}" to start from, got none (add \`${from}: {}\`, or \`from: base\`)`
      context.addIssue({ code: 'custom', path: [name, 'from'], message })
    }
  })

export type BaseConfig = z.output<typeof baseConfig>
export type SftConfig = z.output<typeof sftConfig>
export type IclConfig = z.output<typeof iclConfig>
/** The checked `arms.icl.endpoint:`. */
export type IclEndpointConfig = z.output<typeof iclEndpointConfig>
export type DpoConfig = z.output<typeof dpoConfig>
export type GrpoConfig = z.output<typeof grpoConfig>
export type ArmsConfig = z.output<typeof armsConfig>
