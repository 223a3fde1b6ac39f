/** @file The settings of `base` and `arms` in a study file. */
import { z } from 'zod'

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

/** `base:`, the model that every arm starts from, trained once in the run on the training split's text. */
export const baseConfig = z.strictObject({
  engine: z.literal('embedded').default('embedded'),
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

/** `arms.sft`: supervised fine-tuning of the base on prompt and completion. */
export const sftConfig = z.strictObject({
  ...trainSettings,
  epochs: trainSettings.epochs.default(2),
  batchSize: trainSettings.batchSize.default(16),
  learningRate: trainSettings.learningRate.default(5e-4),
})

/** `arms.icl`: worked cases from the training split put before every prompt; no weights change. */
export const iclConfig = z.strictObject({
  shots: z.int().min(1).max(64).default(4),
  selection: z.enum(['random']).default('random'),
})

/** `arms:`, one entry an arm. */
export const armsConfig = z
  .strictObject({ icl: iclConfig.optional(), sft: sftConfig.optional() })
  .refine(arms => Object.keys(arms).length > 0, { message: 'expected at least one arm, got none' })

export type BaseConfig = z.output<typeof baseConfig>
export type SftConfig = z.output<typeof sftConfig>
export type IclConfig = z.output<typeof iclConfig>
export type ArmsConfig = z.output<typeof armsConfig>
