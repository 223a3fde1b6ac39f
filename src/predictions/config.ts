/** @file The settings of `prediction` in a study file. */
import { z } from 'zod'

/** `prediction:`, how the arms write their plans; the same for all of them. */
export const predictionConfig = z.strictObject({
  maxNewTokens: z.int().min(1).max(8192).default(256),
  temperature: z.number().min(0).max(5).default(0),
  topP: z.number().gt(0).max(1).default(1),
})

export type PredictionConfig = z.output<typeof predictionConfig>
