/** @file The settings of `judges` in a study file: language models that are asked the clinicians' questions, for comparison only. */
import { z } from 'zod'
import { endpointConfig } from '../engines/endpoint/index.ts'

/** One judge; by default it is asked everything that the review asks of its raters. */
const judgeConfig = z
  .strictObject({
    endpoint: endpointConfig,
    /** Cases of the review that it sees, drawn by the study's seed; absent: all. */
    cases: z.int().min(1).optional(),
    /** How often each question is asked; what is compared with clinicians is the first answer. */
    repeats: z.int().min(1).max(20).default(1),
    /** Whether it rates plans alone, where the review does. */
    ratings: z.boolean().default(true),
    /** Whether it compares two plans, each pair in both orders, where the review does. */
    pairs: z.boolean().default(true),
    /** Arms whose plans its own model wrote, beside those whose endpoint names the same model. */
    ownArms: z.array(z.string().min(1)).default([]),
    maxNewTokens: z.int().min(1).max(32_768).default(1024),
    /** 0 is greedy. */
    temperature: z.number().min(0).max(2).default(0),
    topP: z.number().gt(0).max(1).default(1),
  })
  .refine(({ ratings, pairs }) => ratings || pairs, { message: 'expected ratings or pairs, got neither' })

/** `judges:`, a name for each. */
export const judgesConfig = z.record(
  z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'expected a short name of lower-case letters, digits and hyphens'),
  judgeConfig,
)

/** The checked settings of one judge. */
export type JudgeConfig = z.output<typeof judgeConfig>
/** The checked `judges:`. */
export type JudgesConfig = z.output<typeof judgesConfig>
