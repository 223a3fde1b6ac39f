/** @file The settings of `prompts` in a study file. */
import { z } from 'zod'
import { rationaleConfig } from './rationale/config.ts'

/** `prompts:`, how a case is put to the model. */
export const promptsConfig = z.strictObject({
  /** Language of labels and values of a built-in specialty. */
  language: z.enum(['en', 'zh']).default('en'),
  /** Unit system in which numbers are printed; `other` is the one that a field declares beside its own (pmol/L). */
  units: z.enum(['conventional', 'other']).default('conventional'),
  /** Whether every recorded number is said, or only those outside the usual range that their field declares. */
  values: z.enum(['all', 'notable']).default('all'),
  /** Whether each prompt lists the options of every layer; a model trained on the clinic's plans knows them. */
  options: z.enum(['listed', 'unlisted']).default('listed'),
  /** Where the reasons in the completions come from. */
  rationale: rationaleConfig.prefault({}),
})

/** The checked `prompts:`. */
export type PromptsConfig = z.output<typeof promptsConfig>
