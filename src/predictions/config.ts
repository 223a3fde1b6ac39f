/** @file The settings of `prediction` in a study file. */
import { z } from 'zod'

/** `prediction:`, how the arms write their plans; the same for all of them. */
export const predictionConfig = z.strictObject({
  maxNewTokens: z.int().min(1).max(8192).default(256),
  /** 0 = greedy; below a thousandth, logits over temperature would leave the range of float32. */
  temperature: z
    .number()
    .max(5)
    .refine(value => value === 0 || value >= 0.001, 'expected 0 or at least 0.001')
    .default(0),
  topP: z.number().gt(0).max(1).default(1),
})

export type PredictionConfig = z.output<typeof predictionConfig>
