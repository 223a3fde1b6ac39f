/** @file The settings of `arms.dpo.pairs` in a study file: where the rejected completions come from. */
import { z } from 'zod'

/**
 * `arms.dpo.pairs`: `sampled` (from the policy that the arm starts from), `perturbed` (the recorded plan with one decision changed) or `file`
 * (pairs that the user supplies). `file` is required with that source and refused with the others, `prompts` is refused with it; the three
 * keys of sampling are read by `sampled` only. Sampling greedily would give the same completion again and again, so the
 * temperature is above 0.
 */
export const pairsConfig = z
  .strictObject({
    source: z.enum(['sampled', 'perturbed', 'file']).default('sampled'),
    /** Training prompts that get a pair, drawn by the seed; absent, or more than there are: all. */
    prompts: z.int().min(1).optional(),
    /** Completions sampled for each prompt, of which at most one becomes a pair. */
    samples: z.int().min(1).max(64).default(4),
    temperature: z.number().min(0.01).max(5).default(1),
    maxNewTokens: z.int().min(1).max(8192).default(256),
    /** JSONL of pairs, relative to the study file. */
    file: z.string().min(1).optional(),
  })
  .superRefine((pairs, context) => {
    const refuse = (message: string) => context.addIssue({ code: 'custom', path: ['file'], message })
    if (pairs.source === 'file' && pairs.file === undefined) {
      refuse('expected the path of a file of pairs, got undefined')
    } else if (pairs.source !== 'file' && pairs.file !== undefined) {
      refuse(`expected no file with source "${pairs.source}", got one`)
    }
    if (pairs.source === 'file' && pairs.prompts !== undefined) {
      const message = 'expected no number with source "file", whose pairs are all taken, got one'
      context.addIssue({ code: 'custom', path: ['prompts'], message })
    }
  })

export type PairsConfig = z.output<typeof pairsConfig>
