/** @file The settings of `prompts.rationale` in a study file: where reasoning text comes from. */
import { z } from 'zod'
import { endpointConfig } from '../../engines/endpoint/index.ts'

/** `prompts.rationale.model:`, reasons written by a large model that is shown worked cases. */
const modelConfig = z.strictObject({
  endpoint: endpointConfig,
  /** Worked cases from the training split before each request. */
  shots: z.int().min(0).max(64).default(4),
  selection: z.enum(['selective', 'random']).default('selective'),
  maxNewTokens: z.int().min(1).max(32_768).default(1024),
  temperature: z.number().min(0).max(2).default(0),
  topP: z.number().gt(0).max(1).default(1),
  /** How often a record is asked about at the most: a rejected text is told what is wrong with it. */
  attempts: z.int().min(1).max(10).default(3),
  /** Whether records of the test split are sent too; their reasons are never learnt from. */
  testRecords: z.boolean().default(false),
})

/** `prompts.rationale:`. */
export const rationaleConfig = z
  .strictObject({
    /** `record`: the record's own text; `rules`: rendered from the specialty's rules; `model`: written by one; `none`. */
    source: z.enum(['record', 'rules', 'model', 'none']).default('record'),
    /** What is taken where the source gives no text, or one that was rejected or disapproved. */
    fallback: z.enum(['none', 'record', 'rules', 'model']).default('none'),
    model: modelConfig.optional(),
    /** How many texts are put up for a clinician's approval. */
    approve: z.int().min(0).max(100_000).default(0),
    /** A file of such texts with the clinician's verdicts. */
    approved: z.string().min(1).optional(),
  })
  .superRefine(({ source, fallback, model }, context) => {
    const refuse = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message })
    if (source === 'none' && fallback !== 'none')
      refuse('fallback', `expected "none" beside the source "none", got "${fallback}"`)
    if (fallback === source && source !== 'none')
      refuse('fallback', `expected another source than "${source}", got the same`)
    const asks = source === 'model' || fallback === 'model'
    if (asks && model === undefined) refuse('model', 'expected the settings of the model that is asked, got nothing')
    if (!asks && model !== undefined) {
      refuse(
        'model',
        'expected no settings of a model that is never asked, got some (set source or fallback to "model")',
      )
    }
  })

/** The checked `prompts.rationale:`. */
export type RationaleConfig = z.output<typeof rationaleConfig>
/** The checked `prompts.rationale.model:`. */
export type RationaleModelConfig = NonNullable<RationaleConfig['model']>
