/** @file The settings of `review` in a study file. */
import { z } from 'zod'

/** `review:` gathered elsewhere: files with one row a judgement, whose columns docs/review-files.md lists. */
export const reviewConfig = z
  .strictObject({
    /** case, rater, arm, criterion, score */
    ratings: z.string().min(1).optional(),
    /** case, rater, left, right, criterion, choice */
    preferences: z.string().min(1).optional(),
    /** case, rater, arm, guess */
    guesses: z.string().min(1).optional(),
    /** Smallest and largest score. */
    scale: z.tuple([z.int(), z.int()]).default([1, 5]),
    /** No clinician gave these: they are made up, for a demonstration or a test. */
    simulated: z.boolean().default(false),
  })
  .refine(({ ratings, preferences }) => ratings !== undefined || preferences !== undefined, {
    message: 'expected ratings or preferences, got neither',
  })
  .refine(({ scale: [low, high] }) => low < high, { path: ['scale'], message: 'expected the smaller score first' })

export type ReviewConfig = z.output<typeof reviewConfig>
