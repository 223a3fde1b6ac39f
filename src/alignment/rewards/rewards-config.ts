/** @file The settings of `arms.grpo.rewards` in a study file: which rewards are summed, and with which weights. */
import { z } from 'zod'

/** Bounded, so that a sum of weights is always finite. */
const weight = z.number().min(0).max(1e6)

/**
 * `arms.grpo.rewards`: the weighted rewards of a sampled completion. `{}` means format 0.2 and agreement 1. A reward
 * with weight 0 is not computed; a study in which all weights are 0 is refused.
 */
export const rewardsConfig = z
  .strictObject({
    format: z.strictObject({ weight: weight.default(0.2) }).prefault({}),
    agreement: z
      .strictObject({
        weight: weight.default(1),
        /** Weight of each decision layer; a layer that is not named weighs 1. */
        layers: z.record(z.string(), weight).optional(),
        /** Share of the recorded number by which a number may differ and still count as right. */
        tolerance: z.number().min(0).max(10).default(0.1),
      })
      .prefault({}),
    /** The plan checks of the specialty: 1 without a finding, 0.5 with warnings only, 0 with an error. */
    checks: z.strictObject({ weight: weight.default(0) }).prefault({}),
    length: z
      .strictObject({
        weight: weight.default(0),
        /** Tokens up to which a completion is not too long. */
        target: z.int().min(1).max(1_000_000).default(128),
      })
      .prefault({}),
    /** The user's own reward: a TypeScript file, relative to the study file. */
    own: z.strictObject({ file: z.string().min(1), weight: weight.default(1) }).optional(),
  })
  .refine(rewards => Object.values(rewards).some(reward => reward !== undefined && reward.weight > 0), {
    message: 'expected at least one reward with a weight above 0, got none',
  })

export type RewardsConfig = z.output<typeof rewardsConfig>
