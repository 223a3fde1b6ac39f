/** @file The settings of `benchmark` in a study file. */
import { z } from 'zod'

/** `benchmark:`. */
export const benchmarkConfig = z
  .strictObject({
    /** The metrics registered for each type of layer. */
    metrics: z.literal('default').default('default'),
    /** Confidence level of every interval. */
    level: z.number().min(0.5).max(0.999).default(0.95),
    /** Bootstrap resamples. */
    resamples: z.int().min(200).max(100_000).default(2000),
  })
  .prefault({})

export type BenchmarkConfig = z.output<typeof benchmarkConfig>
