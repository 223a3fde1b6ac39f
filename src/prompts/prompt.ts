/** @file A case as the model meets it: the artifact of the prompts stage, in the one form that TRL takes unchanged. */
import type { Message } from '../engines/index.ts'
import type { FieldValue, Plan } from '../specialty/index.ts'

/** How common a case's combination of decisions is. */
export type Stratum = 'head' | 'mid' | 'tail'

/** A line of `prompts/{train,validation,test}.jsonl` (snake case: Python trainers read these columns). */
export interface PromptRow {
  readonly prompt: readonly Message[]
  readonly completion: readonly Message[]
  readonly record_id: string
  readonly couple_id: string
  readonly stratum: Stratum
  /** What the prompt was rendered from: every field of the specialty and nothing else; null = not recorded. */
  readonly fields: Readonly<Record<string, FieldValue>>
  /** The recorded decision that the completion states. */
  readonly reference_plan: Plan
  readonly synthetic: boolean
}
