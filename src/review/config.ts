/** @file The settings of `review` in a study file: judgements that are there already, or a review that Bedside serves. */
import { z } from 'zod'
import { type ServedConfig, servedConfig } from './preparation/served-config.ts'

/** `review:` gathered elsewhere: files with one row a judgement, whose columns docs/review-files.md lists. */
export const filesConfig = z
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
    /** Of the other form alone: where it stands, that one is meant, and its mistakes are told. */
    compare: z.never().optional(),
  })
  .refine(({ ratings, preferences }) => ratings !== undefined || preferences !== undefined, {
    message: 'expected ratings or preferences, got neither',
  })
  .refine(({ scale: [low, high] }) => low < high, { path: ['scale'], message: 'expected the smaller score first' })

/** `review:`, told apart by its keys: files of judgements, or a review to be served. */
export const reviewConfig = z.union([filesConfig, servedConfig])

/** A review whose judgements are in files. */
export type FilesConfig = z.output<typeof filesConfig>
export type ReviewConfig = z.output<typeof reviewConfig>

/** Whether a review is one that Bedside serves. */
export function isServed(config: ReviewConfig): config is ServedConfig {
  return config.compare !== undefined
}
